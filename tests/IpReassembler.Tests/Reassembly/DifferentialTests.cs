using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>The cache beside a slow twin that is written from the specification alone: the same fates, payloads, records and books.</summary>
[Collection(HeavyTests.Name)]
public class DifferentialTests
{
    private static readonly Duration[] Timeouts = [Duration.FromSeconds(30), Duration.FromSeconds(30), Duration.FromSeconds(5), Duration.FromSeconds(200), Duration.Longest];

    public static TheoryData<string, bool, string> PoliciesClocksAndNetworks()
    {
        var rows = new TheoryData<string, bool, string>();
        foreach (var policy in OverlapPolicy.All)
        {
            foreach (var network in new[] { "192.0.2.", "2001:db8::" })
            {
                rows.Add(policy.Name, false, network);
                rows.Add(policy.Name, true, network);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(PoliciesClocksAndNetworks))]
    public void Agrees_with_the_plain_cache(string policy, bool clockStepsBack, string network)
    {
        Assert.True(OverlapPolicy.TryFind(policy, out var found));
        for (var seed = 0; seed < LongRuns.Rounds(3_000, 50_000); seed++)
        {
            var random = new Random(seed);
            var timeout = Timeouts[random.Next(Timeouts.Length)];

            // Where the clock steps back, what was noticed in between depends on the other keys: one key is exact.
            var pieces = RandomTraffic.Pieces(random, clockStepsBack ? 1 : random.Next(1, 4), [2], clockStepsBack, network).ToArray();
            var plain = new PlainCache(_ => (found, timeout.Nanoseconds));
            Check(plain, new ReassemblyOptions { Policy = found, Timeout = timeout, Compare = clockStepsBack ? [] : [found] }, pieces, $"seed {seed}, timeout {timeout}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Agrees_with_the_plain_cache_where_each_host_has_a_rule_of_its_own(bool clockStepsBack)
    {
        var hosts = Enumerable.Range(2, 6).ToArray();
        for (var seed = 0; seed < LongRuns.Rounds(10_000, 50_000); seed++)
        {
            var random = new Random(seed);
            var rules = hosts.ToDictionary(
                host => $"192.0.2.{host}",
                _ => (Policy: OverlapPolicy.All[random.Next(OverlapPolicy.All.Count)], Timeout: Timeouts[random.Next(Timeouts.Length)]));
            var pieces = RandomTraffic.Pieces(random, clockStepsBack ? 1 : random.Next(1, 7), hosts, clockStepsBack).ToArray();
            var plain = new PlainCache(host => (rules[host].Policy, rules[host].Timeout.Nanoseconds));

            // The last host has no target: what holds for everybody holds for it.
            var (others, last) = (rules.Keys.SkipLast(1), rules.Keys.Last());
            var targets = others.Select(host => new Target(new IpPrefix(IpAddress.Parse(host), 32), rules[host].Policy, rules[host].Timeout));
            var options = new ReassemblyOptions { Policy = rules[last].Policy, Timeout = rules[last].Timeout, Targets = new TargetTable("test", targets) };
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
        Assert.True(difference is null, $"{story}: {difference}\n{string.Join('\n', pieces.Select(RandomTraffic.Show))}");
    }

    private sealed record Seen(List<FragmentFate> Fates, List<string> Delivered, List<(long Number, string Line)> Ended)
    {
        /// <summary>For each delivery the frame that supplied each byte; empty where nothing irregular came.</summary>
        public List<string> Supplied { get; } = [];
    }

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
                    NoteView(outcome.Datagram, seen);
                }
            }

            Assert.True(cache.Counters.Balances);
        }
    }

    // The chosen policy once more, as a compared one: it must have done the same. (Where the clock steps back, packets that are no
    // fragments make the chosen one's timeout be noticed, and not the others'.)
    private static void NoteView(Datagram record, Seen seen)
    {
        Assert.True(record.ViewsAgree, $"#{record.Number} is at odds with itself");
        if (record.Views is not [var view])
        {
            seen.Supplied.AddRange(Enumerable.Repeat("", record.State == DatagramState.Complete ? 1 : 0));
            return;
        }

        Assert.Equal((record.State, record.CompleteFrame), (view.State, view.CompleteFrame));
        foreach (var delivery in view.Deliveries)
        {
            Assert.Equal(record.Checksum, delivery.Checksum);
            var frames = new List<long>();
            foreach (var supplied in delivery.Supplied)
            {
                frames.AddRange(Enumerable.Repeat(supplied.Frame, supplied.Range.Length));
            }

            seen.Supplied.Add(string.Join(' ', frames));
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
            : seen.Supplied.Zip(plain.Supplied).FirstOrDefault(pair => pair.First.Length > 0 && pair.First != pair.Second) is ({ } frames, var plainFrames) ? $"frames {frames}, expected {plainFrames}"
            : !plainEnded.SequenceEqual(ended) ? $"\n  {string.Join("\n  ", ended.Except(plainEnded))}\nexpected\n  {string.Join("\n  ", plainEnded.Except(ended))}\n"
            : books != plainBooks ? $"books {books}, expected {plainBooks}"
            : null;
    }
}
