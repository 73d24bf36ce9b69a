using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Capture;

public class AllocationTests
{
    [Theory]
    [InlineData("pcap")]
    [InlineData("pcap-be")]
    [InlineData("pcapng")]
    [InlineData("merged")]
    public void Reading_a_frame_allocates_nothing(string kind)
    {
        using var source = Open(kind);
        using var fingerprint = new CaptureFingerprint();
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 5000; i++)
            {
                source.Read(out var frame);
                fingerprint.Add(frame, source);
            }
        }));
        Assert.Equal(ReadResult.Frame, source.Read(out _));
    }

    [Theory]
    [InlineData(CaptureFormat.Pcap)]
    [InlineData(CaptureFormat.Pcapng)]
    public void Writing_a_frame_allocates_nothing(CaptureFormat format)
    {
        var bytes = CaptureBytes.Count(60);
        using var sink = CaptureFile.CreateWriter(Stream.Null, new CaptureWriterOptions { Format = format });
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 5000; i++)
            {
                sink.Write(new CapturedFrame(bytes, LinkType.Ethernet, default));
            }
        }));
    }

    private static IFrameSource Open(string kind)
    {
        if (kind == "merged")
        {
            return new MergedSource([Open("pcap"), Open("pcapng")]);
        }
        var builder = new CaptureBytes(kind == "pcap-be");
        var bytes = CaptureBytes.Count(60);
        _ = kind == "pcapng" ? builder.Section().Interface() : builder.Pcap();
        for (var i = 0; i < 51_000; i++)
        {
            _ = kind == "pcapng" ? builder.Packet(0, (ulong)i, bytes) : builder.Record(0, (uint)i, bytes);
        }
        return CaptureFile.Open(new MemoryStream(builder.ToArray()), kind);
    }
}
