using System.Text.Json;
using System.Text.Json.Nodes;
using IpReassembler.Records;
using IpReassembler.Tests.Records;

namespace IpReassembler.Tests.Cli;

/// <summary>What the options of the engine change in the answer.</summary>
public class EngineOptionsTests
{
    [Fact]
    public void Two_captures_of_the_same_traffic_stay_apart_by_interface()
    {
        // The copies that the second file brings are folded into the same datagrams, or come after them.
        Assert.Contains(Lines("list clean.pcap clean.pcap --json"), line => line.TryGetProperty("dup", out var copies) && copies.GetInt32() > 0);

        var lines = Lines("list clean.pcap clean.pcap --json --key src,dst,proto,id,vlan,iface");
        Assert.Equal("src,dst,proto,id,vlan,iface", lines[0].GetProperty("key").GetString());
        var datagrams = lines[1..^1];
        Assert.All(datagrams, line => Assert.Equal("sound", line.GetProperty("verdict").GetString()));
        Assert.All(datagrams, line => Assert.Equal(0, line.GetProperty("dup").GetInt32()));
        Assert.Equal([0, 1], datagrams.Select(line => line.GetProperty("iface").GetInt32()).Distinct().Order());
        Assert.Equal(0, lines[^1].GetProperty("late_duplicates").GetInt32());
    }

    [Fact]
    public void Without_vlans_in_the_key_none_are_told()
    {
        Assert.Contains(Lines("list vlan-qinq.pcap --json"), line => line.TryGetProperty("vlan", out _));
        Assert.DoesNotContain(Lines("list vlan-qinq.pcap --json --key src,dst,proto,id"), line => line.TryGetProperty("vlan", out _));
    }

    [Fact]
    public void Small_fragments_are_named_and_nothing_else_changes()
    {
        var usual = Lines("list mix.pcap --json");
        var flagged = Lines("list mix.pcap --json --min-fragment 1480");
        Assert.Equal(usual.Select(WithoutAnomalies), flagged.Select(WithoutAnomalies));

        // The three that were not cut to a path of 1500 bytes.
        Assert.Equal(["185", "191", "201"], flagged.Where(line => line.GetRawText().Contains("small-fragment", StringComparison.Ordinal)).Select(line => line.GetProperty("n").GetString()!));
    }

    private static string WithoutAnomalies(JsonElement line)
    {
        var fields = JsonNode.Parse(line.GetRawText())!.AsObject();
        fields.Remove("anomalies");
        return fields.ToJsonString();
    }

    private static JsonElement[] Lines(string commandLine)
    {
        var run = ToolRun.Of(commandLine);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var schema = JsonDocument.Parse(RecordSchema.Read()).RootElement;
        JsonElement[] lines = [.. run.Lines.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.All(lines, line => Assert.Empty(MiniSchema.Violations(schema, line)));
        return lines;
    }
}
