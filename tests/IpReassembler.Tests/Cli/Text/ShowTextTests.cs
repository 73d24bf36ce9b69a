using System.Text.RegularExpressions;
using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Tests.Records;

namespace IpReassembler.Tests.Cli.Text;

public class ShowTextTests
{
    [Theory]
    [InlineData("show-121", 121, Style.Unlimited)]
    [InlineData("show-151-60", 151, 60)]
    [InlineData("show-165", 165, Style.Unlimited)]
    [InlineData("show-185", 185, Style.Unlimited)]
    [InlineData("show-185-60", 185, 60)]
    [InlineData("show-199", 199, Style.Unlimited)]
    public void Datagrams_of_the_mix_capture(string name, long number, int width) =>
        Golden.Check(name, output => ShowText.Write(output, MixRecords.Number(number), new Style(false, false, width)));

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    public void No_line_is_wider_than_asked(int width) => Assert.All(
        MixRecords.All.SelectMany(record => Golden.Lines(output => ShowText.Write(output, record, new Style(false, false, width)))),
        line => Assert.True(line.Length <= width, line));

    [Fact]
    public void Colour_adds_nothing_but_colour() => Assert.Equal(
        Golden.Lines(output => ShowText.Write(output, MixRecords.Number(185), new Style(false, false, 60))),
        Golden.Lines(output => ShowText.Write(output, MixRecords.Number(185), new Style(true, false, 60))).Select(line => Regex.Replace(line, "\u001b\\[[0-9]*m", "")));

    [Fact]
    public void Tunnels_tags_ipv6_and_copies_that_are_not_listed()
    {
        var record = MixRecords.Number(1);
        Golden.Check("show-rare", output => ShowText.Write(output, record with
        {
            Key = record.Key with { Depth = 1, Vlans = VlanTags.None.With(100).With(7), Source = IpAddress.Parse("2001:db8::1"), Destination = IpAddress.Parse("2001:db8::2") },
            Protocol = 253,
            SourcePort = null,
            FragmentCount = 9,
            TimeDigits = 9,
            TotalLength = null,
            Anomalies = Anomaly.ReservedFlag | Anomaly.TimeToLiveChanged,
            Fragments = [record.Fragments[0], record.Fragments[1] with { Timestamp = record.First + new Duration(-1), Range = new ByteRange(1480, 1480), Anomalies = Anomaly.ZeroLength }],
        }, Style.Plain));
    }

    [Fact]
    public void Dumps_bytes_with_offset_and_letters() => Assert.Equal(
        [
            "000000  41 42 00 7f 7e 20 ff 0a 41 41 41 41 41 41 41 41  AB..~ ..AAAAAAAA",
            "000010  41                                               A",
        ],
        Golden.Lines(output => HexDump.Write(output, [0x41, 0x42, 0, 0x7f, 0x7e, 0x20, 0xff, 0x0a, .. Enumerable.Repeat((byte)0x41, 9)], Style.Plain)));

    [Fact]
    public void Dumps_half_as_many_bytes_where_all_do_not_fit() => Assert.Equal(
        ["000000  41 41 41 41 41 41 41 41  AAAAAAAA", "000008  41                       A"],
        Golden.Lines(output => HexDump.Write(output, [.. Enumerable.Repeat((byte)0x41, 9)], new Style(false, false, 60))));
}
