using System.Text.Json;

namespace IpReassembler.Tests.Cli;

public class FlowsVerbTests
{
    [Fact]
    public void The_sums_are_those_of_the_datagrams()
    {
        // Reckoned once more from the line of each datagram, in a way too simple to be wrong.
        var datagrams = Json("list --json mix.pcap", "datagram");
        var pairs = Json("flows --by pair --json mix.pcap", "flow");
        static string PairOf(JsonElement line) => $"{line.GetProperty("src")} {line.GetProperty("dst")} {line.GetProperty("proto")}";

        Assert.Equal(datagrams.Select(PairOf).Distinct().Order(StringComparer.Ordinal), pairs.Select(PairOf).Order(StringComparer.Ordinal));
        foreach (var pair in pairs)
        {
            CheckSums(pair, datagrams.Where(one => PairOf(one) == PairOf(pair)).ToList());
            Assert.Equal(datagrams.Count(one => PairOf(one) == PairOf(pair)), pair.GetProperty("datagrams").GetInt32());
        }

        CheckSums(Json("summary --json mix.pcap", "summary").Single(), datagrams);
    }

    [Fact]
    public void Flows_know_their_ports()
    {
        var rows = ToolRun.Of("flows mix.pcap").Lines;

        Assert.Equal(1 + 4, rows.Length);
        Assert.Contains("192.0.2.7:4000 > 203.0.113.9:5000", rows[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("flows --by fish mix.pcap", "--by fish: there is flow, pair")]
    [InlineData("flows --sort p98 mix.pcap", "did you mean 'p99'")]
    [InlineData("flows --top 0 mix.pcap", "--top 0: takes a whole number from 1")]
    [InlineData("flows --columns src mix.pcap", "--columns needs --csv")]
    [InlineData("flows --csv --columns src,dts mix.pcap", "no column of flows is called 'dts'; did you mean 'dst'?")]
    [InlineData("flows --csv --json mix.pcap", "--json and --csv exclude each other")]
    public void Says_what_is_wrong(string commandLine, string message)
    {
        var run = ToolRun.Of(commandLine);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Text);
    }

    [Fact]
    public void Without_a_datagram_there_is_no_table() => Assert.Equal("No fragmented datagram.\n", ToolRun.Of("flows mix.pcap -Y 'frags > 99'").Text);

    [Fact]
    public void Top_shows_the_first_and_says_how_many_there_are()
    {
        var lines = ToolRun.Of("flows --top 1 --sort bytes mix.pcap").Lines;

        Assert.Contains("192.0.2.1:4000", lines[1], StringComparison.Ordinal);
        Assert.Equal("  and 3 more: --top 4", lines[2]);
    }

    [Theory]
    [InlineData("flow")]
    [InlineData("vlan")]
    public void No_line_is_longer_than_the_width_asked_for(string grouping)
    {
        for (var width = 40; width <= 200; width += 4)
        {
            Assert.All(ToolRun.Of($"flows --by {grouping} --width {width} mix.pcap").Lines, line => Assert.InRange(line.Length, 0, width));
        }
    }

    private static void CheckSums(JsonElement sums, List<JsonElement> datagrams)
    {
        var good = datagrams.Where(one => one.GetProperty("state").GetString() == "complete" && one.GetProperty("verdict").GetString() is "sound" or "unchecked").ToList();
        var times = good.Select(one => one.GetProperty("duration_ns").GetInt64()).Order().ToArray();
        long? NearestRank(int percent) => times.Length == 0 ? null : times[Math.Max(1, ((percent * times.Length) + 99) / 100) - 1];

        Assert.Equal(times.Length, sums.GetProperty("timed").GetInt32());
        foreach (var (name, percent) in new[] { ("min_ns", 0), ("p50_ns", 50), ("p90_ns", 90), ("p99_ns", 99), ("max_ns", 100) })
        {
            Assert.Equal(NearestRank(percent), sums.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null);
        }

        Assert.Equal(datagrams.Sum(one => one.GetProperty("reordered").GetInt32()), sums.GetProperty("reordered").GetInt32());
        Assert.Equal(datagrams.Max(one => one.GetProperty("extent_max").GetInt32()), sums.GetProperty("extent_max").GetInt32());
        if (sums.TryGetProperty("failed", out var failed))
        {
            Assert.Equal(datagrams.Count - good.Count, failed.GetInt32());
            Assert.Equal(datagrams.Sum(one => one.GetProperty("frags").GetInt32()), sums.GetProperty("frags").GetInt32());
        }
    }

    private static List<JsonElement> Json(string commandLine, string type) =>
        [.. ToolRun.Of(commandLine).Lines.Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.GetProperty("type").GetString() == type)];
}
