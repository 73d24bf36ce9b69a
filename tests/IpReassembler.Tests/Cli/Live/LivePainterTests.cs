using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Tests.Cli.Text;
using IpReassembler.Tests.Reassembly;

namespace IpReassembler.Tests.Cli.Live;

/// <summary>What the screen shows, letter by letter, at given sizes and moments.</summary>
public class LivePainterTests
{
    private static readonly LiveHead Head = new("mix.pcap", "", Duration.FromSeconds(30), Kept: null);

    [Theory]
    [InlineData("mix-80x24", 80, 24, 12.5)]
    [InlineData("mix-200x50", 200, 50, 12.5)]
    [InlineData("mix-40x24", 40, 24, 12.5)]
    [InlineData("mix-100x16", 100, 16, 33.9)]
    [InlineData("mix-80x12", 80, 12, 12.5)]
    public void Mix(string name, int width, int height, double seconds) => Check(name, Traffic.Of("mix.pcap", seconds).Show(), new LiveView(), width, height);

    [Fact]
    public void Mix_in_ASCII() => Check("mix-ascii-80x24", Traffic.Of("mix.pcap", 12.5).Show(), new LiveView(), 80, 24, ascii: true);

    [Fact]
    public void The_help() => Check("help-80x24", new Traffic().Show(), Pressed("?", new Traffic().Show()), 80, 24);

    [Fact]
    public void A_waiting_datagram_in_full()
    {
        // Two flows come first, then #151, which lacks 2960-5919.
        var shown = Traffic.Of("mix.pcap", 12.5).Show();
        Check("waiting-80x24", shown, Pressed("↓↓⏎", shown), 80, 24);
    }

    [Fact]
    public void A_flow_in_full()
    {
        var shown = Traffic.Of("mix.pcap", 12.5).Show();
        Check("flow-80x24", shown, Pressed("⏎", shown), 80, 24);
    }

    [Fact]
    public void Before_anything_came() =>
        Check("silence-80x24", new Traffic().Show(dropped: 0), new LiveView(), 80, 24, Head with { Where = "eth0", Filter = "udp and port 53", Kept = Duration.FromSeconds(60) });

    [Fact]
    public void The_scenario_of_a_hole_that_closes_late()
    {
        // 3000 bytes in pieces of 1000: the middle one does not come for 27 s, and then it does.
        Piece[] pieces = [Piece.Of(0, 1000, 'A', more: true), Piece.Of(1000, 1000, 'B', more: true), Piece.Of(2000, 1000, 'C', more: false)];
        var traffic = new Traffic().Send(pieces[0], pieces[2] with { Seconds = 0.001 });
        Check("hole-80x24", traffic.Pass(0.002).Show(), new LiveView(), 80, 24);
        Assert.Contains("1000-1999  3.00 s of 30 s", Waiting(traffic.Pass(27)));
        traffic.Send(pieces[1] with { Seconds = 27.5 });
        Assert.DoesNotContain("#1 ", Waiting(traffic.Pass(28)));
        Assert.Contains("unchecked 100.0 %", Waiting(traffic));
        Assert.Contains("p50  27.5 s", Waiting(traffic));
    }

    [Theory]
    [InlineData(40, 24)]
    [InlineData(41, 13)]
    [InlineData(59, 17)]
    [InlineData(60, 18)]
    [InlineData(99, 21)]
    [InlineData(100, 22)]
    [InlineData(131, 39)]
    [InlineData(300, 100)]
    public void Every_size_is_filled_exactly(int width, int height)
    {
        var shown = Traffic.Of("mix.pcap", 12.5).Show();
        foreach (var keys in new[] { "", "?", "⏎", "↓↓⏎", "/abc" })
        {
            foreach (var ascii in new[] { false, true })
            {
                var lines = new LivePainter(Head).Paint(shown, Pressed(keys, shown), height, new Style(Color: false, ascii, width));
                Assert.Equal(height, lines.Count);
                Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
                Assert.True(!ascii || lines.All(line => line.All(char.IsAscii)), string.Join('\n', lines));
            }
        }
    }

    [Theory]
    [InlineData(39, 24)]
    [InlineData(80, 7)]
    [InlineData(1, 1)]
    [InlineData(8, 2)]
    public void What_is_too_small_is_said(int width, int height)
    {
        var lines = new LivePainter(Head).Paint(new Traffic().Show(), new LiveView(), height, new Style(false, false, width));
        Assert.InRange(lines.Count, 1, height);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, width));
    }

    [Fact]
    public void Colour_changes_no_letter()
    {
        var shown = Traffic.Of("mix.pcap", 33).Show();
        var plain = new LivePainter(Head).Paint(shown, new LiveView(), 24, new Style(false, false, 80));
        var colored = new LivePainter(Head).Paint(shown, new LiveView(), 24, new Style(true, false, 80));
        Assert.NotEqual(plain, colored);
        Assert.Equal(plain, colored.Select(line => System.Text.RegularExpressions.Regex.Replace(line, "\u001b\\[[0-9]+m", "")));
    }

    [Fact]
    public void A_name_from_outside_cannot_steer_the_terminal()
    {
        var lines = new LivePainter(Head with { Where = "a\u001b[2Jb" }).Paint(new Traffic().Show(), new LiveView(), 24, new Style(false, false, 80));
        Assert.DoesNotContain('\u001b', string.Concat(lines));
    }

    [Fact]
    public void More_rows_than_there_is_room_for_are_scrolled_to()
    {
        var shown = new Traffic().Send(Enumerable.Range(1, 40).Select(id => Piece.Of(0, 16, 'A', more: true) with { Id = id, Seconds = id * 0.01 })).Show();
        var view = new LiveView();
        Assert.Contains("#1 ", Screen(shown, view));
        view.Press(new string('↓', 39), shown);
        Assert.DoesNotContain("#1 ", Screen(shown, view));
        Assert.Contains("> #40 ", Screen(shown, view));
        Assert.Contains("waiting now: 40, oldest first", Screen(shown, view));
    }

    private static string Waiting(Traffic traffic) => Screen(traffic.Show(), new LiveView());

    private static string Screen(LiveSnapshot shown, LiveView view) => string.Join('\n', new LivePainter(Head).Paint(shown, view, 24, new Style(false, false, 80)));

    private static LiveView Pressed(string keys, LiveSnapshot shown)
    {
        var view = new LiveView();
        view.Press(keys, shown);
        return view;
    }

    private static void Check(string name, LiveSnapshot shown, LiveView view, int width, int height, LiveHead? head = null, bool ascii = false) => Golden.Check("live-" + name, output =>
    {
        foreach (var line in new LivePainter(head ?? Head).Paint(shown, view, height, new Style(false, ascii, width)))
        {
            output.WriteLine(line.TrimEnd());
        }
    });
}
