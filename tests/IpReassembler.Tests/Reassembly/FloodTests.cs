using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Tests.Captures;

namespace IpReassembler.Tests.Reassembly;

/// <summary>Floods of fragments that never become whole, and the honest datagrams among them: what the rule saves is saved, and everything is accounted for.</summary>
/// <remarks>Long runs take the floods in full size under the default limits; short ones a fifteenth of it under limits a thirty-second as large.</remarks>
[Collection(HeavyTests.Name)]
public class FloodTests
{
    private static readonly int Cap = LongRuns.Rounds(2_048, new ReassemblyOptions().MaxDatagrams);

    private static readonly IReadOnlyDictionary<string, FloodTraffic> Floods = FloodTraffic.Named(LongRuns.Rounds(100_000, 1_500_000), Cap);

    private static readonly ReassemblyOptions Usual = new() { MaxDatagrams = Cap, MaxMemory = LongRuns.Rounds(8, 256) * 1_048_576L };

    [Theory]
    [InlineData("w5", 0)]
    [InlineData("w5g", 1_000)]
    [InlineData("w5g-aimed", 1_000)]
    [InlineData("w5g-slow", 1_000)]
    [InlineData("w5g-one-source-slow", 1_000)]
    [InlineData("w5g-one-source", 0)] // Each first piece is the oldest on probation before its second one comes, whoever sent those behind it.
    public void What_the_rule_can_save_is_saved(string name, int saved) => Assert.Equal(saved, Follow(Floods[name], Usual));

    [Fact]
    public void A_flood_of_pairs_leaves_no_place_on_probation()
    {
        // Its datagrams are protected as well, so the oldest on probation is the honest piece that has just come. The rule has no answer
        // until they time out: only who came before the cache was full is saved.
        Assert.InRange(Follow(Floods["w5g-one-source-pairs"], Usual), 1, 500);
    }

    [Theory]
    [InlineData("w5g")]
    [InlineData("w5g-slow")]
    [InlineData("w5g-one-source")]
    [InlineData("w5g-one-source-pairs")]
    public void Under_the_limit_on_memory_the_same_rule_says_who_goes(string name) =>
        Follow(Floods[name], Usual with { MaxDatagrams = int.MaxValue, MaxMemory = Usual.MaxMemory / 4 });

    [Theory]
    [InlineData(16)]
    [InlineData(64)]
    public void First_fragments_alone_take_no_more_than_is_allowed(int megabytes)
    {
        var options = new ReassemblyOptions { MaxDatagrams = int.MaxValue, MaxMemory = (long)megabytes << 20 };
        Assert.Equal(0, Follow(new FloodTraffic { FloodFragments = 39_812 }, options));
    }

    // Sends a flood through a cache and through the plain rule beside it; returns how many honest datagrams were delivered.
    private static int Follow(FloodTraffic flood, ReassemblyOptions options)
    {
        var cache = new ReassemblyCache(options);
        var plain = new PlainLimits(options.MaxDatagrams, options.MaxMemory, new PiecePrices(flood));
        var (evicted, ended, delivered, frames) = (new List<long>(), new List<long>(), new SortedSet<int>(), 0L);
        foreach (var frame in flood.Frames())
        {
            frames++;
            plain.Send(frame);
            Note(cache.Accept(frame.Bytes.Span, LinkType.Ethernet, frame.At), frame);
            var counters = cache.Counters;
            Assert.True(counters.HeldBytes <= options.MaxMemory && counters.PeakHeldBytes <= options.MaxMemory, $"frame {frame.Number}: {counters.PeakHeldBytes} bytes held");
            Assert.True(counters.OpenDatagrams <= options.MaxDatagrams, $"frame {frame.Number}: {counters.OpenDatagrams} open");
            Assert.True(counters.Balances, $"frame {frame.Number}: the books do not balance");
        }

        Assert.Equal(plain.Evicted, evicted);
        Assert.Equal(plain.Saved, delivered);
        Assert.Equal(evicted, ended);
        Assert.Equal(evicted.Count, cache.Counters.EvictedDatagrams);
        Assert.Equal((frames, 0), (cache.Counters.Fragments, cache.Counters.Expired));
        return delivered.Count;

        void Note(OutcomeSequence outcomes, in FloodFrame frame)
        {
            foreach (var outcome in outcomes)
            {
                switch (outcome)
                {
                    case { Kind: OutcomeKind.Eviction }:
                        evicted.Add(outcome.Datagram!.Number);
                        break;
                    case { Kind: OutcomeKind.Ended, Datagram: { State: DatagramState.Evicted, Verdict: Verdict.Evicted } record }:
                        Assert.Equal(options.MaxDatagrams == int.MaxValue ? CacheLimit.Memory : CacheLimit.Datagrams, record.EvictedBy);
                        ended.Add(record.Number);
                        break;
                    case { Kind: OutcomeKind.Ended, Datagram.Verdict: var verdict }:
                        Assert.Equal(Verdict.Sound, verdict);
                        break;
                    case { Fate: FragmentFate.Completes }:
                        Assert.True(outcome.Payload.SequenceEqual(FloodTraffic.HonestPayload(frame.Datagram)), $"datagram {frame.Datagram} is not what was sent");
                        delivered.Add(frame.Datagram);
                        break;
                    default:
                        Assert.Equal(FragmentFate.Stored, outcome.Fate);
                        break;
                }
            }
        }
    }
}
