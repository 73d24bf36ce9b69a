using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Capture;

public class CaptureWriterTests
{
    [Theory]
    [InlineData(CaptureFormat.Pcap, 1_700_000_000_123_456_000)]
    [InlineData(CaptureFormat.PcapNanosecond, 1_700_000_000_123_456_789)]
    [InlineData(CaptureFormat.Pcapng, 1_700_000_000_123_456_789)]
    public void What_is_written_reads_back(CaptureFormat format, long time)
    {
        var file = Write(new CaptureWriterOptions { Format = format }, sink =>
        {
            sink.Write(new CapturedFrame([1, 2, 3], LinkType.Ethernet, new Timestamp(1_700_000_000_123_456_789)) { OriginalLength = 1514 });
            sink.Write(new CapturedFrame([], LinkType.Ethernet, default));
            sink.Write(new CapturedFrame(CaptureBytes.Count(100_000), LinkType.Ethernet, new Timestamp(1000)));
        });
        var frames = FrameCopy.ReadSound(file);
        Assert.Equal([(time, 1514), (0, 0), (1000, 100_000)], frames.Select(frame => (frame.Time!.Value, frame.Original)));
        Assert.Equal(["010203", "", Convert.ToHexStringLower(CaptureBytes.Count(100_000))], frames.Select(frame => frame.Hex));
    }

    [Fact]
    public void A_pcapng_keeps_interfaces_link_types_comments_and_missing_times()
    {
        var original = SampleFiles.Make("pcapng-be");
        using var source = CaptureFile.Open(new MemoryStream(original), "x");
        var file = Write(new CaptureWriterOptions { Interfaces = source.Interfaces, Comment = "all" }, sink =>
        {
            while (source.Read(out var frame) is ReadResult.Frame)
            {
                // The writer has room for one comment; a second one of the sample is joined to it.
                sink.Write(frame, string.Join('|', source.Comments));
            }
        });
        using var copy = CaptureFile.Open(new MemoryStream(file), "copy");
        Assert.Equal(FrameCopy.ReadSound(original), FrameCopy.ReadAll(copy).Frames);
        Assert.Equal(["all"], copy.CaptureComments);
        Assert.Equal([("eth0", null, 1L), (null, "a tunnel", 1L)], copy.Interfaces.Select(i => (i.Name, i.Description, i.TickNanoseconds)));
    }

    [Fact]
    public void An_interface_with_two_link_types_becomes_two()
    {
        var file = Write(new CaptureWriterOptions(), sink =>
        {
            sink.Write(new CapturedFrame([1], LinkType.Ethernet, default));
            sink.Write(new CapturedFrame([2], LinkType.Raw, default), "whole again: é");
            sink.Write(new CapturedFrame([3], LinkType.Ethernet, default));
        });
        Assert.Equal([(LinkType.Ethernet, 0, ""), (LinkType.Raw, 1, "whole again: é"), (LinkType.Ethernet, 0, "")],
            FrameCopy.ReadSound(file).Select(frame => (frame.Link, frame.Interface, frame.Comments)));
    }

    [Fact]
    public void A_packet_without_a_time_gets_none_where_the_format_allows_it()
    {
        var file = Write(new CaptureWriterOptions(), sink =>
        {
            sink.Write(new CapturedFrame([1, 2], LinkType.Ethernet, new Timestamp(5)) { HasTimestamp = false });
            sink.Write(new CapturedFrame([1, 2], LinkType.Ethernet, new Timestamp(5)) { HasTimestamp = false, OriginalLength = 9 });
        });
        Assert.Equal([null, 5L], FrameCopy.ReadSound(file).Select(frame => frame.Time));
    }

    [Fact]
    public void A_packet_without_a_time_from_a_later_interface_begins_a_section()
    {
        var file = Write(new CaptureWriterOptions(), sink =>
        {
            sink.Write(new CapturedFrame([1], LinkType.Ethernet, new Timestamp(5)));
            sink.Write(new CapturedFrame([2], LinkType.Raw, new Timestamp(5)) { HasTimestamp = false });
            sink.Write(new CapturedFrame([3], LinkType.Raw, new Timestamp(6)));
            sink.Write(new CapturedFrame([4], LinkType.Ethernet, new Timestamp(7)));
        });
        Assert.Equal([(5L, LinkType.Ethernet, 0), (null, LinkType.Raw, 1), (6L, LinkType.Raw, 1), (7L, LinkType.Ethernet, 2)],
            FrameCopy.ReadSound(file).Select(frame => (frame.Time, frame.Link, frame.Interface)));
    }

    [Fact]
    public void Times_that_a_format_cannot_hold_are_saturated()
    {
        long[] times = [-1, long.MaxValue];
        Assert.Equal([0, 4_294_967_295_000_000_000], Times(CaptureFormat.Pcap));
        Assert.Equal([0, long.MaxValue], Times(CaptureFormat.Pcapng));

        long[] Times(CaptureFormat format) => [.. FrameCopy.ReadSound(Write(new CaptureWriterOptions { Format = format }, sink =>
        {
            foreach (var time in times)
            {
                sink.Write(new CapturedFrame([], LinkType.Raw, new Timestamp(time)));
            }
        })).Select(frame => frame.Time!.Value)];
    }

    [Fact]
    public void A_long_comment_is_cut_between_two_characters()
    {
        var file = Write(new CaptureWriterOptions(), sink => sink.Write(new CapturedFrame([1], LinkType.Raw, default), "x" + new string('é', 40_000)));
        Assert.Equal("x" + new string('é', 32_765), Assert.Single(FrameCopy.ReadSound(file)).Comments);
    }

    [Fact]
    public void A_pcap_refuses_a_second_link_type()
    {
        using var sink = CaptureFile.CreateWriter(new MemoryStream(), new CaptureWriterOptions { Format = CaptureFormat.Pcap });
        sink.Write(new CapturedFrame([1], LinkType.Ethernet, default));
        var error = Assert.Throws<InvalidOperationException>(() => sink.Write(new CapturedFrame([1], LinkType.Raw, default) { Number = 7 }));
        Assert.Contains("frame 7 is Raw", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CaptureFormat.Pcap)]
    [InlineData(CaptureFormat.Pcapng)]
    public void An_empty_capture_is_a_capture(CaptureFormat format) =>
        Assert.Empty(FrameCopy.ReadSound(Write(new CaptureWriterOptions { Format = format }, _ => { })));

    [Fact]
    public void Nothing_can_follow_the_end()
    {
        using var sink = CaptureFile.CreateWriter(new MemoryStream());
        sink.Complete();
        sink.Complete();
        Assert.Throws<InvalidOperationException>(() => sink.Write(new CapturedFrame([1], LinkType.Raw, default)));
    }

    private static byte[] Write(CaptureWriterOptions options, Action<IFrameSink> write)
    {
        using var stream = new MemoryStream();
        using var sink = CaptureFile.CreateWriter(stream, options);
        write(sink);
        sink.Complete();
        return stream.ToArray();
    }
}
