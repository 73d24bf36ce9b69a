using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>Datagrams to hosts that reassemble each in their own way: whose policy, whose timeout, and who goes first.</summary>
public class TargetedCacheTests
{
    private const string Quick = "192.0.2.5";
    private const string Usual = "192.0.2.30";
    private const string Slow = "192.0.2.200";
    private const string Patient = "192.0.2.255";

    private static readonly Piece A = Piece.Of(0, 16, 'A', more: true);
    private static readonly Piece B = Piece.Of(16, 16, 'B', more: true);
    private static readonly Piece C = Piece.Of(32, 4, 'C', more: false);

    private static readonly TargetTable Table = new("hosts.txt",
    [
        Host(Quick, OverlapPolicy.First, Duration.FromSeconds(5)),
        Host(Slow, OverlapPolicy.Linux, Duration.FromSeconds(200)),
        Host(Patient, OverlapPolicy.Linux, Duration.Longest),
    ]);

    private static Target Host(string address, OverlapPolicy policy, Duration? timeout) => new(new IpPrefix(IpAddress.Parse(address), 32), policy, timeout);

    private static Story With(ReassemblyOptions? options = null) => new((options ?? new ReassemblyOptions()) with { Targets = Table });

    private static Piece To(string destination, Piece piece, int id = 1, double at = 0) => piece with { Destination = destination, Id = id, Seconds = at };

    [Fact]
    public void The_policy_is_that_of_the_destination()
    {
        Piece[] pieces = [A, Piece.Of(8, 24, 'x', more: true), C];
        var story = With().Send(pieces.Select(piece => To(Quick, piece))).Send(pieces.Select(piece => To(Usual, piece))).Finish();
        Assert.Equal(["#1 Complete Conflict", "#4 Killed Conflict"], story.Ended);
    }

    [Fact]
    public void The_record_says_which_policy_judged_it()
    {
        var cache = new ReassemblyCache(new ReassemblyOptions { Targets = Table, Timeout = Duration.FromSeconds(7) });
        var seen = new List<(string, Duration)>();
        foreach (var host in new[] { Quick, Usual, Patient })
        {
            foreach (var outcome in cache.Accept(To(host, A).ToEthernet(), LinkType.Ethernet, default))
            {
                seen.Add((outcome.Datagram!.Policy.Name, outcome.Datagram.Timeout));
            }
        }

        Assert.Equal([("first", Duration.FromSeconds(5)), ("linux", Duration.FromSeconds(7)), ("linux", Duration.Longest)], seen);
    }

    [Fact]
    public void The_source_does_not_matter() =>
        Assert.Empty(With().Send(A with { Source = Quick, Destination = Usual }).Wait(29.999999999).Events);

    [Fact]
    public void Where_a_target_names_no_timeout_the_usual_one_holds()
    {
        var options = new ReassemblyOptions { Targets = new TargetTable("test", [Host(Quick, OverlapPolicy.First, null)]), Timeout = Duration.FromSeconds(9) };
        Assert.Equal(["Timeout #1"], new Story(options).Send(To(Quick, A)).Wait(8.999999999).Wait(9).Events);
        Assert.Equal(["Timeout #1"], new Story(options with { Timeout = null }).Send(To(Quick, A)).Wait(29.999999999).Wait(30).Events);
    }

    [Theory]
    [InlineData(Quick, 5)]
    [InlineData(Usual, 30)]
    [InlineData(Slow, 200)]
    public void Each_timeout_is_exact(string destination, double timeout)
    {
        // The same, once noticed because time passes, and once because a fragment of the key is looked up.
        Assert.Empty(With().Send(To(destination, A)).Wait(timeout - 1e-9).Events);
        Assert.Equal(["Timeout #1"], With().Send(To(destination, A)).Wait(timeout).Events);
        Assert.Equal(["#1 Complete Unchecked"], With().Send(To(destination, A), To(destination, B), To(destination, C, at: timeout - 1e-9)).Ended);
        Assert.Equal(["Timeout #1"], With().Send(To(destination, A), To(destination, B), To(destination, C, at: timeout)).Events);
    }

    [Fact]
    public void A_short_timeout_is_not_held_up_by_a_long_one_before_it()
    {
        var story = With().Send(To(Patient, A), To(Slow, A, at: 1), To(Usual, A, at: 2), To(Quick, A, at: 3));
        Assert.Equal(["Timeout #4"], story.Wait(8).Events);
        Assert.Equal(["Timeout #4", "Timeout #3"], story.Wait(32).Events);
        Assert.Equal(["Timeout #4", "Timeout #3", "Timeout #2"], story.Wait(201).Events);
        Assert.Equal(4, With().Send(To(Quick, A), To(Usual, A), To(Slow, A), To(Patient, A)).Finish().Ended.Count);
    }

    [Fact]
    public void What_is_due_together_comes_in_order_of_deadlines()
    {
        // Deadlines: #1 at 200, #2 at 30, #3 at 25, #4 at 33, #5 at 26.
        var story = With().Send(To(Slow, A), To(Usual, A), To(Quick, A, at: 20), To(Usual, A, id: 2, at: 3), To(Quick, A, id: 2, at: 21));
        Assert.Equal(["Timeout #3", "Timeout #5", "Timeout #2", "Timeout #4", "Timeout #1"], story.Wait(500).Events);
    }

