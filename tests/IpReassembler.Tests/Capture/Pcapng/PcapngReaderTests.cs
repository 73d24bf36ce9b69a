using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Capture.Pcapng;

public class PcapngReaderTests
{
    [Theory]
    [InlineData("pcapng-le")]
    [InlineData("pcapng-be")]
    public void Reads_every_kind_of_packet_block(string name)
    {
        using var reader = CaptureFile.Open(new MemoryStream(SampleFiles.Make(name)), name);
        var (frames, damage) = FrameCopy.ReadAll(reader);
        Assert.Null(damage);
        Assert.Equal(
            [
                new FrameCopy(1, 5, Hex(21), 99, LinkType.Ethernet, 0, "first|second"),
                new FrameCopy(2, 7000, Hex(4), 4, LinkType.Raw, 1, ""),
                new FrameCopy(3, null, Hex(40, 3), 44, LinkType.Ethernet, 0, ""),
                new FrameCopy(4, 8000, "0102", 2, LinkType.Raw, 1, ""),
            ],
            frames);
        Assert.Equal(["of all"], reader.CaptureComments);
        Assert.Equal([("eth0", null, 40L, 17L), (null, "a tunnel", 0L, null)],
            reader.Interfaces.Select(i => (i.Name, i.Description, i.SnapLength, i.DroppedCount)));
    }

    [Theory]
    [InlineData("\0tcp port 80", "tcp port 80")]
    [InlineData("\0", "")]
    [InlineData("\0\0", "")]
    public void A_filter_may_be_empty(string value, string filter)
    {
        var file = new CaptureBytes(false).Section().Interface(1, 0, (11, CaptureBytes.Text(value))).ToArray();
        using var reader = CaptureFile.Open(new MemoryStream(file), "x");
        Assert.Equal(ReadResult.End, reader.Read(out _));
        Assert.Equal(filter, reader.Interfaces[0].Filter);
    }

    [Fact]
    public void Sections_have_their_own_byte_order_and_interfaces()
    {
        var (frames, damage) = FrameCopy.ReadAll(SampleFiles.Make("pcapng-mixed"));
        Assert.Null(damage);
        Assert.Equal([0, 1, 0, 1, 2, 3, 2, 3], frames.Select(frame => frame.Interface));
    }

