using System.Text;
using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using IpReassembler.Tests.Records;

namespace IpReassembler.Tests.Cli.Text;

/// <summary>How views are grouped, named and laid out, from records made by hand.</summary>
public class PolicyTextTests
{
    [Fact]
    public void Policies_that_end_alike_share_a_row_and_those_that_deliver_come_first()
    {
        var views = new DatagramViews([Killed("linux", 5), Delivers("bsd", "AAAABBBB"), Killed("rfc5722", 6), Delivers("first", "AAAABBBB"), Delivers("last", "BBBBBBBB"), Killed("solaris", 5)]);
        Assert.Equal("bsd+first last linux+solaris rfc5722", string.Join(' ', views.Groups.Select(group => string.Join('+', group.Select(policy => policy.Policy)))));
        Assert.Equal((2, false), (views.Payloads.Count, views.Agree));
    }

    [Fact]
    public void Nothing_for_different_reasons_is_no_disagreement() => Assert.True(new DatagramViews([Killed("linux", 5), Killed("bsd", 6), Waits("last", DatagramState.Timeout)]).Agree);

    [Fact]
    public void Twice_is_not_once() => Assert.False(new DatagramViews([Delivers("bsd", "A"), Delivers("last", "A", "A")]).Agree);

    [Fact]
    public void Two_deliveries_are_two_rows_and_every_silence_has_its_reason()
    {
        var record = Of(
            Delivers("bsd", "AAB", "CCD"), Delivers("last", "AAC"), Killed("linux", 188),
            Waits("first", DatagramState.Timeout, new ByteRange(8, 16)), Waits("windows", DatagramState.Open, new ByteRange(0, 8), new ByteRange(16, 24), new ByteRange(32, int.MaxValue)),
            Waits("bsd-right", DatagramState.Open, new ByteRange(24, int.MaxValue)), Waits("linux-classic", DatagramState.Open), Waits("solaris", DatagramState.Evicted));
        Golden.Check("policy-rare", output => PolicyText.Write(output, record, Style.Plain with { Width = 80 }));
    }

