using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using IpReassembler.Tests.Reassembly;

namespace IpReassembler.Tests.Cli.Live;

/// <summary>What the board knows of running traffic.</summary>
public class LiveBoardTests
{
    private static readonly Piece First = Piece.Of(0, 16, 'A', more: true);
    private static readonly Piece Last = Piece.Of(16, 8, 'B', more: false);

    [Fact]
    public void Its_sums_over_a_whole_capture_are_those_of_the_summary()
    {
        var shown = Traffic.Of("mix.pcap", 80).Finish().Show();
        var flows = shown.Flows.ToDictionary(flow => $"{flow.Key.Source} {flow.Key.Protocol}", flow => (flow.Datagrams, flow.Failed));
        Assert.Equal((30, 2), flows["192.0.2.1 17"]);
        Assert.Equal((6, 5), flows["192.0.2.7 17"]);
        Assert.Equal((2, 2), flows["192.0.2.7 1"]);
        Assert.Equal(3, flows.Count);
    }

    [Fact]
    public void Rates_are_those_of_the_last_second_that_is_over()
    {
        var traffic = new Traffic().Send([.. Datagram(1, 0.1), .. Datagram(2, 0.2), .. Datagram(3, 1.5)]);
        Assert.Equal([2], traffic.Show().DatagramRates);
        Assert.Equal(4, traffic.Show().PacketRate);
        Assert.Equal((50 + 42) * 2 * 8, traffic.Show().BitRate);
        Assert.Equal([2, 1, 0], traffic.Pass(3).Show().DatagramRates);
        Assert.Equal(0, traffic.Show().PacketRate);
    }

    [Fact]
    public void Outcomes_are_forgotten_after_a_minute()
    {
        var traffic = new Traffic().Send(Datagram(1, 0.5));
        Assert.Equal([(RecordCategory.Unchecked, 1)], traffic.Pass(59.9).Show().Outcomes);
        Assert.Empty(traffic.Pass(60).Show().Outcomes);
    }

    [Fact]
    public void A_datagram_that_is_given_up_is_incomplete_until_it_turns_out_to_have_expired()
    {
        var traffic = new Traffic().Send(First).Pass(30);
        Assert.Equal([(RecordCategory.Incomplete, 1)], traffic.Show().Outcomes);
        Assert.Empty(traffic.Show().Waiting);
        traffic.Send(Last with { Seconds = 31 });
        Assert.Equal([(RecordCategory.Expired, 1)], traffic.Show().Outcomes);
        Assert.Equal((1, 1), (traffic.Show().Flows[0].Datagrams, traffic.Show().Flows[0].Failed));
    }

    [Fact]
    public void A_late_copy_of_one_piece_is_no_datagram_that_was_given_up()
    {
        var traffic = new Traffic().Send([.. Datagram(1, 0.1), Last with { Seconds = 0.3 }]).Pass(50);
        Assert.Equal([(RecordCategory.Unchecked, 1)], traffic.Show().Outcomes);
        Assert.Equal((1, 0), (traffic.Show().Flows[0].Datagrams, traffic.Show().Flows[0].Failed));
    }

    [Fact]
    public void Late_copies_are_no_datagrams()
    {
        var traffic = new Traffic().Send([.. Datagram(1, 0.1), .. Datagram(1, 0.2)]).Pass(2);
        Assert.Equal([1, 0], traffic.Show().DatagramRates);
    }

    [Fact]
    public void Percentiles_are_by_second_and_over_the_last_minute()
    {
        var traffic = new Traffic();
        for (var i = 0; i < 100; i++)
        {
            traffic.Send(First with { Id = i + 1, Seconds = i * 0.01 }, Last with { Id = i + 1, Seconds = (i * 0.01) + (i < 90 ? 0.001 : 0.005) });
        }

        traffic.Pass(1);
        Assert.Equal([1_000_000], traffic.Show().Halves);
        Assert.Equal([5_000_000], traffic.Show().Mosts);
        Assert.Equal((Duration.FromMilliseconds(1), Duration.FromMilliseconds(5)), (traffic.Show().Half, traffic.Show().Most));
        Assert.Equal(Duration.FromMilliseconds(1), traffic.Pass(59.9).Show().Half);
        Assert.Null(traffic.Pass(70).Show().Half);
        Assert.Equal(Duration.FromMilliseconds(1), traffic.Show().Flows[0].Half);
    }

    [Fact]
    public void A_clock_that_steps_back_stands_still()
    {
        var traffic = new Traffic().Send(Datagram(1, 5)).Send(Datagram(2, 3));
        Assert.Equal(Duration.FromSeconds(5), traffic.Board.Running);
        Assert.Equal(2, traffic.Pass(6).Show().DatagramRates[^1]);
    }

    [Fact]
    public void Identifications_that_come_again_too_soon_are_a_risk()
    {
        // 3,000 a second use 65,536 in 21.8 s.
        var traffic = new Traffic();
        for (var i = 0; i < 3000; i++)
        {
            traffic.Send(Datagram(i, i / 3000.0));
        }

        var flow = traffic.Pass(1).Show().Flows[0];
        Assert.Equal(3000, flow.Rate);
        Assert.Equal(21.8, flow.Wrap!.Value.Nanoseconds / 1e9, 1);
        Assert.True(IpReassembler.Cli.FlowLines.IsAtRisk(flow, Duration.FromSeconds(30)));
        Assert.False(IpReassembler.Cli.FlowLines.IsAtRisk(flow, Duration.FromSeconds(20)));
    }

    [Fact]
    public void Flows_are_bounded_and_the_silent_ones_go()
    {
        var traffic = new Traffic();
        traffic.Send(Datagram(1, 0));
        for (var i = 0; i < 600; i++)
        {
            traffic.Send(Datagram(1, i * 0.001).Select(piece => piece with { Source = $"198.51.{i / 200}.{i % 200}" }));
        }

        var shown = traffic.Show();
        Assert.Equal((512, 89), (shown.Flows.Count, shown.ForgottenFlows));
        Assert.DoesNotContain(shown.Flows, flow => flow.Key.Source.ToString() == "192.0.2.1");
    }

    [Fact]
    public void Ports_are_named_where_a_flow_has_one_pair_of_them()
    {
        var shown = Traffic.Of("mix.pcap", 12.5).Show();
        Assert.Equal((4000, 5000), shown.Flows.Single(flow => flow.Key.Protocol == 17).Ports);
        Assert.Null(shown.Flows.Single(flow => flow.Key.Protocol == 1).Ports);
    }

    [Fact]
    public void Only_so_many_waiting_ones_are_described_but_all_are_counted()
    {
        var shown = new Traffic().Send(Enumerable.Range(1, 10_001).Select(id => First with { Id = id, Source = $"10.0.{id % 250}.1" })).Show(waiting: 3);
        Assert.Equal([1, 2, 3], shown.Waiting.Select(row => row.Record.Number));
        Assert.Equal((10_000, true), (shown.WaitingCount, shown.WaitingIsMore));
    }

    [Fact]
    public void Without_a_timeout_nobody_counts_down()
    {
        var row = new Traffic(new ReassemblyOptions { Timeout = Duration.Longest }).Send(First).Show().Waiting.Single();
        Assert.Equal(Duration.Longest, row.Left);
        Assert.Equal(Verdict.Incomplete, row.Record.Verdict);
    }

    private static Piece[] Datagram(int id, double seconds) => [First with { Id = id, Seconds = seconds }, Last with { Id = id, Seconds = seconds }];
}
