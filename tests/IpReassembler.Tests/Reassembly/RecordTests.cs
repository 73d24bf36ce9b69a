using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>What becomes of records: states, verdicts, and how long evidence is taken.</summary>
public class RecordTests
{
    private static readonly Piece A = Piece.Of(0, 16, 'A', more: true);
    private static readonly Piece B = Piece.Of(16, 16, 'B', more: true);
    private static readonly Piece C = Piece.Of(32, 4, 'C', more: false);

    [Fact]
    public void A_whole_datagram_without_a_known_checksum_is_unchecked() =>
        Assert.Equal(["#1 Complete Unchecked"], new Story().Send(A, B, C).Finish().Ended);

    [Fact]
    public void What_never_came_is_named() =>
        Assert.Equal(["#1 Open Incomplete missing [16,32)"], new Story().Send(A, C).Finish().Ended);

    [Fact]
    public void An_unknown_end_is_missing_without_end() =>
        Assert.Equal([$"#1 Open Incomplete missing [0,16)[32,{int.MaxValue})"], new Story().Send(B).Finish().Ended);

    [Fact]
    public void A_kill_leaves_the_record_to_take_the_rest_of_the_evidence() =>
        Assert.Equal(["#1 Killed Unchecked"], new Story().Send(A, Piece.Of(8, 24, 'A', more: true) with { Payload = [.. Piece.Fill(8, 'A'), .. Piece.Fill(16, 'B')] }, C).Finish().Ended);

    [Fact]
    public void Bytes_that_differ_are_a_conflict_whatever_the_policy_delivers()
    {
        Piece[] pieces = [A, Piece.Of(8, 24, 'x', more: true), C];
        Assert.Equal(["#1 Killed Conflict"], new Story().Send(pieces).Finish().Ended);
        Assert.Equal(["#1 Complete Conflict"], new Story(new ReassemblyOptions { Policy = OverlapPolicy.First }).Send(pieces).Finish().Ended);
    }

    [Fact]
    public void A_datagram_that_comes_too_slowly_is_expired_not_incomplete()
    {
        var story = new Story().Send(A, B with { Seconds = 35 }, C with { Seconds = 70 });
        Assert.Equal(["#1 Timeout Expired"], story.Ended);

        // The host began a new entry with the second piece, gave that up too, and still holds the third.
        Assert.Equal(["Timeout #1", "Timeout #1"], story.Events);
        Assert.Equal((2, 1), (story.Cache.Counters.Expired, story.Cache.Counters.Pending));
    }

    [Fact]
    public void Late_evidence_is_taken_for_120_seconds_and_no_longer()
    {
        Assert.Equal(["#1 Timeout Expired"], new Story().Send(A, B, C with { Seconds = 119.999999999 }).Finish().Ended);
        Assert.Equal(
            [$"#1 Timeout Incomplete missing [32,{int.MaxValue})", "#3 Open Incomplete missing [0,32)"],
            new Story().Send(A, B, C with { Seconds = 120 }).Finish().Ended);
    }

    [Fact]
    public void Copies_after_completion_are_late_duplicates_not_datagrams()
    {
        var story = new Story().Send(A, A, B, C, C, B).Finish();
        Assert.Equal(["#1 Complete Unchecked", "#5 Open Incomplete missing [0,16) late duplicate of #1"], story.Ended);
        Assert.Equal(1, story.Cache.Counters.LateDuplicates);
    }

    [Fact]
    public void Other_bytes_after_completion_are_another_datagram()
    {
        var story = new Story().Send(A, B, C, C with { Payload = "cccc"u8.ToArray() }).Finish();
        Assert.Equal("#4 Open Incomplete missing [0,32)", story.Ended[1]);
        Assert.Equal(0, story.Cache.Counters.LateDuplicates);
    }

    [Fact]
    public void A_whole_second_copy_is_delivered_again_but_is_no_new_datagram()
    {
        var story = new Story().Send(A, B, C, A, B, C).Finish();
        Assert.Equal(["#1 Complete Unchecked", "#4 Complete Unchecked late duplicate of #1"], story.Ended);
        Assert.Equal(2, story.Delivered.Count);
    }