    [Fact]
    public void Only_one_right_checksum_is_named()
    {
        var right = Delivers("bsd", "AB");
        right = right with { Deliveries = [right.Deliveries[0] with { Checksum = ChecksumState.Ok }] };
        var wrong = Delivers("last", "BB");
        wrong = wrong with { Deliveries = [wrong.Deliveries[0] with { Checksum = ChecksumState.Bad }] };
        var text = string.Join('\n', Golden.Lines(output => PolicyText.Write(output, Of(right, wrong), Style.Plain)));
        Assert.Contains("A B  checksum ok\n".Replace(" B", "  B", StringComparison.Ordinal), text, StringComparison.Ordinal);
        Assert.Contains("checksum bad\n", text, StringComparison.Ordinal);
        Assert.Contains("Only the view of bsd has a right ICMP checksum.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_frame_that_brought_several_letters_has_none_of_its_own()
    {
        // Both letters came with frame 185: to call A its letter would leave B to nobody.
        var both = Encoding.ASCII.GetBytes("AAAAAAAABBBBBBBB");
        var record = Of(Bytes("bsd", both, [new SuppliedRange(new ByteRange(0, 16), 185)]), Delivers("last", "AC"));
        var lines = Golden.Lines(output => PolicyText.Write(output, record, Style.Plain));
        Assert.DoesNotContain(lines, line => line.Contains("=#", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("  bsd", StringComparison.Ordinal) && line.Contains("A  B", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(72)]
    [InlineData(80)]
    [InlineData(200)]
    public void The_largest_datagram_with_the_most_fragments_fits_every_width(int width)
    {
        // Every other eight bytes differ, 8,189 of them, and there are more frames than letters.
        var (one, two) = (new byte[65_512], new byte[65_512]);
        for (var at = 0; at < one.Length; at++)
        {
            (one[at], two[at]) = ((byte)(at * 7), (byte)(at / 8 % 2 == 0 ? at * 7 : at));
        }

        SuppliedRange[] supplied = [.. Enumerable.Range(0, one.Length / 8).Select(unit => new SuppliedRange(new ByteRange(unit * 8, (unit * 8) + 8), 185 + (unit % 400)))];
        var record = Of(Bytes("bsd", one, supplied), Bytes("last", two, supplied), Killed("linux", 188));
        var lines = Golden.Lines(output => PolicyText.Write(output, record, Style.Plain with { Width = width }));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.InRange(lines.Length, 10, 60);
        Assert.Contains("is not shown; policy --json", string.Join(' ', lines.Select(line => line.Trim())), StringComparison.Ordinal);
    }

    [Fact]
    public void Views_that_differ_deep_in_a_long_datagram_are_shown_with_their_neighbourhood()
    {
        var (one, two) = (new byte[48_000], new byte[48_000]);
        two.AsSpan(40_000, 8).Fill(7);
        SuppliedRange[] Pieces(long frame) => [.. Enumerable.Range(0, 48).Select(place => new SuppliedRange(new ByteRange(place * 1000, (place + 1) * 1000), place == 40 ? frame : place + 1))];
        var record = Of(Bytes("bsd", one, Pieces(41)), Bytes("last", two, Pieces(49)));
        Golden.Check("policy-deep", output => PolicyText.Write(output, record, Style.Plain with { Width = 80 }));
    }

    [Fact]
    public void Every_policy_has_its_place_in_the_order() =>
        Assert.Equal(OverlapPolicy.All.Select(policy => policy.Name).Order(), PolicyOptions.Everybody.Select(policy => policy.Name).Order());

    [Fact]
    public void What_is_kept_is_bounded_and_the_rest_is_counted()
    {
        var findings = new PolicyFindings();
        for (var number = 2_000; number > 0; number--)
        {
            findings.Add(Of(Delivers("bsd", "A"), Delivers("last", "B")) with { Number = number }, isCutShort: false);
        }

        findings.Add(MixRecords.Number(1), isCutShort: false);
        findings.Add(MixRecords.Number(1), isCutShort: true);
        Assert.Equal((2_002, 2_000, 1, PolicyFindings.MaxKept), (findings.Datagrams, findings.Disputed, findings.NotCompared, findings.Kept.Count));
        var lines = Golden.Lines(output => PolicyReport.Write(output, findings, headlineOnly: false, Style.Plain));
        Assert.StartsWith("2002 datagrams: 1 comes out the same everywhere (or fails everywhere), 2000 do not: #1001 #1002 ", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(" ...", lines[0], StringComparison.Ordinal);
        Assert.Equal("1 datagram could not be compared: a limit left no room. Raise --max-memory; if that does not help, --max-datagrams and --max-fragments.", lines[1]);
        Assert.StartsWith("1000 more are not shown", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_what_a_limit_cut_nothing_is_claimed()
    {
        var findings = new PolicyFindings();
        findings.Add(MixRecords.Number(1) with { State = DatagramState.Evicted }, isCutShort: false);
        findings.Add(MixRecords.Number(1) with { State = DatagramState.Refused }, isCutShort: true);
        Assert.Equal("2 datagrams: 0 come out the same everywhere (or fail everywhere), the others could not be compared", Headline(findings));
        findings.Add(MixRecords.Number(1), isCutShort: false);
        Assert.Equal("3 datagrams: 1 comes out the same everywhere (or fails everywhere), the others could not be compared", Headline(findings));
        findings.Add(Of(Delivers("bsd", "A"), Delivers("last", "B")), isCutShort: false);
        Assert.Equal("4 datagrams: 1 comes out the same everywhere (or fails everywhere), 1 does not: #185", Headline(findings));
        Assert.Equal(2, findings.NotCompared);
    }

    [Fact]
    public void Large_views_reach_the_bound_sooner()
    {
        var findings = new PolicyFindings();
        var record = Of(Bytes("bsd", new byte[1 << 20], []), Killed("linux", 188));
        for (var number = 1; number <= 100; number++)
        {
            findings.Add(record with { Number = number }, isCutShort: false);
        }

        Assert.Equal(100, findings.Disputed);
        Assert.InRange(findings.Kept.Count, 60, 63);
    }

    private static string Headline(PolicyFindings findings) => Golden.Lines(output => PolicyReport.Write(output, findings, headlineOnly: true, Style.Plain))[0];

    private static DatagramRecord Of(params PolicyRecord[] policies) => MixRecords.Number(185) with { Views = new DatagramViews(policies) };

    // One letter for eight bytes, and a frame for each.
    private static PolicyRecord Delivers(string policy, params string[] payloads) => new()
    {
        Policy = policy,
        State = DatagramState.Complete,
        DeliveryCount = payloads.Length,
        Deliveries = [.. payloads.Select((letters, place) => new DeliveryRecord(
            190 + place,
            Encoding.ASCII.GetBytes(string.Concat(letters.Select(letter => new string(letter, 8)))),
            ChecksumState.Unchecked,
            [.. letters.Select((letter, unit) => new SuppliedRange(new ByteRange(unit * 8, (unit * 8) + 8), 185 + letter - 'A'))]))],
    };

    private static PolicyRecord Bytes(string policy, byte[] payload, SuppliedRange[] supplied) => new()
    {
        Policy = policy,
        State = DatagramState.Complete,
        DeliveryCount = 1,
        Deliveries = [new DeliveryRecord(190, payload, ChecksumState.Bad, supplied)],
    };

    private static PolicyRecord Killed(string policy, long frame) => new() { Policy = policy, State = DatagramState.Killed, KilledFrame = frame };

    private static PolicyRecord Waits(string policy, DatagramState state, params ByteRange[] missing) => new() { Policy = policy, State = state, Missing = missing };
}
