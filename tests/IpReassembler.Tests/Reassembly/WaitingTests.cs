using IpReassembler.Packets;
using IpReassembler.Reassembly;
using static System.FormattableString;

namespace IpReassembler.Tests.Reassembly;

/// <summary>What the cache shows of the datagrams that wait.</summary>
public class WaitingTests
{
    private static readonly Piece First = Piece.Of(0, 16, 'A', more: true);
    private static readonly Piece Middle = Piece.Of(16, 16, 'B', more: true);
    private static readonly Piece Last = Piece.Of(32, 4, 'C', more: false);

    [Fact]
    public void An_empty_cache_waits_for_nothing() => Assert.Empty(new ReassemblyCache().Waiting());

    [Fact]
    public void The_oldest_comes_first_with_its_hole_and_its_deadline()
    {
        var story = new Story().Send(First, First with { Id = 2, Seconds = 1 }, Last with { Seconds = 2 });
        Assert.Equal(["#1 0 s to 30 s [16,32)", Invariant($"#2 1 s to 31 s [16,{int.MaxValue})")], Show(story.Cache));
    }

    [Fact]
    public void What_is_whole_waits_no_longer() =>
        Assert.Empty(new Story().Send(First, Last, Middle).Cache.Waiting());

    [Fact]
    public void What_was_given_up_only_takes_late_evidence() =>
        Assert.Empty(new Story().Send(First).Wait(30).Cache.Waiting());

    [Fact]
    public void A_host_that_began_anew_waits_from_then_on()
    {
        var story = new Story().Send(First, First with { Id = 2, Seconds = 29 }, Last with { Seconds = 35 });
        Assert.Equal([Invariant($"#2 29 s to 59 s [16,{int.MaxValue})"), "#1 35 s to 65 s [16,32)"], Show(story.Cache));
    }

    [Fact]
    public void What_a_policy_has_killed_does_not_wait() =>
        Assert.Empty(new Story().Send(First, Piece.Of(8, 16, 'x', more: true)).Cache.Waiting());

    [Fact]
    public void Hosts_with_other_timeouts_stand_in_one_row()
    {
        var table = new TargetTable("hosts.txt", [new Target(new IpPrefix(IpAddress.Parse(First.Destination), 32), OverlapPolicy.Linux, Duration.FromSeconds(5))]);
        var story = new Story(new ReassemblyOptions { Targets = table }).Send(First, First with { Destination = "198.51.100.9", Seconds = 1 }, First with { Id = 3, Seconds = 2 });
        Assert.Equal(["#1 0 s to 5 s", "#2 1 s to 31 s", "#3 2 s to 7 s"], Show(story.Cache).Select(line => line[..line.IndexOf(" [", StringComparison.Ordinal)]));
    }

    [Fact]
    public void Without_a_timeout_the_deadline_is_never()
    {
        var story = new Story(new ReassemblyOptions { Timeout = Duration.Longest }).Send(First with { Seconds = 1 });
        Assert.Equal(new Timestamp(long.MaxValue), story.Cache.Waiting().Single().Deadline);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Its_fragments_are_those_that_are_pending(int seed)
    {
        // Pieces that share no byte: of these the host holds all that the record has.
        var random = new Random(seed);
        var story = new Story();
        for (var i = 0; i < 500; i++)
        {
            var piece = random.Next(3) switch { 0 => First, 1 => Middle, _ => Last };
            story.Send(piece with { Id = random.Next(40), Seconds = i * 0.01 });
            var waiting = story.Cache.Waiting().ToList();
            Assert.Equal(waiting.OrderBy(one => one.Since).Select(one => one.Datagram.Number), waiting.Select(one => one.Datagram.Number));
            Assert.Equal(story.Cache.Counters.Pending, waiting.Sum(one => one.Datagram.FragmentCount - one.Datagram.DuplicateCount));
        }
    }

    private static List<string> Show(ReassemblyCache cache) =>
        [.. cache.Waiting().Select(one => Invariant($"#{one.Datagram.Number} {one.Since.Nanoseconds / 1_000_000_000} s to {one.Deadline.Nanoseconds / 1_000_000_000} s {string.Join("", one.Datagram.Missing())}"))];
}
