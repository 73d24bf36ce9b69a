using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Captures;

/// <summary>Frames and when they come, in any order of writing down.</summary>
internal sealed class CaptureScript
{
    /// <summary>The time of the first frame of every capture made here: 2023-11-14 22:13:20 UTC.</summary>
    public static readonly Timestamp Start = Timestamp.FromParts(1_700_000_000, 0);

    private readonly List<(Duration At, int Interface, byte[] Bytes)> _frames = [];

    /// <summary>Adds frames as they are, <paramref name="gap"/> apart.</summary>
    public void AddFrames(Duration at, Duration gap, IEnumerable<byte[]> frames, int @interface = 0)
    {
        foreach (var frame in frames)
        {
            _frames.Add((at, @interface, frame));
            at += gap;
        }
    }

    /// <summary>A capture file with nanoseconds and several interfaces; what comes at the same time stays as it was added.</summary>
    public byte[] ToPcapng(IReadOnlyList<CaptureInterface> interfaces)
    {
        var file = new MemoryStream();
        using (var sink = CaptureFile.CreateWriter(file, new CaptureWriterOptions { Format = CaptureFormat.Pcapng, Interfaces = interfaces }))
        {
            foreach (var (at, index, bytes) in _frames.OrderBy(frame => frame.At))
            {
                sink.Write(new CapturedFrame(bytes, interfaces[index].Link, Start + at) { Interface = index });
            }

            sink.Complete();
        }

        return file.ToArray();
    }
}
