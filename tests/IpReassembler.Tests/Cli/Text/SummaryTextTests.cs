using System.Text.RegularExpressions;
using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using IpReassembler.Tests.Records;

namespace IpReassembler.Tests.Cli.Text;

public class SummaryTextTests
{
    [Theory]
    [InlineData(false, "(tcpdump -s 0)")]
    [InlineData(true, "(-s 0)")]
    public void Frames_that_were_cut_short_are_blamed_on_who_cut_them(bool isLive, string cure)
    {
        var totals = new CaptureTotals();
        totals.Add(MixRecords.Number(1) with { Anomalies = Anomaly.TruncatedFragment });
        var advice = SummaryAdvice.For(MixRecords.Header, totals, new CaptureCounts { Live = isLive ? new LiveCounts(6, 0, 0) : null }, Style.Plain);
        Assert.Contains(advice, one => one.Text.EndsWith("capture whole packets " + cure + ".", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("summary-mix", Style.Unlimited, false)]
    [InlineData("summary-mix-80", 80, false)]
    [InlineData("summary-mix-60-ascii", 60, true)]
    public void The_mix_capture(string name, int width, bool ascii) => Golden.Check(name, output => Write(output, new Style(false, ascii, width)));

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(67)]
    [InlineData(80)]
    [InlineData(100)]
    public void Only_commands_are_wider_than_asked(int width) =>
        Assert.All(Golden.Lines(output => Write(output, new Style(false, false, width))), line => Assert.True(line.Length <= width || line.Contains("ipreasm", StringComparison.Ordinal), line));

    [Fact]
    public void Ascii_is_ascii() =>
        Assert.All(Golden.Lines(output => Write(output, new Style(false, true, Style.Unlimited))), line => Assert.True(line.All(char.IsAscii), line));

    [Fact]
    public void Colour_adds_nothing_but_colour() => Assert.Equal(
        Golden.Lines(output => Write(output, Style.Plain)),
        Golden.Lines(output => Write(output, Style.Plain with { Color = true })).Select(line => Regex.Replace(line, "\u001b\\[[0-9]*m", "")));

    [Fact]
    public void Quiet_is_the_first_block() => Assert.Equal(
        Golden.Lines(output => Write(output, Style.Plain))[..10],
        Golden.Lines(output => SummaryText.Write(output, MixRecords.Header, MixRecords.Totals(), MixRecords.Counts, Style.Plain, onlyFirstBlock: true)));

    [Fact]
    public void A_capture_without_fragments_is_four_lines() => Assert.Equal(
        ["a b.pcap  pcap, ethernet, µs   1 packet   policy linux, no timeout", "", "DATAGRAMS that were fragmented                          0"],
        Golden.Lines(output => SummaryText.Write(
            output, MixRecords.Header with { File = "x/a b.pcap", Timeout = null }, new CaptureTotals(), new CaptureCounts { Packets = 1 }, Style.Plain)));

    [Fact]
    public void The_rarer_categories_and_advice()
    {
        var totals = new CaptureTotals();
        for (var i = 0; i < 12; i++)
        {
            totals.Add(MixRecords.Number(151) with { Number = 151 + i });
        }

        totals.Add(MixRecords.Number(1) with { Verdict = Verdict.Unchecked });
        totals.Add(MixRecords.Number(7) with { LateDuplicateOf = 1 });
        totals.Add(MixRecords.Number(1) with { Verdict = Verdict.Corrupt, Checksum = ChecksumState.Bad });
        totals.Add(MixRecords.Number(1) with { Verdict = Verdict.Evicted, State = DatagramState.Evicted, EvictedBy = CacheLimit.Memory });
        totals.Add(MixRecords.Number(182) with { Verdict = Verdict.Sound, Policy = "linux-classic" });
        Golden.Check("summary-rare", output => SummaryText.Write(
            output, MixRecords.Header with { File = "it's\u001b[31m.pcap", ReadOptions = "-r " + Shell.Quote("it's\u001b[31m.pcap"), Policy = "linux-classic", Link = null, TickNanoseconds = 1 }, totals, MixRecords.Counts with { Damaged = true }, Style.Plain));
    }

    private static void Write(TextWriter output, Style style) =>
        SummaryText.Write(output, MixRecords.Header with { File = "captures/mix.pcap", ReadOptions = "-r captures/mix.pcap" }, MixRecords.Totals(), MixRecords.Counts, style);
}
