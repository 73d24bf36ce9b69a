using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>Who goes first when there is no room.</summary>
public class LimitTests
{
    private static Piece Head(int id, double at = 0) => Piece.Of(0, 16, 'A', more: true) with { Id = id, Seconds = at };

    private static Piece Middle(int id) => Piece.Of(16, 16, 'B', more: true) with { Id = id };

    private static Piece Tail(int id, int offset = 16) => Piece.Of(offset, 8, 'C', more: false) with { Id = id };

    private static Story With(int maxDatagrams) => new(new ReassemblyOptions { MaxDatagrams = maxDatagrams });

    [Fact]
    public void The_oldest_on_probation_goes_first()
    {
        // The vector evict/drop-oldest.
        var story = With(2).Send(Head(1), Head(2), Head(3), Tail(1), Tail(3));
        Assert.Equal(["Eviction #1", "Eviction #2"], story.Events);
        Assert.Single(story.Delivered);
        Assert.Equal(["#1 Evicted Evicted missing [16,2147483647)", "#2 Evicted Evicted missing [16,2147483647)", "#3 Complete Unchecked"], story.Ended);
    }

    [Fact]
    public void A_second_fragment_protects_from_a_flood_of_first_ones()
    {
        var story = With(10).Send(Head(1), Middle(1));
        for (var flood = 0; flood < 1000; flood++)
        {
            story.Send(Head(100 + flood) with { Source = $"198.51.{flood / 250}.{flood % 250}" });
        }

        story.Send(Tail(1, 32));
        Assert.Single(story.Delivered);
        Assert.Equal(991, story.Cache.Counters.EvictedDatagrams);
    }

    [Fact]
    public void Without_probation_the_heaviest_source_gives_its_oldest()
    {
        var heavy = new[] { 1, 2, 3 }.SelectMany(id => new[] { Head(id) with { Source = "198.51.100.9" }, Middle(id) with { Source = "198.51.100.9" } });
        var story = With(4).Send(Head(9), Middle(9)).Send(heavy).Send(Head(10));
        Assert.Equal(["Eviction #3"], story.Events);
    }

    [Fact]
    public void Of_equal_sources_the_oldest_goes()
    {
        var story = With(2).Send(
            Head(1) with { Source = "192.0.2.7" }, Head(2) with { Source = "192.0.2.8" },
            Middle(2) with { Source = "192.0.2.8" }, Middle(1) with { Source = "192.0.2.7" }, Head(3));
        Assert.Equal(["Eviction #1"], story.Events);
    }

    [Fact]
    public void Records_that_only_wait_for_evidence_go_before_any_entry()
    {
        var story = With(2).Send(Head(1), Piece.Of(8, 16, 'x', more: true) with { Id = 1 }, Head(2), Head(3));
        Assert.Empty(story.Events);
        Assert.Equal(1, story.Cache.Counters.RecordsCutShort);
        Assert.Equal(["#1 Killed Conflict missing [24,2147483647)"], story.Ended);
    }

    [Fact]
    public void Too_many_fragments_end_a_datagram()
    {
        var story = new Story(new ReassemblyOptions { MaxFragments = 16 });
        for (var piece = 0; piece < 17; piece++)
        {
            story.Send(Piece.Of(piece * 16, 8, 'x', more: true));
        }

        Assert.Equal(FragmentFate.Refused, story.Fates[^1]);
        Assert.True(story.Anomalies[^1].HasFlag(Anomaly.TooManyFragments));
        Assert.Equal(["Eviction #1"], story.Events);
        Assert.Equal(16, story.Cache.Counters.Evicted);
        Assert.Equal(1, story.Cache.Counters.Refused);
    }

    [Fact]
    public void Copies_do_not_count_towards_the_limit_on_fragments()
    {
        var story = new Story(new ReassemblyOptions { MaxFragments = 2 });
        story.Send(Enumerable.Repeat(Head(1), 50)).Send(Tail(1));
        Assert.Single(story.Delivered);
    }

    [Theory]
    [InlineData(false, 1 << 20)]
    [InlineData(true, 1 << 20)]
    [InlineData(true, 4 << 20)]
    public void Memory_stays_under_its_limit_whatever_comes(bool comparing, int limit)
    {
        var options = new ReassemblyOptions { MaxMemory = limit, Compare = comparing ? OverlapPolicy.All : [] };
        var story = new Story(options);
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var offset = random.Next(8_000) * 8;
            story.Send(Piece.Of(offset, 8 * random.Next(1, 60), (char)random.Next(33, 127), more: random.Next(8) > 0)
                with { Id = random.Next(200), Source = $"192.0.2.{random.Next(20)}", Seconds = i / 500.0 });
            Assert.InRange(story.Cache.Counters.HeldBytes, 0, options.MaxMemory);
        }

        Assert.InRange(story.Cache.Counters.PeakHeldBytes, options.MaxMemory / 2, options.MaxMemory + (128 << 10));
        story.Finish();
        Assert.Equal(0, story.Cache.Counters.OpenDatagrams);
        story.Wait(untilSeconds: 1_000);
        Assert.Equal(0, story.Cache.Counters.HeldBytes);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(1000L)]
    public void Limits_that_make_no_sense_are_refused(long memory) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReassemblyCache(new ReassemblyOptions { MaxMemory = memory }));
}
