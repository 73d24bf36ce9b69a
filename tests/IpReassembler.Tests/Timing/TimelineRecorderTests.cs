using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Timing;

namespace IpReassembler.Tests.Timing;

public class TimelineRecorderTests
{
    [Fact]
    public void The_mix_capture_has_the_times_it_was_made_with()
    {
        var recorder = MixTimelines.Record();
        var times = recorder.Traffic.FirstToComplete;

        Assert.Equal((38, 9, 4, 213, 18, 5, 4), (recorder.Traffic.Datagrams, recorder.Traffic.Failed, recorder.Traffic.Incomplete,
            recorder.Traffic.Fragments, recorder.Traffic.Reordered, recorder.Traffic.LargestExtent, recorder.Traffic.Duplicates));
        Assert.Equal([(1, 4), (2, 6), (3, 4), (4, 5), (5, 9), (24_000, 1)], times.Values().Select(value => ((int)(value.Value.Nanoseconds / 1_000_000), (int)value.Count)));
        Assert.Equal([1, 4, 5, 24_000], new double[] { 0, 50, 90, 99 }.Select(percent => times.Percentile(percent)!.Value.Nanoseconds / 1_000_000));
    }

    [Fact]
    public void The_timeouts_of_the_mix_capture() =>
        Assert.Equal([29, 30, 30, 31, 31], Enumerable.Range(0, TimeoutTable.Timeouts.Count).Select(place => MixTimelines.Record().Timeouts[place]));

    [Fact]
    public void The_pairs_of_the_mix_capture() =>
        Assert.Equal(
            ["192.0.2.1 > 198.51.100.2 17: 30 2 3 5", "192.0.2.7 > 203.0.113.9 17: 6 5 24000 24000", "192.0.2.7 > 203.0.113.9 1: 2 2  "],
            MixTimelines.Record().Flows.Rows.Select(row => $"{row.Key.Source} > {row.Key.Destination} {row.Key.Protocol}: {row.Traffic.Datagrams} {row.Traffic.Failed} "
                + $"{Milliseconds(row.Traffic, 50)} {Milliseconds(row.Traffic, 99)}").Order(StringComparer.Ordinal));

    [Fact]
    public void Pieces_are_lost_where_they_were_left_out()
    {
        var traffic = MixTimelines.Record().Traffic;

        Assert.Equal((1, 3, 1), (traffic.MissingFirst, traffic.MissingMiddle, traffic.MissingLast));
    }

    [Theory]
    [InlineData(FlowGrouping.Flow, 4)]
    [InlineData(FlowGrouping.Pair, 3)]
    [InlineData(FlowGrouping.Source, 2)]
    [InlineData(FlowGrouping.Destination, 2)]
    [InlineData(FlowGrouping.Protocol, 2)]
    [InlineData(FlowGrouping.Vlan, 1)]
    public void Rows_by_grouping(FlowGrouping grouping, int rows) => Assert.Equal(rows, MixTimelines.Record(grouping: grouping).Flows.Count);

    [Fact]
    public void A_limit_drops_details_and_no_count()
    {
        var (all, few) = (MixTimelines.Record(), MixTimelines.Record(new TimelineLimits { MaxTimelines = 10 }));

        Assert.Equal((38, 0), (all.Timelines.Count, all.Dropped));
        Assert.Equal((10, 28), (few.Timelines.Count, few.Dropped));
        Assert.Equal(5, few.Timelines.Count(timeline => timeline.Facts.IsGood));
        Assert.Equal((all.Traffic.Datagrams, all.Traffic.FirstToComplete.Percentile(90)), (few.Traffic.Datagrams, few.Traffic.FirstToComplete.Percentile(90)));
    }

    [Fact]
    public void A_limit_on_fragments_is_kept()
    {
        var few = MixTimelines.Record(new TimelineLimits { MaxFragments = 40 });

        Assert.InRange(few.Timelines.Sum(timeline => timeline.Listed.Count), 20, 40);
        Assert.Equal(38, few.Timelines.Count + few.Dropped);
    }

    [Fact]
    public void More_flows_than_rows_lose_nothing_from_the_sums()
    {
        var recorder = new TimelineRecorder(new TimelineLimits { MaxTimelines = 0, MaxFlows = 16 });
        for (var i = 0; i < 1_000; i++)
        {
            // One in two is of the heavy flow.
            recorder.Add(Facts(i % 2 == 0 ? 0 : (uint)i, i), [], []);
        }

        var flows = recorder.Flows;
        Assert.Equal((16, 1_000), (flows.Count, flows.OtherDatagrams + flows.Rows.Sum(row => row.Traffic.Datagrams)));
        Assert.Equal(500, flows.Rows.Max(row => row.Traffic.Datagrams));
        Assert.Equal(500 - 15, flows.Displaced);
    }

