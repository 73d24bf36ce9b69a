using Piece = IpReassembler.Tests.Reassembly.Piece;

namespace IpReassembler.Tests.Cli;

/// <summary><c>list --follow</c>: lines in the order in which things are decided.</summary>
public class FollowTests
{
    [Fact]
    public void The_last_line_of_each_datagram_judges_as_the_plain_list_does()
    {
        var followed = ToolRun.Of("list mix.pcap --follow").Lines[1..];
        Assert.Equal(
            ToolRun.Of("list mix.pcap").Lines[1..].Select(Judgement).Order(StringComparer.Ordinal),
            followed.GroupBy(Name).Select(lines => Judgement(lines.Last())).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Late_evidence_that_changes_the_verdict_gives_one_more_line()
    {
        // #200 was given up as incomplete after 30 s; at 70 s its last piece came, and so it had only expired.
        // #182 was killed by its second piece; with the third every byte had come.
        var more = ToolRun.Of("list mix.pcap --follow").Lines[1..].GroupBy(Name).Where(lines => lines.Count() > 1)
            .ToDictionary(lines => lines.Key, lines => lines.Select(Verdict).ToArray());
        Assert.Equal(["incomplete", "expired"], more["200"]);
        Assert.Equal(["incomplete", "sound"], more["182"]);
        Assert.DoesNotContain("151", more.Keys);
    }

    [Fact]
    public void A_datagram_that_is_given_up_comes_before_a_later_one_that_is_whole()
    {
        // #151 waits from 4 s to 34 s; the last frame comes at 80 s, and #151's record is open until the end.
        var json = ToolRun.Of("list mix.pcap --follow --json");
        var lines = json.Lines.ToList();
        int Line(string name) => lines.FindIndex(line => line.StartsWith($"{{\"type\":\"datagram\",\"n\":\"{name}\"", StringComparison.Ordinal));
        Assert.True(Line("193") < Line("151"));
        Assert.Contains("\"state\":\"timeout\",\"verdict\":\"incomplete\"", lines[Line("151")], StringComparison.Ordinal);
        Assert.StartsWith("{\"type\":\"summary\"", lines[^1], StringComparison.Ordinal);
        Assert.Equal(ToolRun.Of("list mix.pcap --json").Lines[^1], lines[^1]);
    }

    [Fact]
    public void A_piece_that_is_repeated_late_is_no_datagram_that_lacks_the_others()
    {
        Piece[] pieces =
        [
            Piece.Of(0, 8, 'a', more: true), Piece.Of(8, 8, 'b', more: false),
            Piece.Of(8, 8, 'b', more: false) with { Seconds = 1 }, Piece.Of(0, 8, 'c', more: true) with { Seconds = 100, Id = 2 },
        ];

        var lines = ToolRun.Of(["list", "-", "--follow", "--json", "--events", "datagram,event"], PieceCapture.Of(pieces)).Lines.Select(LineSchema.Check).ToList();

        Assert.Equal(["1", "4"], lines.Where(line => line.GetProperty("type").GetString() == "datagram").Select(line => line.GetProperty("n").GetString()));
        Assert.Single(lines, line => line.GetProperty("type").GetString() == "event" && line.GetProperty("event").GetString() == "late-duplicate");
    }

    [Fact]
    public void A_fragment_is_told_when_it_comes_with_the_ports_that_are_known_then()
    {
        // #121 begins with its fifth piece, the second brings the ports.
        string Ports(string options) => string.Join(' ', ToolRun.Of("list mix.pcap --json --events fragment -Y 'n == 121' " + options).Lines[1..]
            .Select(line => LineSchema.Check(line)).Where(line => line.GetProperty("n").GetString() == "121").Select(line => line.GetProperty("sport").GetRawText()));

        Assert.Equal("null 4000 4000 4000 4000 4000", Ports("--follow"));
        Assert.Equal("4000 4000 4000 4000 4000 4000", Ports(""));
    }

    [Fact]
    public void A_selection_holds_here_too()
    {
        var run = ToolRun.Of("list mix.pcap --follow -Y 'n == 185'");
        Assert.All(run.Lines[1..], line => Assert.Equal("185", Name(line)));
        Assert.Contains("killed   conflict", run.Lines[^1], StringComparison.Ordinal);
    }

    private static string Name(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];

    private static string Judgement(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is var words ? [words[0], words[9], words[10]] : []);

    // num first src > dst proto id frags bytes state verdict
    private static string Verdict(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[10];
}