    [Fact]
    public void A_packet_without_a_time_shows_the_time_of_the_one_before()
    {
        var file = new CaptureBytes(false).Section().Interface().Packet(0, 3, [1]).Block(3, body => body.U32(1).Add(1)).ToArray();
        using var reader = CaptureFile.Open(new MemoryStream(file), "x");
        reader.Read(out _);
        reader.Read(out var frame);
        Assert.Equal((false, 3000L), (frame.HasTimestamp, frame.Timestamp.Nanoseconds));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Resolution_and_offset_of_an_interface_hold_for_its_packets(bool isBigEndian)
    {
        var offset = new CaptureBytes(isBigEndian).U64(100).ToArray();
        var file = new CaptureBytes(isBigEndian).Section()
            .Interface(1, 0, (9, [3]), (14, offset))
            .Interface(1, 0, (9, [0x80 | 10]))
            .Packet(0, 5, []).Packet(1, 1536, []).ToArray();
        Assert.Equal([100_005_000_000, 1_500_000_000], FrameCopy.ReadSound(file).Select(frame => frame.Time!.Value));
    }

    [Fact]
    public void A_time_beyond_the_range_is_saturated_but_not_forgotten()
    {
        using var reader = CaptureFile.Open(new MemoryStream(new CaptureBytes(true).Section().Interface().Packet(0, ulong.MaxValue, []).ToArray()), "x");
        reader.Read(out var frame);
        Assert.Equal(long.MaxValue, frame.Timestamp.Nanoseconds);
        Assert.Equal((Int128)ulong.MaxValue * 1000, reader.TimeBeyondRange);
    }

    [Fact]
    public void A_section_header_alone_is_an_empty_capture() => Assert.Empty(FrameCopy.ReadSound(new CaptureBytes(true).Section(length: 0).ToArray()));

    [Fact]
    public void Blocks_nobody_needs_are_stepped_over_however_long()
    {
        var file = new CaptureBytes(false).Section().Interface()
            .Block(0x0BAD, body => body.Add(new byte[3 << 20])).Packet(0, 1, [1]).Block(0x80000001, body => body.U32(1)).ToArray();
        Assert.Single(FrameCopy.ReadSound(file));
    }

    [Theory]
    [InlineData(9, new byte[] { 1, 2 })]           // a resolution of two bytes
    [InlineData(14, new byte[] { 1 })]             // an offset of one byte
    [InlineData(11, new byte[0])]                  // a filter without the byte that says its kind
    [InlineData(2, new byte[] { 0xFF, 0xFE, 0 })]  // a name that is not UTF-8
    public void Odd_options_do_not_harm_the_packets(int code, byte[] value)
    {
        var file = new CaptureBytes(false).Section().Interface(1, 0, (code, value)).Packet(0, 1, [7]).ToArray();
        Assert.Equal(1000, Assert.Single(FrameCopy.ReadSound(file)).Time);
    }

    [Fact]
    public void Options_that_run_over_their_block_are_ignored()
    {
        var file = new CaptureBytes(false).Section().Interface()
            .Block(6, body => body.U32(0, 0, 1, 2, 2).Add(5, 6).Pad().U16(1, 4).Add(CaptureBytes.Text("kept")).U16(1, 500).U32(0)).ToArray();
        var frame = Assert.Single(FrameCopy.ReadSound(file));
        Assert.Equal(("0506", "kept"), (frame.Hex, frame.Comments));
    }

    [Fact]
    public void Only_the_first_version_is_known()
    {
        var error = Assert.Throws<CaptureFormatException>(() => FrameCopy.ReadAll(new CaptureBytes(false).Section(major: 2).ToArray()));
        Assert.Contains("version 2", error.Message, StringComparison.Ordinal);
        var later = new CaptureBytes(false).Section().Interface().Packet(0, 1, [1]).Section(major: 0).ToArray();
        var (frames, damage) = FrameCopy.ReadAll(later);
        Assert.Single(frames);
        Assert.Contains("version 0", damage!.Reason, StringComparison.Ordinal);
    }

    public static readonly TheoryData<string, Func<CaptureBytes, CaptureBytes>> Broken = new()
    {
        { "28 bytes long at its beginning and 32 at its end", file => file.U32(0x0A0D0D0A, 28, 0x1A2B3C4D).U16(1, 0).U64(0).U32(32) },
        { "20 bytes long at its beginning and 24 at its end", file => file.U32(4, 20, 0, 0, 24) },
        { "14 bytes long", file => file.U32(4, 14, 0, 0) },
        { "8 bytes long", file => file.U32(6, 8, 8) },
        { "0 bytes long", file => file.U32(4, 0, 0) },
        { "4294967292 bytes is cut short", file => file.U32(77, 0xFFFFFFFC, 0) },
        { "more than the 16777216", file => file.U32(6, 0xFFFFFFFC, 0) },
        { "interface 7", file => file.Packet(7, 0, []) },
        { "says it has 5 bytes", file => file.Block(6, body => body.U32(0, 0, 0, 5, 5).U32(0)) },
        { "says it has 4294967295 bytes", file => file.Block(2, body => body.U32(0, 0, 0, uint.MaxValue, 5).U32(0)) },
        { "says it has 9 bytes", file => file.Block(3, body => body.U32(9).U32(0)) },
        { "no room", file => file.Block(6, body => body.U32(0)) },
        { "no room", file => file.Block(3, _ => { }) },
        { "no room", file => file.Block(1, body => body.U32(1)) },
        { "no room", file => file.Block(0x0A0D0D0A, body => body.U32(0x1A2B3C4D)) },
        { "byte order mark", file => file.Block(0x0A0D0D0A, body => body.U32(1, 1, 1, 1)) },
        { "interface 0, but its section describes none", file => file.Section().Block(3, body => body.U32(0)) },
        { "cut short (5 bytes)", file => file.Add(6, 0, 0, 0, 0) },
        { "cut short (12 of 32 bytes)", file => file.U32(6, 32, 0) },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_came_before_a_broken_block_is_delivered(string reason, Func<CaptureBytes, CaptureBytes> add)
    {
        var sound = new CaptureBytes(false).Section().Interface().Packet(0, 1, [1]);
        var offset = sound.ToArray().Length;
        var (frames, damage) = FrameCopy.ReadAll(add(sound).ToArray());
        Assert.Single(frames);
        Assert.Contains(reason, damage!.Reason, StringComparison.Ordinal);
        Assert.True(damage.Offset >= offset);
    }

    private static string Hex(int length, int first = 0) => Convert.ToHexStringLower(CaptureBytes.Count(length, first));
}
