using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using IpReassembler.Timing;

namespace IpReassembler.Tests.Timing;

public class TimelineLayoutTests
{
    private static readonly TimelineRecorder Mix = MixTimelines.Record();

    [Theory]
    [InlineData(121, "[0,1480) #122, [1480,2960) #125, [2960,4440) #126, [4440,5920) #124, [5920,7400) #121, [7400,8008) #123")]
    [InlineData(151, "[0,1480) #151, [1480,2960) #152, [2960,5920) never, [5920,7400) #153, [7400,8008) #154")]
    [InlineData(182, "[0,1480) #182, [1480,2960) #183, [2960,4008) #184")]
    [InlineData(185, "[0,24) #185, [24,32) #188, [32,48) #186, [48,72) #187, [72,96) #190")]
    [InlineData(191, "[0,40) #191")]
    public void Every_range_and_who_brought_it_first(long number, string cells) =>
        Assert.Equal(cells, string.Join(", ", Of(Number(number)).Cells.Select(cell => $"{cell.Range} {(cell.BroughtBy is { } arrival ? "#" + arrival.Fragment.Frame : "never")}")));

    [Theory]
    [InlineData(121, 124, RowMark.Odd, "late, extent 3")]
    [InlineData(121, 126, RowMark.Delivered, "late, extent 5; <- last hole closed: complete")]
    [InlineData(185, 188, RowMark.Bad, "late, extent 2; overlap-conflicting; <- the policy drops the datagram")]
    [InlineData(200, 213, RowMark.Plain, "MF=0: total length is now known; <- last hole closed, but after the timeout")]
    [InlineData(151, 152, RowMark.Plain, "")]
    public void What_is_to_be_noticed_of_a_fragment(long number, long frame, RowMark mark, string notes)
    {
        var row = Of(Number(number)).Rows.Single(row => row.Arrival.Fragment.Frame == frame);

        Assert.Equal((mark, notes), (row.Mark, string.Join("; ", row.Notes)));
    }

    [Fact]
    public void An_axis_reaches_as_far_as_the_longest_claim()
    {
        var layout = Of(Make(Entry(1, 0, 0, 16), Entry(2, 1, 64, 72, Anomaly.BeyondEnd)));

        Assert.Equal((16, 72, false), (layout.Reach, layout.AxisEnd, layout.EndIsKnown));
        Assert.Equal([0, 64], layout.Starts);
        Assert.Equal(50, layout.Place(36, 100));
    }

    [Fact]
    public void Nothing_but_an_empty_fragment_has_an_axis_too()
    {
        var layout = Of(Make(Entry(1, 0, 0, 0, Anomaly.ZeroLength)));

        Assert.Equal((0, 8, 0), (layout.Reach, layout.AxisEnd, layout.Cells.Count));
    }

    internal static Timeline Make(params JournalEntry[] entries)
    {
        var facts = new DatagramFacts
        {
            FragmentCount = entries.Length,
            ReorderedCount = entries.Where((entry, place) => entries.Take(place).Any(before => before.Range.Start > entry.Range.Start)).Count(),
            First = entries[0].Timestamp,
            Last = entries[^1].Timestamp,
            TotalLength = entries.Where(entry => !entry.MoreFragments).Select(entry => (int?)entry.Range.End).FirstOrDefault(),
        };
        return new Timeline(facts, entries, []);
    }

    internal static JournalEntry Entry(long frame, long milliseconds, int start, int end, Anomaly anomalies = Anomaly.None, bool last = false) =>
        new() { Frame = frame, Timestamp = new Timestamp(milliseconds * 1_000_000), Range = new ByteRange(start, end), Anomalies = anomalies, MoreFragments = !last };

    internal static TimelineLayout Of(Timeline timeline) => TimelineLayout.Of(timeline, Words.Of);

    private static Timeline Number(long number) => Mix.Timelines.Single(timeline => timeline.Facts.Number == number);
}
