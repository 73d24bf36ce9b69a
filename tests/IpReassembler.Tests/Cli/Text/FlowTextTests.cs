using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using IpReassembler.Timing;

namespace IpReassembler.Tests.Cli.Text;

public class FlowTextTests
{
    [Fact]
    public void A_fast_sender_is_at_risk_and_a_light_row_makes_room()
    {
        var flows = new FlowTable(FlowGrouping.Flow, maxFlows: 2);
        for (var i = 0; i < 5_000; i++)
        {
            // 5,000 in 0.5 s: 65,536 last 6.5 s.
            flows.Add(Facts("192.0.2.1", "192.0.2.2", 100 * i), Timing);
            if (i % 2 == 0)
            {
                flows.Add(Facts("2001:db8::1", "2001:db8::2", 100 * i), Timing);
            }
        }

        flows.Add(Facts("192.0.2.3", "192.0.2.2", 1), Timing);
        using var text = new StringWriter { NewLine = "\n" };
        FlowText.Write(text, Header, flows, FlowOrder.Failed, top: 1, Style.Plain);

        var lines = text.ToString().Split('\n');
        Assert.Contains("AT RISK", Show(flows), StringComparison.Ordinal);
        Assert.Contains("wrap 6.554 s < timeout 30 s -> AT RISK", Show(flows), StringComparison.Ordinal);
        Assert.Equal("  and 1 more: --top 2", lines[2]);
        Assert.StartsWith("  and 2500 datagrams, 0 of them failed, of 1 light row that made room", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Each_version_is_judged_by_its_own_timeout()
    {
        // 1,000 in 12 µs: 2^32 last 52 s. That is longer than IPv4 fragments wait, and not as long as those of IPv6.
        var flows = new FlowTable(FlowGrouping.Pair, maxFlows: 1);
        for (var i = 0; i < 1_000; i++)
        {
            flows.Add(Facts("2001:db8::1", "2001:db8::2", microseconds: i / 77), Timing);
        }

        using var text = new StringWriter();
        FlowText.WriteIdentifications(text, Header, flows, Style.Plain);
        Assert.Contains("< timeout 60 s -> AT RISK", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("< timeout 60 s -> AT RISK", Show(flows), StringComparison.Ordinal);
        var field = Assert.Single(FlowFields.All, field => field.Name == "id_at_risk");
        Assert.Equal(("true", "false"), (field.Text(flows.Rows[0], Header), field.Text(flows.Rows[0], Header with { Ipv6Timeout = Duration.FromSeconds(30) })));
    }

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(1, "0.10 %")]
    [InlineData(60, "6 %")]
    [InlineData(999, "99.90 %")]
    [InlineData(1_000, "100 %")]
    public void A_little_loss_is_not_none_and_nearly_all_is_not_all(int failed, string loss)
    {
        var flows = new FlowTable(FlowGrouping.Pair, maxFlows: 1);
        for (var i = 0; i < 1_000; i++)
        {
            flows.Add(Facts("192.0.2.1", "192.0.2.2", i) with { Verdict = i < failed ? Verdict.Incomplete : Verdict.Sound }, Timing);
        }

        Assert.Contains($" {loss} ", Show(flows), StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_behind_an_address_with_colons_are_told_apart() =>
        Assert.Equal("[2001:db8::1]:4000 > [2001:db8::2]:5000", FlowText.Ends(FlowKey.Of(Facts("2001:db8::1", "2001:db8::2", 0), FlowGrouping.Flow)));

    // As long as Linux waits: 30 s for IPv4, 60 s for IPv6.
    private static CaptureHeader Header => new() { File = "day.pcap" };

    private static TimelineStatistics Timing => new() { FragmentCount = 2 };

    private static string Show(FlowTable flows)
    {
        using var text = new StringWriter();
        FlowText.Write(text, Header, flows, FlowOrder.Failed, top: 9, Style.Plain);
        return text.ToString();
    }

    private static DatagramFacts Facts(string source, string destination, long microseconds) => new()
    {
        Key = new DatagramKey(IpAddress.Parse(source), IpAddress.Parse(destination), 0, 17, VlanTags.None, 0),
        SourcePort = 4000,
        DestinationPort = 5000,
        First = new Timestamp(0) + Duration.FromMicroseconds(microseconds),
        State = DatagramState.Complete,
        Verdict = Verdict.Sound,
    };
}