    [Fact]
    public void Each_record_takes_late_evidence_as_long_as_its_own_timeout_asks()
    {
        Assert.Equal(["#1 Timeout Expired"], With().Send(To(Quick, A), To(Quick, B), To(Quick, C, at: 119.999999999)).Finish().Ended);
        Assert.StartsWith("#1 Timeout Incomplete", With().Send(To(Quick, A), To(Quick, B)).Wait(120).Ended[0], StringComparison.Ordinal);
        Assert.Empty(With().Send(To(Slow, A), To(Slow, B)).Wait(199.999999999).Ended);
        Assert.Equal(["#1 Complete Unchecked"], With().Send(To(Patient, A), To(Patient, B), To(Patient, C, at: 1e6)).Ended);
    }

    [Fact]
    public void An_entry_that_began_later_times_out_on_the_clock_of_its_host()
    {
        // Killed by the second piece; the third begins anew at 2 s.
        var story = With().Send(To(Slow, A), To(Slow, Piece.Of(8, 24, 'x', more: true), at: 1), To(Slow, C, at: 2)).Wait(201.999999999);
        Assert.Equal(1, story.Cache.Counters.Pending);
        Assert.Equal(0, story.Wait(202).Cache.Counters.Pending);
    }

    [Fact]
    public void A_clock_that_steps_back_expires_nothing()
    {
        var story = With().Send(To(Quick, A, at: 1_000_000), To(Slow, A, at: 1_000_000), To(Quick, A, id: 2, at: 10), To(Slow, A, id: 2, at: 10)).Wait(14.999999999);
        Assert.Empty(story.Events);
        Assert.Equal(["Timeout #3"], story.Wait(15).Events);
        Assert.Equal(["Timeout #3", "Timeout #4"], story.Wait(210).Events);
        Assert.Equal(4, story.Finish().Ended.Count);
    }

    [Fact]
    public void Records_that_only_wait_go_oldest_first_whichever_timeout_ended_their_entry()
    {
        // The entry of the second ends long before that of the first, but the first record is older.
        var options = new ReassemblyOptions { MaxDatagrams = 2, LateEvidence = Duration.FromSeconds(1_000) };
        var story = With(options).Send(To(Slow, A, at: 0), To(Quick, A, at: 1), To(Usual, A, at: 300));
        Assert.Equal(["Timeout #2", "Timeout #1"], story.Events);
        Assert.Equal(["#1 Timeout Incomplete missing [16,2147483647)"], story.Ended);
        Assert.Equal(1, story.Cache.Counters.RecordsCutShort);
    }

    [Theory]
    [InlineData(Slow, Quick)]
    [InlineData(Quick, Slow)]
    public void The_oldest_on_probation_goes_first_whatever_its_timeout(string first, string second)
    {
        var story = With(new ReassemblyOptions { MaxDatagrams = 2 }).Send(To(first, A), To(second, A), To(Usual, A));
        Assert.Equal(["Eviction #1"], story.Events);
    }

    [Theory]
    [InlineData(Slow, Quick)]
    [InlineData(Quick, Slow)]
    public void Of_what_is_remembered_the_oldest_goes_first_whatever_its_timeout(string first, string second)
    {
        // Room for two memories: the third pushes the first out, so its copy is a datagram again and that of the second is not.
        Piece[] whole = [A, Piece.Of(16, 4, 'C', more: false)];
        Piece[] Sent(string host, int id) => [.. whole.Select(piece => To(host, piece, id))];
        var options = new ReassemblyOptions { MaxRemembered = 2 };
        string[] ended = ["#1 Complete Unchecked", "#3 Complete Unchecked", "#5 Complete Unchecked"];
        Assert.Equal([.. ended, "#7 Complete Unchecked"], With(options).Send([.. Sent(first, 1), .. Sent(second, 2), .. Sent(Usual, 3), .. Sent(first, 1)]).Ended);
        Assert.Equal([.. ended, "#7 Complete Unchecked late duplicate of #3"], With(options).Send([.. Sent(first, 1), .. Sent(second, 2), .. Sent(Usual, 3), .. Sent(second, 2)]).Ended);
    }

    [Fact]
    public void A_view_used_again_is_one_of_the_right_policy()
    {
        Piece[] odd = [A, Piece.Of(8, 24, 'x', more: true)];
        var story = With();
        for (var round = 0; round < 4; round++)
        {
            story.Send(odd.Select(piece => To(Quick, piece, round, round * 1_000))).Send(odd.Select(piece => To(Usual, piece, round, round * 1_000)));
        }

        var once = new[] { FragmentFate.Stored, FragmentFate.Stored, FragmentFate.Stored, FragmentFate.Kills };
        Assert.Equal(Enumerable.Repeat(once, 4).SelectMany(fates => fates), story.Fates);
    }

    [Fact]
    public void The_oldest_open_number_is_that_of_all_timeouts()
    {
        var story = With().Send(To(Slow, A), To(Quick, A, at: 1));
        Assert.Equal(1, story.Cache.OldestOpenNumber);
        story.Wait(200);
        Assert.Null(story.Cache.OldestOpenNumber);
        story = With().Send(To(Quick, A), To(Slow, A, at: 1)).Wait(130);
        Assert.Equal(2, story.Cache.OldestOpenNumber);
    }

    [Fact]
    public void Records_end_in_order_of_their_first_frames_when_the_input_ends() =>
        Assert.Equal(
            ["#1", "#2", "#3", "#4"],
            With().Send(To(Patient, A), To(Quick, A), To(Slow, A), To(Quick, A, id: 2)).Finish().Ended.Select(ended => ended[..2]));
}
