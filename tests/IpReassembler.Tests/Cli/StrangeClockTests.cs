using System.Globalization;
using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using Piece = IpReassembler.Tests.Reassembly.Piece;

namespace IpReassembler.Tests.Cli;

/// <summary>Captures whose time stamps run backwards, stand still, or lie lifetimes apart: one datagram of three pieces each.</summary>
public class StrangeClockTests
{
    // Time zero is a time stamp like any other; the last is the latest that pcap can hold.
    private const string Backwards = "10 4 7", Still = "5 5 5", Zero = "0 0 0", Apart = "0 2000000000 4294967295";

    [Theory]
    [InlineData(Backwards, null, true)]
    [InlineData(Still, 0L, false)]
    [InlineData(Zero, 0L, false)]
    [InlineData(Apart, 4_294_967_295_000_000_000, false)]
    public void No_length_of_time_is_negative(string seconds, long? duration, bool steppedBack)
    {
        var run = ToolRun.Of(["list", "-", "--json", "--events", "datagram,fragment,event,summary", "--timeout", "none"], Capture(seconds));

        Assert.Equal(0, run.ExitCode);
        var datagram = run.Lines.Select(LineSchema.Check).Single(line => line.GetProperty("type").GetString() == "datagram");
        Assert.Equal("complete", datagram.GetProperty("state").GetString());
        Assert.Equal(duration?.ToString(CultureInfo.InvariantCulture) ?? "null", datagram.GetProperty("duration_ns").GetRawText());
        Assert.Equal(steppedBack, datagram.GetProperty("clock_back").GetBoolean());
        Assert.DoesNotContain("_ns\":-", run.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("summary -")]
    [InlineData("summary - -v")]
    [InlineData("summary - --json")]
    [InlineData("list -")]
    [InlineData("list - --csv --columns n,first,last,complete,duration,span,gap_max,late,waited")]
    [InlineData("list - --follow")]
    [InlineData("flows - --json")]
    [InlineData("flows -")]
    public void No_verb_shows_one(string command)
    {
        foreach (var seconds in new[] { Backwards, Still, Zero, Apart })
        {
            foreach (var timeout in new[] { "none", "30s" })
            {
                var run = ToolRun.Of([.. ToolRun.Split(command), "--timeout", timeout], Capture(seconds));
                Assert.Equal(0, run.ExitCode);
                Assert.DoesNotMatch(@"(^|[ ,:])-[0-9]", run.Text);
            }
        }
    }

    [Fact]
    public void A_step_back_is_told()
    {
        Assert.Contains("clock stepped back", ToolRun.Of(["summary", "-"], Capture(Backwards)).Text, StringComparison.Ordinal);
        Assert.EndsWith("-  clock stepped back\n", ToolRun.Of(["list", "-"], Capture(Backwards)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("clock stepped back", ToolRun.Of(["summary", "-"], Capture(Still)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rebuilt_packet_says_that_it_has_no_duration()
    {
        var cache = new ReassemblyCache();
        var told = "";
        foreach (var piece in Pieces(Backwards))
        {
            foreach (var outcome in cache.Accept(piece.ToEthernet(), LinkType.Ethernet, piece.At))
            {
                told = outcome.Fate == FragmentFate.Completes ? RewriteComment.OfWhole(outcome.Datagram!) : told;
            }
        }

        Assert.StartsWith("reassembled from 3 fragments in frames 1 2 3; the clock stepped back; ", told, StringComparison.Ordinal);
    }

    private static IEnumerable<Piece> Pieces(string seconds) => seconds.Split(' ')
        .Select((second, i) => Piece.Of(i * 8, 8, 'a', more: i < 2) with { Seconds = double.Parse(second, CultureInfo.InvariantCulture) });

    private static byte[] Capture(string seconds) => PieceCapture.Of(Pieces(seconds));
}
