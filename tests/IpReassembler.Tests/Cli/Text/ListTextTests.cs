using System.Text.RegularExpressions;
using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Tests.Records;

namespace IpReassembler.Tests.Cli.Text;

public class ListTextTests
{
    [Theory]
    [InlineData("list-mix", Style.Unlimited)]
    [InlineData("list-mix-100", 100)]
    [InlineData("list-mix-80", 80)]
    [InlineData("list-mix-60", 60)]
    public void The_mix_capture(string name, int width) => Golden.Check(name, output => Write(output, new Style(false, false, width)));

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(120)]
    public void No_line_is_wider_than_asked(int width)
    {
        var key = MixRecords.Number(151).Key with { Source = IpAddress.V6(ulong.MaxValue, ulong.MaxValue), Destination = IpAddress.V6(ulong.MaxValue, 1), Identification = uint.MaxValue };
        Assert.All(
            Golden.Lines(output =>
            {
                Write(output, new Style(false, false, width));
                new ListText(output, new Style(false, false, width), Epoch()).Write(MixRecords.Number(151) with { Key = key });
            }),
            line => Assert.True(line.Length <= width, line));
    }

    [Fact]
    public void Without_a_limit_nothing_is_cut()
    {
        var key = MixRecords.Number(151).Key with { Source = IpAddress.V6(ulong.MaxValue, ulong.MaxValue), Destination = IpAddress.V6(ulong.MaxValue, 1), Identification = uint.MaxValue };
        Assert.Equal(
            "  151    1700000004.000000 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff > ffff:ffff:ffff:ffff::1 udp    ffffffff     4  8008* timeout  incomplete   30.0 s! gap 2960-5919",
            Golden.Lines(output => new ListText(output, Style.Plain, Epoch()).Write(MixRecords.Number(151) with { Key = key }))[1]);
    }

    [Fact]
    public void Colour_adds_nothing_but_colour() => Assert.Equal(
        Golden.Lines(output => Write(output, new Style(false, false, 80))),
        Golden.Lines(output => Write(output, new Style(true, false, 80))).Select(line => Regex.Replace(line, "\u001b\\[[0-9]*m", "").TrimEnd()));

    [Fact]
    public void Late_duplicates_are_no_lines() =>
        Assert.Single(Golden.Lines(output => new ListText(output, Style.Plain, Epoch()).Write(MixRecords.Number(7) with { State = DatagramState.Open, LateDuplicateOf = 1 })));

    private static void Write(TextWriter output, Style style)
    {
        var list = new ListText(output, style, new TimeColumn(TimeForm.Relative, MixRecords.Counts.First!.Value));
        foreach (var record in MixRecords.All.Where(record => record.Number is 1 or 121 or >= 151))
        {
            list.Write(record);
        }
    }

    private static TimeColumn Epoch() => new(TimeForm.Epoch, default);
}
