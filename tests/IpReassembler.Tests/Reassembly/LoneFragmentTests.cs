using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using IpReassembler.Tests.Records;

namespace IpReassembler.Tests.Reassembly;

/// <summary>A datagram of one small fragment has no record until somebody needs one: whether and when somebody looks changes nothing.</summary>
public class LoneFragmentTests
{
    [Theory]
    [InlineData("linux", "192.0.2.")]
    [InlineData("first", "192.0.2.")]
    [InlineData("bsd", "2001:db8::")]
    public void Looking_changes_nothing(string policy, string network)
    {
        Assert.True(OverlapPolicy.TryFind(policy, out var found));
        for (var seed = 0; seed < LongRuns.Rounds(40, 400); seed++)
        {
            var random = new Random(seed);
            var options = new ReassemblyOptions
            {
                Policy = found, MaxDatagrams = random.Next(3) == 0 ? 20_000 : random.Next(2, 8), MaxMemory = 1 << 20, MinFragment = random.Next(2) * 24,
            };
            var (looked, unlooked) = (new ReassemblyCache(options), new ReassemblyCache(options));
            for (var round = 0; round < 20; round++)
            {
                foreach (var piece in RandomTraffic.Pieces(random, 6, [2, 3], clockStepsBack: random.Next(2) == 0, network))
                {
                    LookAtAll(looked.Accept(piece.ToEthernet(), LinkType.Ethernet, piece.At), out var seen);
                    Assert.Equal(seen, Ended(unlooked.Accept(piece.ToEthernet(), LinkType.Ethernet, piece.At)));
                    Assert.Equal(Books(looked), Books(unlooked));
                }
            }

            LookAtAll(looked.Finish(), out var last);
            Assert.Equal(last, Ended(unlooked.Finish()));
            Assert.Equal(Books(looked), Books(unlooked));
        }
    }

    [Fact]
    public void Sums_are_the_same_without_records()
    {
        var (counted, copied) = (new CaptureTotals(withTiming: false), new CaptureTotals(withTiming: false));
        var cache = new ReassemblyCache(new ReassemblyOptions { MaxDatagrams = 30 });
        for (var id = 0; id < 100; id++)
        {
            var piece = Piece.Of(id % 3 * 8, 8 * (1 + (id % 7)), 'a', more: true) with { Id = id, Reserved = id % 5 == 0 };
            Count(cache.Accept(piece.ToEthernet(), LinkType.Ethernet, piece.At));
        }

        Count(cache.Finish());
        Assert.Equal((100, 100, 70), (counted.Datagrams, counted.Fragments, counted.EvictedBy(CacheLimit.Datagrams)));
        Assert.Equal((copied.Datagrams, copied.Fragments, copied.EvictedBy(CacheLimit.Datagrams)), (counted.Datagrams, counted.Fragments, counted.EvictedBy(CacheLimit.Datagrams)));
        Assert.Equal((copied.LargestPacketLength, copied.UsualPacketLength), (counted.LargestPacketLength, counted.UsualPacketLength));
        Assert.All(Enum.GetValues<RecordCategory>(), category => Assert.Equal(
            (copied[category], string.Join(' ', copied.Shown(category).Select(record => record.Name))), (counted[category], string.Join(' ', counted.Shown(category).Select(record => record.Name)))));

        void Count(OutcomeSequence outcomes)
        {
            foreach (var outcome in outcomes)
            {
                if (outcome.Kind == OutcomeKind.Ended)
                {
                    counted.Add(outcome, MixRecords.Header);
                    copied.Add(outcome.Datagram!, MixRecords.Header);
                }
            }
        }
    }

    private delegate object? Look(FragmentOutcome outcome);

    [Theory]
    [InlineData(OutcomeKind.Fragment)]
    [InlineData(OutcomeKind.Ended)]
    public void An_outcome_is_lent_until_the_next_call(OutcomeKind kind)
    {
        Look[] looks = kind == OutcomeKind.Fragment
            ? [one => one.Datagram, one => one.Fragment, one => one.Fate, one => one.Anomalies, one => one.HeaderLength, one => one.Packet.Length]
            : [one => one.Datagram, one => one.EndsAlone, one => one.OnlyFragment, one => one.EvictedBy];
        foreach (var look in looks)
        {
            var cache = new ReassemblyCache();
            var piece = Piece.Of(0, 8, 'a', more: true);
            var outcomes = cache.Accept(piece.ToEthernet(), LinkType.Ethernet, piece.At);
            var first = (kind == OutcomeKind.Fragment ? outcomes : cache.Finish()).GetEnumerator();
            Assert.True(first.MoveNext());
            var outcome = first.Current;
            Assert.Equal(kind, outcome.Kind);
            cache.Accept(piece.ToEthernet(), LinkType.Ethernet, piece.At);
            var isRefused = false;
            try
            {
                _ = look(outcome);
            }
            catch (InvalidOperationException)
            {
                isRefused = true;
            }

            Assert.True(isRefused);
        }
    }

    private static void LookAtAll(OutcomeSequence outcomes, out List<string> ended)
    {
        foreach (var outcome in outcomes)
        {
            Assert.NotNull(outcome.Datagram);
        }

        ended = Ended(outcomes);
    }

    private static List<string> Ended(OutcomeSequence outcomes)
    {
        var ended = new List<string>();
        foreach (var outcome in outcomes)
        {
            if (outcome is { Kind: OutcomeKind.Ended, Datagram: { } one })
            {
                ended.Add(FormattableString.Invariant($"""
                    #{one.Number} {one.Key.Source} {one.Key.Identification} {one.Protocol} {one.State} {one.EvictedBy} {one.Verdict} {one.Anomalies} {one.Checksum}
                    {one.First.Nanoseconds} {one.Last.Nanoseconds} {one.Waited?.Nanoseconds} {one.CompletedAfter?.Nanoseconds} {one.LateDuplicateOf} {one.TotalLength} {one.ArrivedLength}
                    {one.SourcePort} {one.DestinationPort} {one.PaddedLength} {one.FragmentCount} {one.DuplicateCount} {one.OverlapCount} {one.ReorderedCount} {string.Join("", one.Missing())}
                    {string.Join(' ', one.Journal.ToArray())}
                    """));
            }
        }

        return ended;
    }

    private static string Books(ReassemblyCache cache)
    {
        var counters = cache.Counters;
        Assert.True(counters.Balances);
        return FormattableString.Invariant($"""
            {cache.OldestOpenNumber} {counters.OpenDatagrams} {counters.PeakOpenDatagrams} {counters.HeldBytes} {counters.PeakHeldBytes} {counters.Pending} {counters.Used}
            {counters.Ignored} {counters.Rejected} {counters.Discarded} {counters.Evicted} {counters.Expired} {counters.EvictedDatagrams} {counters.RecordsCutShort}
            """);
    }
}
