using IpReassembler.Cli;
using IpReassembler.Tests.Reassembly;

namespace IpReassembler.Tests.Cli.Live;

/// <summary>What keys do.</summary>
public class LiveViewTests
{
    private static readonly LiveSnapshot Mix = Traffic.Of("mix.pcap", 12.5).Show();

    [Theory]
    [InlineData("q", LiveWish.Quit)]
    [InlineData("w", LiveWish.Save)]
    [InlineData("x", LiveWish.Mark)]
    [InlineData("p", LiveWish.None)]
    [InlineData("/q", LiveWish.None)]
    [InlineData("?q", LiveWish.Quit)]
    public void Some_ask_for_what_the_view_cannot_do(string keys, object wish) => Assert.Equal(wish, new LiveView().Press(keys, Mix));

    [Fact]
    public void P_pauses_and_goes_on()
    {
        var view = Pressed("p");
        Assert.True(view.IsPaused);
        view.Press("p", Mix);
        Assert.False(view.IsPaused);
    }

    [Theory]
    [InlineData("", "17 1")]
    [InlineData("s", "1 17")]
    [InlineData("ss", "17 1")]
    [InlineData("sss", "17 1")]
    [InlineData("ssss", "17 1")]
    [InlineData("sssss", "17 1")]
    public void S_sorts_the_flows(string keys, string protocols) =>
        Assert.Equal(protocols, string.Join(' ', Pressed(keys).Flows(Mix).Select(flow => flow.Key.Protocol)));

    [Theory]
    [InlineData("", 2, 6)]
    [InlineData("/udp⏎", 1, 6)]
    [InlineData("/UDP⏎", 1, 6)]
    [InlineData("/udq⌫p⏎", 1, 6)]
    [InlineData("/192.0.2.1:4000⏎", 1, 0)]
    [InlineData("/id 012d⏎", 0, 1)]
    [InlineData("/#155⏎", 0, 1)]
    [InlineData("/nothing⏎", 0, 0)]
    [InlineData("/nothing⎋", 2, 6)]
    [InlineData("/nothing⏎⎋", 2, 6)]
    public void A_filter_shows_rows_with_its_words(string keys, int flows, int waiting)
    {
        var view = Pressed(keys);
        Assert.Equal((flows, waiting), (view.Flows(Mix).Count, view.Waiting(Mix).Count));
    }

    [Fact]
    public void The_board_is_asked_for_what_the_filter_wants()
    {
        var traffic = new Traffic().Send(Enumerable.Range(1, 30).Select(id => Piece.Of(0, 16, 'A', more: true) with { Id = id }));
        var view = new LiveView();
        view.Press("/id 001e⏎", traffic.Show());
        var shown = traffic.Show(waiting: 5, view);
        Assert.Equal((30, 1), (shown.Waiting.Single().Record.Number, shown.WaitingCount));
    }

    [Fact]
    public void What_was_chosen_stays_chosen_when_rows_come_and_go()
    {
        var (view, before) = (Pressed("↓↓↓"), Mix);
        Assert.Equal(3, view.Chosen(view.Flows(before), view.Waiting(before)));

        // #151 stands in front of it and goes.
        var after = before with { Waiting = [.. before.Waiting.Skip(1)] };
        Assert.Equal(2, view.Chosen(view.Flows(after), view.Waiting(after)));

        // And when it goes itself, its place is.
        var without = before with { Waiting = [.. before.Waiting.Skip(2)] };
        Assert.Equal(2, view.Chosen(view.Flows(without), view.Waiting(without)));
        var empty = before with { Waiting = [], Flows = [] };
        Assert.Equal(-1, view.Chosen(view.Flows(empty), view.Waiting(empty)));
    }

    [Fact]
    public void Arrows_stop_at_both_ends()
    {
        var view = Pressed("↑↑");
        Assert.Equal(0, view.Chosen(view.Flows(Mix), view.Waiting(Mix)));
        view.Press(new string('j', 99), Mix);
        Assert.Equal(7, view.Chosen(view.Flows(Mix), view.Waiting(Mix)));
    }

    [Fact]
    public void Enter_opens_and_escape_closes()
    {
        var view = Pressed("↓↓⏎");
        Assert.Equal((LivePage.Detail, "151"), (view.Page, view.Subject));
        view.Press("⎋", Mix);
        Assert.Equal(LivePage.Overview, view.Page);
        var nothing = new LiveView();
        nothing.Press("⏎", new Traffic().Show());
        Assert.Equal(LivePage.Overview, nothing.Page);
    }

    [Fact]
    public void A_message_lasts_until_the_next_key()
    {
        var view = new LiveView { Message = "told" };
        view.Press("s", Mix);
        Assert.Null(view.Message);
    }

    private static LiveView Pressed(string keys)
    {
        var view = new LiveView();
        view.Press(keys, Mix);
        return view;
    }
}