    [Fact]
    public void A_late_duplicate_is_no_datagram()
    {
        var recorder = new TimelineRecorder();
        recorder.Add(new DatagramFacts { LateDuplicateOf = 1 }, [], []);

        Assert.Equal((0, 0, 0), (recorder.Traffic.Datagrams, recorder.Flows.Count, recorder.Timelines.Count));
    }

    [Fact]
    public void A_datagram_more_costs_no_memory()
    {
        var recorder = new TimelineRecorder(TimelineLimits.OnlyCounts);
        JournalEntry[] fragments = [Entry(0), Entry(2), Entry(1), Entry(3), Entry(3)];
        var facts = new DatagramFacts { State = DatagramState.Complete, Verdict = Verdict.Sound, FragmentCount = 5, ReorderedCount = 1, DuplicateCount = 1, CompletedAfter = new Duration(77) };
        for (var i = 0; i <= DurationHistogram.ExactLimit; i++)
        {
            recorder.Add(facts, fragments, []);
        }

        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                recorder.Add(facts, fragments, []);
            }
        }));
    }

    [Fact]
    public void Identifications_last_as_long_as_their_rate_says()
    {
        // 65,536 a second: all of them in one.
        var budget = IdentificationBudget.Of(65_537, Duration.FromSeconds(1), IpVersion.V4)!.Value;

        Assert.Equal((65_536, Duration.FromSeconds(1)), (budget.PerSecond, budget.Wrap));
        Assert.True(budget.IsAtRisk(Duration.FromSeconds(30)));
        Assert.False(IdentificationBudget.Of(65_537, Duration.FromSeconds(1), IpVersion.V6)!.Value.IsAtRisk(Duration.FromSeconds(30)));
        Assert.Null(IdentificationBudget.Of(9, Duration.FromSeconds(1), IpVersion.V4));
        Assert.False(IdentificationBudget.Of(999, new Duration(1), IpVersion.V4)!.Value.IsAtRisk(Duration.FromSeconds(30)));
        Assert.Null(IdentificationBudget.Of(50, Duration.Zero, IpVersion.V4));
    }

    [Theory]
    [InlineData("192.0.2.1 2001:db8::1")]
    [InlineData("2001:db8::1 192.0.2.1")]
    public void Where_both_versions_meet_the_smaller_number_space_runs_out(string sources)
    {
        var traffic = new TrafficStatistics();
        var addresses = sources.Split(' ').Select(IpAddress.Parse).ToArray();
        for (var i = 0; i < 11; i++)
        {
            var key = new DatagramKey(addresses[i % 2], addresses[i % 2], (uint)i, 17, VlanTags.None, 0);
            traffic.Add(new DatagramFacts { Key = key, First = new Timestamp(i * 100_000_000L) }, default);
        }

        Assert.Equal(Duration.FromMicroseconds(6_553_600_000), traffic.Identifications!.Value.Wrap);
    }

    [Fact]
    public void One_lost_piece_in_ten_datagrams_of_four()
    {
        var traffic = new TrafficStatistics();
        for (var i = 0; i < 10; i++)
        {
            traffic.Add(Facts(0, i), new TimelineStatistics
            {
                FragmentCount = i == 0 ? 3 : 4,
                Missing = new MissingPieces(0, i == 0 ? 1 : 0, 0),
                PacketBytes = (i == 0 ? 3 : 4) * 120,
                HeaderBytes = (i == 0 ? 3 : 4) * 20,
            });
        }

        var cost = traffic.Cost;
        Assert.Equal((29, 29 * 20), (cost.ExtraPackets, cost.ExtraHeaderBytes));
        Assert.Equal((1 / 40.0, 0.1), (cost.PieceLoss, cost.MeasuredLoss));
        Assert.Equal(1 - Math.Pow(1 - (1 / 40.0), 4), cost.ExpectedLoss, 12);
        Assert.Equal(4, cost.Amplification!.Value, 12);
    }

    private static DatagramFacts Facts(uint source, int at) => new()
    {
        Key = new DatagramKey(IpAddress.V4(source), IpAddress.V4(1), 0, 17, VlanTags.None, 0),
        Protocol = 17,
        First = new Timestamp(at),
        FragmentCount = 1,
    };

    private static JournalEntry Entry(int place) =>
        new() { Timestamp = new Timestamp(place), Range = new ByteRange(place * 8, (place + 1) * 8), MoreFragments = place < 3, TimeToLive = 64 };

    private static long? Milliseconds(TrafficStatistics traffic, double percent) => traffic.FirstToComplete.Percentile(percent)?.Nanoseconds / 1_000_000;
}
