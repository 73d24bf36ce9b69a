using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>The cache beside a slow twin that is written from the specification alone: the same fates, payloads, records and books.</summary>
[Collection(HeavyTests.Name)]
public class DifferentialTests
{
    private static readonly Duration[] Timeouts = [Duration.FromSeconds(30), Duration.FromSeconds(30), Duration.FromSeconds(5), Duration.FromSeconds(200), Duration.Longest];

    [Theory]
    [InlineData("linux", false)]
    [InlineData("linux", true)]
    [InlineData("first", false)]
    [InlineData("first", true)]
    public void Agrees_with_the_plain_cache(string policy, bool clockStepsBack)
    {
        Assert.True(OverlapPolicy.TryFind(policy, out var found));
        for (var seed = 0; seed < LongRuns.Rounds(10_000, 100_000); seed++)
        {
            var random = new Random(seed);
            var timeout = Timeouts[random.Next(Timeouts.Length)];

            // Where the clock steps back, what was noticed in between depends on the other keys: one key is exact.
            var pieces = Pieces(random, clockStepsBack ? 1 : random.Next(1, 4), [2], clockStepsBack).ToArray();
            var plain = new PlainCache(_ => (found == OverlapPolicy.Linux, timeout.Nanoseconds));
            Check(plain, new ReassemblyOptions { Policy = found, Timeout = timeout }, pieces, $"seed {seed}, timeout {timeout}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Agrees_with_the_plain_cache_where_each_host_has_a_rule_of_its_own(bool clockStepsBack)
    {
        var hosts = Enumerable.Range(2, 6).ToArray();
        for (var seed = 0; seed < LongRuns.Rounds(10_000, 100_000); seed++)
        {
            var random = new Random(seed);
            var rules = hosts.ToDictionary(host => $"192.0.2.{host}", _ => (IsLinux: random.Next(2) == 0, Timeout: Timeouts[random.Next(Timeouts.Length)]));
            var pieces = Pieces(random, clockStepsBack ? 1 : random.Next(1, 7), hosts, clockStepsBack).ToArray();
            var plain = new PlainCache(host => (rules[host].IsLinux, rules[host].Timeout.Nanoseconds));

            // The last host has no target: what holds for everybody holds for it.
            OverlapPolicy PolicyOf(string host) => rules[host].IsLinux ? OverlapPolicy.Linux : OverlapPolicy.First;
            var (others, last) = (rules.Keys.SkipLast(1), rules.Keys.Last());
            var targets = others.Select(host => new Target(new IpPrefix(IpAddress.Parse(host), 32), PolicyOf(host), rules[host].Timeout));
            var options = new ReassemblyOptions { Policy = PolicyOf(last), Timeout = rules[last].Timeout, Targets = new TargetTable("test", targets) };
            Check(plain, options, pieces, $"seed {seed}, {string.Join(", ", rules)}");
        }
    }

    private static void Check(PlainCache plain, ReassemblyOptions options, Piece[] pieces, string story)
    {
        var cache = new ReassemblyCache(options);
        var seen = Look(cache, pieces);
        for (var i = 0; i < pieces.Length; i++)
        {
            plain.Send(pieces[i], i + 1);
        }

        plain.Finish(pieces[^1].At.Nanoseconds);
        var difference = Compare(plain, cache, seen);
        Assert.True(difference is null, $"{story}: {difference}\n{string.Join('\n', pieces.Select(Show))}");
    }

    private sealed record Seen(List<FragmentFate> Fates, List<string> Delivered, List<(long Number, string Line)> Ended);

    private static Seen Look(ReassemblyCache cache, Piece[] pieces)
    {
        var seen = new Seen([], [], []);
        foreach (var piece in pieces)
        {
            Note(cache.Accept(piece.ToEthernet(), LinkType.Ethernet, piece.At));
        }

        Note(cache.Finish());
        return seen;

        void Note(OutcomeSequence outcomes)
        {
            foreach (var outcome in outcomes)
            {
                if (outcome.Kind == OutcomeKind.Fragment)
                {
                    seen.Fates.Add(outcome.Fate);
                    if (outcome.Fate == FragmentFate.Completes)
                    {
                        seen.Delivered.Add(Convert.ToHexString(outcome.Payload));
                    }
                }
                else if (outcome.Kind == OutcomeKind.Ended)
                {
                    seen.Ended.Add((outcome.Datagram!.Number, Describe(outcome.Datagram)));
                }
            }

            Assert.True(cache.Counters.Balances);
        }
    }

    private static string Describe(Datagram record) =>
        $"#{record.Number} {record.State} {record.Verdict} {record.FragmentCount} fragments, {record.DuplicateCount}/{record.ConflictingDuplicateCount} duplicates, {record.OverlapCount} overlaps, {record.ConflictCount} conflicts, {record.ReorderedCount} reordered"
        + $", {record.ArrivedLength} of {record.TotalLength}, missing {string.Join("", record.Missing())}"
        + (record.State is DatagramState.Killed or DatagramState.Timeout ? $", waited {record.Waited?.Nanoseconds}" : "")
        + (record.State == DatagramState.Complete ? $", complete with {record.CompleteFrame} after {record.CompletedAfter?.Nanoseconds}" : "")
        + (record.LateDuplicateOf is { } original ? $", repeats #{original}" : "");

    private static string? Compare(PlainCache plain, ReassemblyCache cache, Seen seen)
    {
        string[] plainEnded = [.. plain.Ended.OrderBy(record => record.Number).Select(record => record.Line)];
        string[] ended = [.. seen.Ended.OrderBy(record => record.Number).Select(record => record.Line)];
        var books = (cache.Counters.Used, cache.Counters.Ignored, cache.Counters.Rejected, cache.Counters.Discarded, cache.Counters.Expired, cache.Counters.Pending);
        var plainBooks = ((long)plain.Accounts[FragmentFate.Completes], (long)plain.Accounts[FragmentFate.Ignored], (long)plain.Accounts[FragmentFate.Rejected],
            (long)plain.Accounts[FragmentFate.Kills], (long)plain.Expired, (long)plain.Pending);
        return !plain.Fates.SequenceEqual(seen.Fates) ? $"fates {string.Join(' ', seen.Fates)}, expected {string.Join(' ', plain.Fates)}"
            : !plain.Delivered.SequenceEqual(seen.Delivered) ? $"delivered {string.Join(' ', seen.Delivered)}, expected {string.Join(' ', plain.Delivered)}"
            : !plainEnded.SequenceEqual(ended) ? $"\n  {string.Join("\n  ", ended.Except(plainEnded))}\nexpected\n  {string.Join("\n  ", plainEnded.Except(ended))}\n"
            : books != plainBooks ? $"books {books}, expected {plainBooks}"
            : null;
    }

    private static string Show(Piece piece, int place) =>
        $"  {place + 1}: {piece.Seconds} s, to {piece.Destination} id {piece.Id} proto {piece.Protocol} vlan {string.Join('.', piece.Vlans)} [{piece.Offset},{piece.Offset + piece.Payload.Length}) {(piece.More ? "more" : "last")} ttl {piece.TimeToLive} ecn {piece.TypeOfService} {Convert.ToHexString(piece.Payload)}";

    private static IEnumerable<Piece> Pieces(Random random, int keyCount, int[] hosts, bool clockStepsBack)
    {
        int[][] vlans = [[], [100], [100, 7]];
        var keys = Enumerable.Range(0, keyCount).Select(_ =>
        {
            var host = hosts.Length == 1 ? hosts[0] : hosts[random.Next(hosts.Length)];
            return (Host: host, Id: random.Next(1, 3), Protocol: (byte)(random.Next(2) == 0 ? 17 : 253), Vlans: vlans[random.Next(3)], Truth: Datagram(random, host));
        }).ToArray();
        var seconds = 1_000;
        for (var count = random.Next(2, 26); count > 0; count--)
        {
            seconds += Step(random, clockStepsBack);
            var key = keys[random.Next(keys.Length)];
            yield return Fragment(random, key.Truth) with { Destination = $"192.0.2.{key.Host}", Id = key.Id, Protocol = key.Protocol, Vlans = key.Vlans, Seconds = seconds };
        }
    }

    private static int Step(Random random, bool clockStepsBack) => random.Next(24) switch
    {
        0 => 30,
        1 => 29,
        2 => 5,
        3 => 120,
        4 => random.Next(10, 200),
        5 or 6 when clockStepsBack => -random.Next(1, 160),
        < 12 => random.Next(0, 8),
        _ => 0,
    };

    // One to six units of eight bytes, perhaps fewer in the last: a UDP datagram that agrees with its checksum.
    private static byte[] Datagram(Random random, int host)
    {
        var bytes = new byte[Math.Max(9, (8 * random.Next(2, 7)) - random.Next(8))];
        random.NextBytes(bytes);
        (bytes[4], bytes[5], bytes[6], bytes[7]) = (0, (byte)bytes.Length, 0, 0);
        var sum = Piece.Checksum([192, 0, 2, 1, 192, 0, 2, (byte)host, 0, 17, 0, (byte)bytes.Length, .. bytes]);
        (bytes[6], bytes[7]) = ((byte)(sum >> 8), (byte)sum);
        return bytes;
    }

    private static Piece Fragment(Random random, byte[] truth)
    {
        var units = (truth.Length + 7) / 8;
        var start = random.Next(units);
        var end = Math.Min(units, start + random.Next(1, 4));
        byte[] payload = [.. truth[(8 * start)..Math.Min(8 * end, truth.Length)]];
        var more = end < units;
        switch (random.Next(40))
        {
            case 0:
                more = !more;
                break;
            case 1:
                payload = payload[..random.Next(payload.Length)];
                break;
            case 2:
                payload = [.. payload, .. new byte[random.Next(1, 17)]];
                break;
            case 3 or 4 or 5:
                payload[random.Next(payload.Length)] ^= (byte)random.Next(1, 256);
                break;
            case 6 when random.Next(4) == 0:
                start = random.Next(8_185, 8_192);
                break;
            default:
                break;
        }

        return new Piece(8 * start, payload, more)
        {
            TimeToLive = (byte)(random.Next(10) == 0 ? 63 : 64),
            TypeOfService = (byte)(random.Next(30) == 0 ? random.Next(4) : 0),
        };
    }
}
