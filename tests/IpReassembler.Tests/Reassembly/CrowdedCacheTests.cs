using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>Far more than there is room for: fragments from many sources, far apart, overlapping, with late ones and copies.</summary>
[Collection(HeavyTests.Name)]
public class CrowdedCacheTests
{
    [Theory]
    [InlineData("linux")]
    [InlineData("first")]
    public void The_limits_hold_after_every_fragment(string policy)
    {
        Assert.True(OverlapPolicy.TryFind(policy, out var found));
        for (var seed = 0; seed < LongRuns.Rounds(12, 120); seed++)
        {
            var random = new Random(seed);
            var options = new ReassemblyOptions
            {
                Policy = found,
                MaxMemory = 1 << 20,
                MaxDatagrams = random.Next(2) == 0 ? random.Next(1, 60) : 65_536,
                MaxFragments = random.Next(2) == 0 ? random.Next(1, 40) : 8_192,
                Targets = random.Next(2) == 0 ? Targets(random) : null,
            };
            var cache = new ReassemblyCache(options);
            var (keys, span, seconds) = (random.Next(1, 300), random.Next(1, 8_192), 1_000.0);
            for (var sent = 0; sent < 3_000; sent++)
            {
                seconds += random.Next(200) == 0 ? random.Next(40) : random.NextDouble() / 50;
                var key = random.Next(keys);
                var units = random.Next(10) == 0 ? random.Next(1, 180) : random.Next(1, 4);
                var piece = Piece.Of(8 * random.Next(span), 8 * units, (char)('a' + random.Next(2)), more: random.Next(8) > 0) with
                {
                    Id = key,
                    Source = $"192.0.2.{key % 5}",
                    Destination = $"198.51.100.{key % 7}",
                    TypeOfService = (byte)(random.Next(20) == 0 ? random.Next(4) : 0),
                    Seconds = seconds,
                };
                Check(cache, cache.Accept(piece.ToEthernet(), LinkType.Ethernet, piece.At), options, seed, sent);
            }

            Check(cache, cache.Finish(), options, seed, -1);
            Assert.Equal(0, cache.Counters.OpenDatagrams);
        }
    }

    // Some of the hosts that are sent to, each with a rule of its own.
    private static TargetTable Targets(Random random)
    {
        Duration?[] timeouts = [null, Duration.FromSeconds(1), Duration.FromSeconds(5), Duration.FromSeconds(150), Duration.Longest];
        return new TargetTable("test", Enumerable.Range(0, 5).Select(host => new Target(
            new IpPrefix(IpAddress.Parse($"198.51.100.{host}"), 32), OverlapPolicy.All[random.Next(OverlapPolicy.All.Count)], timeouts[random.Next(timeouts.Length)])));
    }

    private static void Check(ReassemblyCache cache, OutcomeSequence outcomes, ReassemblyOptions options, int seed, int sent)
    {
        foreach (var outcome in outcomes)
        {
            Assert.True(outcome.Datagram is null || outcome.Datagram.Journal.Length <= (2 * options.MaxFragments) + 1, "the journal is bounded");
        }

        var counters = cache.Counters;
        Assert.True(counters.Balances && counters.Pending >= 0, $"seed {seed}, fragment {sent}: the books do not balance");
        Assert.True(counters.HeldBytes <= options.MaxMemory, $"seed {seed}, fragment {sent}: {counters.HeldBytes} bytes held");
        Assert.True(counters.PeakHeldBytes <= options.MaxMemory, $"seed {seed}, fragment {sent}: {counters.PeakHeldBytes} bytes held at the peak");
        Assert.True(counters.OpenDatagrams <= options.MaxDatagrams, $"seed {seed}, fragment {sent}: {counters.OpenDatagrams} datagrams open");
    }
}