    [Fact]
    public void Twenty_nine_uses_of_one_identification_are_twenty_nine_datagrams()
    {
        var story = new Story();
        for (var use = 0; use < 29; use++)
        {
            story.Send(Piece.Of(0, 16, (char)('a' + use), more: true), Piece.Of(16, 4, (char)('a' + use), more: false));
        }

        Assert.Equal(29, story.Ended.Count(ended => ended.Contains("Complete", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_residue_after_a_kill_poisons_the_next_datagram_of_the_key()
    {
        // The kill at the second piece; the third begins a new entry, in which a clean resend of other bytes is caught.
        var story = new Story().Send(A, Piece.Of(8, 24, 'x', more: true), C, A, Piece.Of(16, 24, 'y', more: true));
        Assert.Equal([FragmentFate.Stored, FragmentFate.Kills, FragmentFate.Stored, FragmentFate.Stored, FragmentFate.Kills], story.Fates);
    }

    [Fact]
    public void A_residue_times_out_on_its_own_clock()
    {
        var story = new Story().Send(A, Piece.Of(8, 24, 'x', more: true) with { Seconds = 1 }, C with { Seconds = 2 });
        Assert.Equal(1, story.Cache.Counters.Pending);
        story.Wait(31.9);
        Assert.Equal(1, story.Cache.Counters.Pending);
        story.Wait(32);
        Assert.Equal(0, story.Cache.Counters.Pending);
        Assert.Equal(1, story.Cache.Counters.Expired);
    }

    [Fact]
    public void The_hidden_end_hangs_until_the_timeout_although_every_byte_is_there()
    {
        var story = new Story().Send(A, Piece.Of(8, 8, 'A', more: false)).Wait(29.999);
        Assert.Empty(story.Ended);
        Assert.Equal(["#1 Timeout Unchecked"], story.Wait(30).Ended);
    }

    [Fact]
    public void A_piece_cut_short_by_the_capture_is_never_payload()
    {
        var story = new Story().Send(A, B with { Payload = Piece.Fill(8, 'B'), TotalLength = 36 }, C).Finish();
        Assert.Equal(["#1 Open Incomplete missing [16,32)"], story.Ended);
        Assert.Equal(Anomaly.TruncatedFragment, story.Anomalies[1]);
        Assert.Equal(["#1 Complete Unchecked"], new Story().Send(A, B with { Payload = Piece.Fill(8, 'B'), TotalLength = 36 }, C, B).Ended);
    }

    [Fact]
    public void A_wrong_header_checksum_makes_no_record()
    {
        var frame = A.ToEthernet();
        frame[14 + 8]--;
        var cache = new ReassemblyCache();
        foreach (var outcome in cache.Accept(frame, LinkType.Ethernet, default))
        {
            Assert.Null(outcome.Datagram);
            Assert.Equal((FragmentFate.Rejected, Anomaly.BadHeaderChecksum), (outcome.Fate, outcome.Anomalies));
        }

        Assert.Equal(1, cache.Counters.Rejected);
        Assert.True(cache.Counters.Balances);
    }

    [Fact]
    public void A_clock_that_steps_back_expires_nothing() =>
        Assert.Equal(["#1 Complete Unchecked"], new Story().Send(A with { Seconds = 1_000_000 }, B, C).Ended);

    [Fact]
    public void Without_a_timeout_a_year_is_not_too_long()
    {
        var options = new ReassemblyOptions { Timeout = Duration.Longest };
        Assert.Equal(["#1 Complete Unchecked"], new Story(options).Send(A, B, C with { Seconds = 365 * 86_400 }).Ended);
    }

    /// <summary>Each piece fits behind its own header, but all of them do not fit behind the first one's sixty bytes.</summary>
    [Theory]
    [InlineData("linux")]
    [InlineData("first")]
    public void A_datagram_too_long_for_its_header_is_not_delivered(string name)
    {
        Assert.True(OverlapPolicy.TryFind(name, out var policy));
        var head = Piece.Of(0, 32, 'A', more: true) with { Options = [.. Enumerable.Repeat((byte)1, 40)] };
        var rest = new Piece(32, new byte[65_515 - 32], More: false);
        var story = new Story(new ReassemblyOptions { Policy = policy }).Send(head, rest).Finish();
        Assert.Empty(story.Delivered);
        Assert.Equal(["#1 Killed Malformed"], story.Ended);
    }

    [Fact]
    public void A_fragment_from_the_future_does_not_hold_up_the_timeouts_of_others()
    {
        var story = new Story().Send(A with { Id = 9, Seconds = 4e9 }, A, A with { Id = 2, Seconds = 1 }).Wait(31);
        Assert.Equal(["Timeout #2", "Timeout #3"], story.Events);
        Assert.Equal("#1 Open Incomplete missing [16,2147483647)", story.Finish().Ended[0]);
    }
}
