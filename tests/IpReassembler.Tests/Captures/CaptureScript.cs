using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Captures;

/// <summary>Frames and when they come, in any order of writing down.</summary>
internal sealed class CaptureScript
{
    /// <summary>The time of the first frame of every capture made here: 2023-11-14 22:13:20 UTC.</summary>
    public static readonly Timestamp Start = Timestamp.FromParts(1_700_000_000, 0);

    private readonly List<(Duration At, int Interface, byte[] Bytes)> _frames = [];

    /// <summary>Frames below this length are filled up with zeros, as Ethernet does: 60, or 0 for no padding.</summary>
    public int ShortestFrame { get; init; }

    /// <summary>Adds one IP packet in an Ethernet frame; times count from the start of the capture.</summary>
    public void Add(Duration at, byte[] packet) => AddFrames(at, Duration.Zero, [Framing.Ethernet(packet)]);

    /// <summary>Adds IP packets in Ethernet frames, <paramref name="gap"/> apart.</summary>
    public void Add(Duration at, Duration gap, params IEnumerable<byte[]> packets) => AddFrames(at, gap, packets.Select(Framing.Ethernet));

    /// <summary>Adds frames as they are, <paramref name="gap"/> apart.</summary>
    public void AddFrames(Duration at, Duration gap, IEnumerable<byte[]> frames, int @interface = 0)
    {
        foreach (var frame in frames)
        {
            _frames.Add((at, @interface, frame.Length < ShortestFrame ? [.. frame, .. new byte[ShortestFrame - frame.Length]] : frame));
            at += gap;
        }
    }

    /// <summary>The frames as a capture shows them; what comes at the same time stays as it was added.</summary>
    public IEnumerable<(Duration At, int Interface, byte[] Bytes)> InTimeOrder() => _frames.OrderBy(frame => frame.At);

    /// <summary>An Ethernet capture file with microseconds.</summary>
    /// <param name="snapLength">How many bytes of each frame are kept.</param>
    public byte[] ToPcap(int snapLength = int.MaxValue) =>
        Write(new CaptureWriterOptions { Format = CaptureFormat.Pcap }, _ => LinkType.Ethernet, snapLength);

    /// <summary>A capture file with nanoseconds and several interfaces.</summary>
    public byte[] ToPcapng(IReadOnlyList<CaptureInterface> interfaces) =>
        Write(new CaptureWriterOptions { Format = CaptureFormat.Pcapng, Interfaces = interfaces }, index => interfaces[index].Link, int.MaxValue);

    private byte[] Write(CaptureWriterOptions options, Func<int, LinkType> linkOf, int snapLength)
    {
        var file = new MemoryStream();
        using (var sink = CaptureFile.CreateWriter(file, options))
        {
            foreach (var (at, index, bytes) in InTimeOrder())
            {
                var kept = bytes.AsSpan(0, Math.Min(bytes.Length, snapLength));
                sink.Write(new CapturedFrame(kept, linkOf(index), Start + at) { OriginalLength = bytes.Length, Interface = index });
            }

            sink.Complete();
        }

        return file.ToArray();
    }
}
