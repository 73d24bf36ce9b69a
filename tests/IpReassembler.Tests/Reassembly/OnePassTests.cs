using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>One cache that compares all policies beside one cache for each policy: every host delivers the same datagrams at the same frames.</summary>
[Collection(HeavyTests.Name)]
public class OnePassTests
{
    private static readonly Duration[] Timeouts = [Duration.FromSeconds(30), Duration.FromSeconds(30), Duration.FromSeconds(5), Duration.FromSeconds(200), Duration.Longest];

    /// <summary>A delivery: the frame that completed it, and the payload.</summary>
    private sealed record Delivery(long Frame, string Payload);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_view_delivers_what_a_cache_with_its_policy_delivers(bool clockStepsBack)
    {
        for (var seed = 0; seed < LongRuns.Rounds(2_000, 25_000); seed++)
        {
            var random = new Random(seed);
            var chosen = OverlapPolicy.All[seed % OverlapPolicy.All.Count];
            var options = new ReassemblyOptions { Policy = chosen, Timeout = Timeouts[random.Next(Timeouts.Length)] };

            // Where the clock steps back, a view's timeout is noticed by its own key's fragments alone: one key, and nothing else, is exact.
            var pieces = RandomTraffic.Pieces(random, clockStepsBack ? 1 : random.Next(1, 4), [2], clockStepsBack)
                .Where(piece => !clockStepsBack || piece.Offset > 0 || piece.More).ToArray();
            var together = Together(options with { Compare = OverlapPolicy.All }, pieces);
            foreach (var policy in OverlapPolicy.All)
            {
                var alone = Alone(options with { Policy = policy }, pieces);
                Assert.True(
                    alone.SequenceEqual(together[policy]),
                    $"seed {seed}, chosen {chosen}, timeout {options.Timeout}: {policy} delivers {Show(together[policy])}, alone {Show(alone)}\n{string.Join('\n', pieces.Select(RandomTraffic.Show))}");
            }
        }
    }

    [Theory]
    [InlineData("linux")]
    [InlineData("last")]
    public void Comparing_changes_nothing_of_what_the_chosen_policy_does(string name)
    {
        Assert.True(OverlapPolicy.TryFind(name, out var policy));
        for (var seed = 0; seed < 1_000; seed++)
        {
            var pieces = RandomTraffic.Pieces(new Random(seed), 3, [2], clockStepsBack: false).ToArray();
            var options = new ReassemblyOptions { Policy = policy };
            var alone = new Story(options).Send(pieces).Finish();
            var compared = new Story(options with { Compare = OverlapPolicy.All }).Send(pieces).Finish();
            Assert.Equal(alone.Fates, compared.Fates);
            Assert.Equal(alone.Ended, compared.Ended);
            Assert.Equal(alone.Events, compared.Events);
            Assert.Equal(alone.Delivered, compared.Delivered);
            Assert.Equal(0, compared.Cache.Counters.ComparisonsCutShort);
        }
    }

    private static string Show(IEnumerable<Delivery> deliveries) => string.Join(" | ", deliveries);

    private static List<Delivery> Alone(ReassemblyOptions options, Piece[] pieces)
    {
        var cache = new ReassemblyCache(options);
        var delivered = new List<Delivery>();
        foreach (var piece in pieces)
        {
            foreach (var outcome in cache.Accept(piece.ToEthernet(), LinkType.Ethernet, piece.At))
            {
                if (outcome.Fate == FragmentFate.Completes && outcome.Kind == OutcomeKind.Fragment)
                {
                    delivered.Add(new Delivery(outcome.Fragment.Frame, Convert.ToHexString(outcome.Payload)));
                }
            }
        }

        return delivered;
    }

    private static Dictionary<OverlapPolicy, List<Delivery>> Together(ReassemblyOptions options, Piece[] pieces)
    {
        var cache = new ReassemblyCache(options);
        var delivered = OverlapPolicy.All.ToDictionary(policy => policy, _ => new List<Delivery>());
        foreach (var piece in pieces)
        {
            Note(cache.Accept(piece.ToEthernet(), LinkType.Ethernet, piece.At));
            Assert.True(cache.Counters.Balances, "every fragment is in exactly one account");
        }

        Note(cache.Finish());
        foreach (var list in delivered.Values)
        {
            list.Sort((one, other) => one.Frame.CompareTo(other.Frame));
        }

        return delivered;

        void Note(OutcomeSequence outcomes)
        {
            var whole = "";
            foreach (var outcome in outcomes)
            {
                whole = outcome.Fate == FragmentFate.Completes && outcome.Kind == OutcomeKind.Fragment ? Convert.ToHexString(outcome.Payload) : whole;
                if (outcome is not { Kind: OutcomeKind.Ended, Datagram: { } record })
                {
                    continue;
                }

                // No views: all did what the chosen one did.
                foreach (var policy in record.Views.Count == 0 && record.CompleteFrame is not null ? OverlapPolicy.All : [])
                {
                    delivered[policy].Add(new Delivery(record.CompleteFrame!.Value, whole));
                }

                foreach (var view in record.Views)
                {
                    foreach (var delivery in view.Deliveries)
                    {
                        delivered[view.Policy].Add(new Delivery(delivery.Frame, Convert.ToHexString(delivery.Payload)));
                        CheckSupplied(delivery, pieces);
                    }
                }
            }
        }
    }

    // Every byte was brought by the fragment that is named for it.
    private static void CheckSupplied(ViewDelivery delivery, Piece[] pieces)
    {
        var at = 0;
        foreach (var (range, frame) in delivery.Supplied)
        {
            var piece = pieces[frame - 1];
            Assert.Equal(at, range.Start);
            Assert.InRange(range.End, range.Start + 1, piece.End);
            Assert.True(delivery.Payload[range.Start..range.End].SequenceEqual(piece.Payload.AsSpan(range.Start - piece.Offset, range.Length)));
            at = range.End;
        }

        Assert.Equal(delivery.PayloadLength, at);
    }
}
