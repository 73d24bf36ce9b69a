using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Capture.Pcap;

public class PcapReaderTests
{
    [Theory]
    [InlineData(false, 0xA1B2C3D4, 1_700_000_000_000_123_000)]
    [InlineData(true, 0xA1B2C3D4, 1_700_000_000_000_123_000)]
    [InlineData(false, 0xA1B23C4D, 1_700_000_000_000_000_123)]
    [InlineData(true, 0xA1B23C4D, 1_700_000_000_000_000_123)]
    public void Reads_both_units_in_both_byte_orders(bool isBigEndian, uint magic, long time)
    {
        var file = new CaptureBytes(isBigEndian).Pcap(magic).Record(1_700_000_000, 123, [1, 2, 3], 1514).ToArray();
        Assert.Equal([new FrameCopy(1, time, "010203", 1514, LinkType.Ethernet, 0, "")], FrameCopy.ReadSound(file));
    }

    [Fact]
    public void Reads_longer_record_headers_of_modified_files()
    {
        var frames = FrameCopy.ReadSound(SampleFiles.Make("modified"));
        Assert.Equal(["010203", "09"], frames.Select(frame => frame.Hex));
        Assert.Equal(60, frames[0].Original);
    }

    [Theory]
    [InlineData(2, 4, 3, 60, 3, 60)]
    [InlineData(2, 3, 3, 60, 3, 60)]     // written both ways: the smaller one was captured
    [InlineData(2, 3, 60, 3, 3, 60)]
    [InlineData(2, 2, 60, 3, 3, 60)]
    [InlineData(543, 0, 60, 3, 3, 60)]
    [InlineData(2, 9, 3, 60, 3, 60)]
    public void Knows_which_length_came_first_in_which_version(int major, int minor, uint first, uint second, int captured, int original)
    {
        var file = new CaptureBytes(false).Pcap(major: major, minor: minor).U32(0, 0, first, second).Add(CaptureBytes.Count(captured)).ToArray();
        var frame = Assert.Single(FrameCopy.ReadSound(file));
        Assert.Equal((captured * 2, original), (frame.Hex.Length, frame.Original));
    }

    [Theory]
    [InlineData(0x14000001u, 1)]         // four bytes of frame check sequence (LINKTYPE_ETHERNET)
    [InlineData(0x00000114u, 276)]
    [InlineData(0xF0000065u, 101)]
    public void Link_type_is_the_lower_half_of_its_field(uint field, int link) =>
        Assert.Equal((LinkType)link, Assert.Single(FrameCopy.ReadSound(new CaptureBytes(true).Pcap(link: field).Record(0, 0, [1]).ToArray())).Link);

    [Fact]
    public void Tells_what_the_header_says()
    {
        using var reader = CaptureFile.Open(new MemoryStream(new CaptureBytes(true).Pcap(0xA1B23C4D, snapLength: 96, link: 113).ToArray()), "x");
        var only = Assert.Single(reader.Interfaces);
        Assert.Equal((LinkType.LinuxSll, 96L, (byte)9, 1L), (only.Link, only.SnapLength, only.TimestampResolution, only.TickNanoseconds));
        Assert.Equal(("pcap", false, "x", 24L), (reader.Format, reader.IsGzip, reader.Name, reader.Length));
        Assert.Equal(ReadResult.End, reader.Read(out _));
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(0, 4)]
    [InlineData(1, 2)]
    public void Unknown_versions_are_refused(int major, int minor)
    {
        var error = Assert.Throws<CaptureFormatException>(() => FrameCopy.ReadAll(new CaptureBytes(false).Pcap(major: major, minor: minor).ToArray()));
        Assert.Contains($"version {major}.{minor}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(65_535u, 262_144, true)]
    [InlineData(65_535u, 262_145, false)]
    [InlineData(300_000u, 300_000, true)]
    [InlineData(300_000u, 300_001, false)]
    [InlineData(0xFFFFFFFFu, 2_000_000, true)]           // longer than the buffer: it grows with what comes
    [InlineData(0xFFFFFFFFu, (16 << 20) + 1, false)]
    public void A_record_can_be_as_long_as_readers_agree_or_the_snapshot_length_says(uint snapLength, int length, bool isGood)
    {
        var file = new CaptureBytes(false).Pcap(snapLength: snapLength).Record(0, 0, [1]).Record(0, 0, new byte[length]).Record(0, 1, [2]).ToArray();
        var (frames, damage) = FrameCopy.ReadAll(file);
        Assert.Equal(isGood ? 3 : 1, frames.Count);
        Assert.Equal(isGood ? null : 41L, damage?.Offset);
    }

    [Fact]
    public void A_cut_file_gives_what_is_whole_and_says_where_it_breaks()
    {
        var file = new CaptureBytes(false).Pcap().Record(0, 0, [1, 2, 3]).Record(0, 0, [4, 5]).ToArray();
        var (frames, damage) = FrameCopy.ReadAll(file[..^1]);
        Assert.Single(frames);
        Assert.Equal("test is damaged at byte 43: a record is cut short (1 of 2 bytes)", damage?.ToString());
        Assert.Equal("test is damaged at byte 43: the header of a record is cut short (9 of 16 bytes)", FrameCopy.ReadAll(file[..52]).Damage?.ToString());
    }

    [Fact]
    public void Odd_fractions_and_late_times_are_taken_as_they_are()
    {
        var file = new CaptureBytes(false).Pcap().Record(uint.MaxValue, 999_999, []).Record(1, 2_500_000, []).ToArray();
        Assert.Equal([4_294_967_295_999_999_000, 3_500_000_000], FrameCopy.ReadSound(file).Select(frame => frame.Time!.Value));
    }
}
