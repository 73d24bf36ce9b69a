using IpReassembler.Capture;

namespace IpReassembler.LiveTests;

/// <summary>tshark finds the same frames as our readers in every capture, and in what our writers made of it.</summary>
public class TsharkReadsTheSameTests
{
    public static TheoryData<string> Captures => [.. CaptureFolder.Names];

    [Theory]
    [MemberData(nameof(Captures))]
    public void In_the_capture(string name)
    {
        Tshark.Require();
        var file = CaptureFolder.PathOf(name);
        Assert.Equal(Tshark.Index(file), CaptureFolder.Index(file));
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void In_the_capture_written_as_pcapng(string name) => CopyAndCompare(name, CaptureFormat.Pcapng);

    [Theory]
    [MemberData(nameof(Captures))]
    public void In_the_capture_written_as_pcap_with_nanoseconds(string name)
    {
        // A classic file has one link type, this capture has sixteen.
        if (name != "links.pcapng")
        {
            CopyAndCompare(name, CaptureFormat.PcapNanosecond);
        }
    }

    [Fact]
    public void In_the_capture_written_as_pcap_with_microseconds() => CopyAndCompare("mix.pcap", CaptureFormat.Pcap);

    private static void CopyAndCompare(string name, CaptureFormat format)
    {
        Tshark.Require();
        var original = CaptureFolder.PathOf(name);
        var copy = Path.GetTempFileName();
        try
        {
            Copy(original, copy, format);
            Assert.Equal(CaptureFolder.Index(original), Tshark.Index(copy));
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private static void Copy(string original, string copy, CaptureFormat format)
    {
        using var source = CaptureFile.Open(original);
        using var sink = CaptureFile.CreateWriter(copy, new CaptureWriterOptions { Format = format, Interfaces = source.Interfaces });
        while (source.Read(out var frame) is ReadResult.Frame)
        {
            sink.Write(frame);
        }

        sink.Complete();
    }
}
