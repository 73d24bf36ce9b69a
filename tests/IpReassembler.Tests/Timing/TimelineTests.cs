using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Timing;

namespace IpReassembler.Tests.Timing;

public class TimelineTests
{
    private static readonly TimelineRecorder Mix = MixTimelines.Record();

    public static TheoryData<string> Captures =>
        [.. Directory.EnumerateFiles(MixTimelines.Folder, "*.pcap*").Where(file => !file.Contains("damaged", StringComparison.Ordinal)).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_waterfall_of_datagram_121()
    {
        var timeline = Number(121);

        Assert.Equal(
            ["121 +0 [5920,7400) 1480", "122 +1 [0,1480) 2960 extent 1 late 1 degree 1", "123 +2 [7400,8008) 3568 last",
                "124 +3 [4440,5920) 5048 extent 3 late 3 degree 1", "125 +4 [1480,2960) 6528 extent 4 late 4 degree 2", "126 +5 [2960,4440) 8008 extent 5 late 5 degree 0 closes"],
            timeline.Listed.Select(Show));
        Assert.Equal([1, 4, 5, 3, 0, 2], timeline.Pieces.Select(piece => Milliseconds(piece.SinceFirst)));
        Assert.Equal(126, timeline.Closing!.Value.Fragment.Frame);
        Assert.Equal((4, 5, 2, 5), (timeline.Statistics.ReorderedCount, timeline.Statistics.LargestExtent, timeline.Statistics.LargestDegree, Milliseconds(timeline.Statistics.LongestLateTime)));
        Assert.Equal((5, 5, 8008), (Milliseconds(timeline.Statistics.FirstToComplete), Milliseconds(timeline.Statistics.FirstToLast), timeline.Reach));
    }

    [Theory]
    [InlineData(151, 0, 2, 0, 6)]
    [InlineData(155, 0, 1, 0, 6)]
    [InlineData(160, 1, 0, 0, 6)]
    [InlineData(165, 0, 0, 1, 6)]
    [InlineData(1, 0, 0, 0, 6)]
    [InlineData(170, 0, 0, 0, 5)]
    public void What_is_missing_and_how_many_pieces_there_were(long number, int first, int middle, int last, int pieces)
    {
        var statistics = Number(number).Statistics;

        Assert.Equal((new MissingPieces(first, middle, last), pieces), (statistics.Missing, statistics.PieceCount));
    }

    [Theory]
    [InlineData(199, 12_000, 210)]
    [InlineData(200, 35_000, 212)]
    [InlineData(193, 1_000, 196)]
    public void The_longest_gap_and_the_frame_that_ended_it(long number, long milliseconds, long frame)
    {
        var statistics = Number(number).Statistics;

        Assert.Equal((milliseconds, frame), (Milliseconds(statistics.LongestGap), statistics.LongestGapFrame));
    }

    [Fact]
    public void What_expired_was_whole_all_the_same()
    {
        var statistics = Number(200).Statistics;

        Assert.Equal((null, 70_000), (statistics.FirstToComplete, Milliseconds(statistics.FirstToWhole)));
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void The_bytes_that_come_are_those_of_the_cache(string name) => MixTimelines.Read(Path.Combine(MixTimelines.Folder, name), datagram =>
    {
        var timeline = Timeline.Of(datagram);

        Assert.Equal(datagram.ArrivedLength, timeline.Listed[^1].BytesInCache);
        Assert.Equal(datagram.ReorderedCount, timeline.Listed.Count(arrival => arrival.IsReordered));
        Assert.Equal(datagram.IsWhole, timeline.Closing is not null);
        Assert.Equal(timeline.Listed.Sum(arrival => arrival.NewBytes), datagram.ArrivedLength);
    });

    [Fact]
    public void A_clock_that_steps_back_makes_no_negative_time()
    {
        var timeline = new Timeline(
            new DatagramFacts { FragmentCount = 3, ReorderedCount = 1, First = At(10), Last = At(4), TotalLength = 24, ArrivedLength = 24, CompletedAfter = new Duration(-6) },
            [Entry(1, 10, 8, 16), Entry(2, 7, 0, 8), Entry(3, 4, 16, 24, last: true)], []);

        Assert.True(timeline.Statistics.ClockSteppedBack);
        Assert.Equal((null, null, null, null),
            (timeline.Statistics.FirstToComplete, timeline.Statistics.FirstToLast, timeline.Statistics.LongestGap, timeline.Statistics.LongestLateTime));
        Assert.Equal([0L, null, null], timeline.Listed.Select(arrival => arrival.SinceFirst?.Nanoseconds));
        Assert.Equal(1, timeline.Statistics.LargestExtent);
    }

    [Fact]
    public void Equal_times_and_times_centuries_apart_are_measured()
    {
        var timeline = new Timeline(
            new DatagramFacts { Verdict = Verdict.Incomplete, FragmentCount = 3, First = At(long.MinValue), Last = At(long.MaxValue) },
            [Entry(1, long.MinValue, 0, 8), Entry(2, long.MinValue, 8, 16), Entry(3, long.MaxValue, 24, 32)], [new(16, 24), new(32, int.MaxValue)]);

        Assert.False(timeline.Statistics.ClockSteppedBack);
        Assert.Equal((Duration.Longest, Duration.Longest, 3), (timeline.Statistics.LongestGap!.Value, timeline.Statistics.FirstToLast!.Value, timeline.Statistics.LongestGapFrame!.Value));
        Assert.Equal((new MissingPieces(0, 1, 1), 32), (timeline.Statistics.Missing, timeline.Reach));
    }

    [Fact]
    public void A_time_to_live_that_changes_is_counted()
    {
        var timeline = new Timeline(
            new DatagramFacts { FragmentCount = 4 },
            [Entry(1, 0, 0, 8), Entry(2, 0, 8, 16, timeToLive: 62), Entry(3, 0, 16, 24, timeToLive: 62), Entry(4, 0, 24, 32)], [new(32, int.MaxValue)]);

        Assert.Equal(2, timeline.Statistics.TimeToLiveChanges);
    }

    private static Timeline Number(long number) => Mix.Timelines.Single(timeline => timeline.Facts.Number == number);

    private static Timestamp At(long nanoseconds) => new(nanoseconds);

    private static long? Milliseconds(Duration? duration) => duration?.Nanoseconds / 1_000_000;

    private static string Show(Arrival arrival) =>
        $"{arrival.Fragment.Frame} +{Milliseconds(arrival.SinceFirst)} {arrival.Fragment.Range} {arrival.BytesInCache}"
        + (arrival.IsReordered ? $" extent {arrival.Extent} late {Milliseconds(arrival.LateTime)} degree {arrival.Degree}" : "")
        + (arrival.TellsTotalLength ? " last" : "") + (arrival.ClosesLastHole ? " closes" : "");

    private static JournalEntry Entry(long frame, long at, int start, int end, bool last = false, byte timeToLive = 64) =>
        new() { Frame = frame, Timestamp = At(at), Range = new ByteRange(start, end), MoreFragments = !last, TimeToLive = timeToLive };
}
