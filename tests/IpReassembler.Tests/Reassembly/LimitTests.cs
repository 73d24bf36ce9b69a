using IpReassembler.Packets;
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
    public void A_single_fragment_costs_the_same_wherever_it_belongs()
    {
        Assert.Equal(HeldFor(Piece.Of(0, 1_480, 'A', more: true)), HeldFor(Piece.Of(60_008, 1_480, 'A', more: true)));

        static long HeldFor(Piece piece)
        {
            var story = new Story(new ReassemblyOptions());
            story.Send(piece);
            return story.Cache.Counters.HeldBytes;
        }
    }

    [Theory]
    [InlineData(1, 8_192, 2, CacheLimit.Datagrams)]
    [InlineData(65_536, 1, 2, CacheLimit.Fragments)]
    [InlineData(65_536, 8_192, 40, CacheLimit.Memory)]
    public void A_record_names_the_limit_that_cut_it(int maxDatagrams, int maxFragments, int datagrams, CacheLimit expected)
    {
        var cache = new ReassemblyCache(new ReassemblyOptions { MaxDatagrams = maxDatagrams, MaxFragments = maxFragments, MaxMemory = 1 << 20 });
        var limits = new List<CacheLimit>();
        // Long ones, so that few of them fill the memory.
        Send(Piece.Of(0, 8, 'A', more: true), Piece.Of(60_000, 8, 'A', more: true));
        for (var id = 2; id <= datagrams; id++)
        {
            Send(Piece.Of(0, 20_000, 'A', more: true) with { Id = id });
        }

        Assert.NotEmpty(limits);
        Assert.All(limits, limit => Assert.Equal(expected, limit));

        void Send(params Piece[] pieces)
        {
            foreach (var piece in pieces)
            {
                foreach (var outcome in cache.Accept(piece.ToEthernet(), LinkType.Ethernet, piece.At))
                {
                    if (outcome.Kind == OutcomeKind.Ended)
                    {
                        limits.Add(outcome.Datagram!.EvictedBy);
                    }
                }
            }
        }
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

    [Fact]
    public void Limits_that_make_no_sense_are_refused()
    {
        var good = new ReassemblyOptions();
        ReassemblyOptions[] wrong =
        [
            good with { MaxMemory = 0 }, good with { MaxMemory = 1000 }, good with { MaxMemory = (1 << 20) - 1 }, good with { MaxMemory = -1 },
            good with { MaxFragments = 0 }, good with { MaxFragments = 65_537 }, good with { MaxFragments = 65_536, MaxMemory = 1 << 20 },
            good with { MaxDatagrams = 0 }, good with { MaxRemembered = 0 }, good with { MinFragment = -1 }, good with { MinFragment = 65_536 },
            good with { Timeout = Duration.Zero }, good with { Timeout = Duration.FromSeconds(-1) }, good with { LateEvidence = Duration.Zero },
        ];
        Assert.All(wrong, options => Assert.Throws<ArgumentOutOfRangeException>(() => new ReassemblyCache(options)));
    }

    [Theory]
    [InlineData(1, 1 << 20)]
    [InlineData(8_192, 1 << 20)]
    [InlineData(16_384, 1 << 20)]
    [InlineData(16_385, 4_456_448)]
    [InlineData(65_536, 4_456_448)]
    public void The_least_memory_is_what_one_datagram_may_need(int maxFragments, long expected)
    {
        Assert.Equal(expected, ReassemblyOptions.LeastMemory(maxFragments));
        Assert.NotNull(new ReassemblyCache(new ReassemblyOptions { MaxFragments = maxFragments, MaxMemory = expected }));
    }

    [Theory]
    [InlineData("linux", false)]
    [InlineData("linux", true)]
    [InlineData("first", true)]
    [InlineData("solaris", true)]
    public void The_largest_datagram_in_the_smallest_pieces_fits_into_the_least_memory(string name, bool withConflict)
    {
        // 65,515 bytes in 8,190 pieces. After a second one that disagrees with the first the policy is asked from then on, and holds bytes of its own.
        Assert.True(OverlapPolicy.TryFind(name, out var policy));
        var pieces = Enumerable.Range(0, 8_190).Select(unit => Piece.Of(8 * unit, unit < 8_189 ? 8 : 3, 'x', more: unit < 8_189)).ToArray();
        new Random(5).Shuffle(pieces);
        var other = pieces[0] with { Payload = [.. pieces[0].Payload.Select(_ => (byte)'y')] };
        var least = ReassemblyOptions.LeastMemory(8_192);
        var story = new Story(new ReassemblyOptions { Policy = policy, MaxMemory = withConflict ? 2 * least : least }).Send([pieces[0], .. withConflict ? [other] : Array.Empty<Piece>(), .. pieces[1..]]);
        Assert.Equal(65_515, Assert.Single(story.Delivered).Length);
        Assert.Equal(0, story.Cache.Counters.EvictedDatagrams);
    }

    [Theory]
    [InlineData(0, 8, false)]
    [InlineData(9, 8, true)]
    [InlineData(8, 8, false)]
    [InlineData(1_000, 992, true)]
    [InlineData(1_000, 1_000, false)]
    public void Small_fragments_are_flagged_and_taken_all_the_same(int min, int length, bool isSmall)
    {
        var story = new Story(new ReassemblyOptions { MinFragment = min })
            .Send(Piece.Of(0, 2_000, 'A', more: true), Piece.Of(2_000, length, 'B', more: true), Piece.Of(2_000 + length, 1, 'C', more: false));
        Assert.Equal([Anomaly.None, isSmall ? Anomaly.SmallFragment : Anomaly.None, Anomaly.None], story.Anomalies);
        Assert.Equal(["#1 Complete Unchecked"], story.Ended);
    }

    [Fact]
    public void A_late_copy_of_a_small_fragment_is_known_as_one()
    {
        var story = new Story(new ReassemblyOptions { MinFragment = 100 }).Send(Head(1), Tail(1), Head(1)).Finish();
        Assert.EndsWith("late duplicate of #1", story.Ended[^1], StringComparison.Ordinal);
    }

    public static TheoryData<string> Policies => [.. OverlapPolicy.All.Select(policy => policy.Name)];

    [Theory]
    [MemberData(nameof(Policies))]
    public void What_a_view_takes_is_charged(string policy)
    {
        Assert.True(OverlapPolicy.TryFind(policy, out var found));
        _ = CostOf(found, Middle(1));
        var (plain, disputed) = (CostOf(found, Middle(1)), CostOf(found, Head(1) with { Payload = Piece.Fill(16, 'x') }));
        var (allocated, charged) = (disputed.Allocated - plain.Allocated, disputed.Charged - plain.Charged);
        Assert.InRange(charged, allocated * 0.9, allocated * 1.1);
    }

    // Of a thousand datagrams with a head and this second piece.
    private static (double Allocated, double Charged) CostOf(OverlapPolicy policy, Piece second)
    {
        var frames = Enumerable.Range(1, 1000).SelectMany(id => new[] { Head(id), second with { Id = id } }).Select(piece => piece.ToEthernet()).ToArray();
        var cache = new ReassemblyCache(new ReassemblyOptions { Policy = policy });
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var frame in frames)
        {
            cache.Accept(frame, LinkType.Ethernet, default);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before, cache.Counters.HeldBytes);
    }
}
