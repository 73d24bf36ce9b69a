using System.Text.Json;
using System.Text.RegularExpressions;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using IpReassembler.Tests.Cli;

namespace IpReassembler.Tests.Records;

public class AnomalyCatalogTests
{
    // Every name of the two programs that has to do with fragments, as it stands in their sources.
    private static readonly string[] Weirds =
    [
        "bad_IP_checksum", "excessively_large_fragment", "excessively_small_fragment", "fragment_inconsistency", "fragment_overlap",
        "fragment_protocol_inconsistency", "fragment_size_inconsistency", "fragment_with_DF", "incompletely_captured_fragment",
    ];

    private static readonly string[] DecoderEvents =
    [
        "ipv4.frag_ignored", "ipv4.frag_overlap", "ipv4.frag_pkt_too_large", "ipv4.trunc_pkt",
        "ipv6.frag_ignored", "ipv6.frag_overlap", "ipv6.frag_pkt_too_large", "ipv6.trunc_pkt",
    ];

    [Fact]
    public void Every_anomaly_has_an_entry_in_the_order_of_its_bits()
    {
        var anomalies = Enum.GetValues<Anomaly>().Where(anomaly => anomaly != Anomaly.None).ToArray();
        Assert.Equal(anomalies.Order(), anomalies.OrderBy(anomaly => Words.Anomalies.ToList().IndexOf(Words.Of(anomaly).Single())));
        Assert.Equal(anomalies.Length, AnomalyCatalog.OfFragments.Count);
    }

    [Fact]
    public void Every_entry_is_a_name_and_one_sentence()
    {
        Assert.Equal(AnomalyCatalog.All.Count(), AnomalyCatalog.All.Select(entry => entry.Name).Distinct().Count());
        Assert.All(AnomalyCatalog.All, entry =>
        {
            Assert.Matches("^[a-z]+(-[a-z]+)*$", entry.Name);
            Assert.Matches(@"^[A-Z][^.]+\.$", entry.Meaning);
            Assert.Same(entry, AnomalyCatalog.Find(entry.Name));
        });
    }

    [Fact]
    public void Names_elsewhere_exist_there()
    {
        Assert.Subset(Weirds.ToHashSet(), AnomalyCatalog.All.Select(entry => entry.Zeek).OfType<string>().ToHashSet());
        Assert.Subset(DecoderEvents.ToHashSet(), AnomalyCatalog.All.SelectMany(entry => new[] { entry.SuricataFor(IpVersion.V4), entry.SuricataFor(IpVersion.V6) }).OfType<string>().ToHashSet());
    }

    [Fact]
    public void The_manual_has_the_same_table()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "README.md")).ReplaceLineEndings("\n");
        Assert.Contains(Table(), page, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_carry_the_names_of_others()
    {
        var schema = JsonDocument.Parse(RecordSchema.Read()).RootElement;
        var lines = ToolRun.Of("list active-mapping.pcap --json --events event").Lines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.All(lines, line => Assert.Empty(MiniSchema.Violations(schema, line)));
        var overlap = lines.First(line => line.GetProperty("type").GetString() == "event" && line.GetProperty("event").GetString() == "overlap-conflicting");
        Assert.Equal(("fragment_inconsistency", "ipv4.frag_overlap"), (overlap.GetProperty("zeek").GetString(), overlap.GetProperty("suricata").GetString()));
        Assert.True(overlap.GetProperty("frame").GetInt64() > 0);
    }

    [Fact]
    public void There_is_one_event_for_each_anomaly_of_each_fragment()
    {
        foreach (var capture in CaptureFolders.Own.Select(path => Path.GetFileName(path)!).Where(name => name != "damaged.pcap"))
        {
            var lines = ToolRun.Of($"list {capture} --json --events fragment,event").Lines.Skip(1).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
            var named = lines.Where(line => line.GetProperty("type").GetString() == "fragment")
                .SelectMany(line => line.GetProperty("anomalies").EnumerateArray().Select(word => (line.GetProperty("frame").GetInt64(), word.GetString(), line.GetProperty("n").GetString(), line.GetProperty("ts").GetString())));
            var events = lines.Where(line => line.GetProperty("type").GetString() == "event" && line.TryGetProperty("frame", out _))
                .Select(line => (line.GetProperty("frame").GetInt64(), line.GetProperty("event").GetString(), line.GetProperty("n").GetString(), line.GetProperty("ts").GetString()));
            Assert.Equal(named, events);
        }
    }

    private static string Table()
    {
        static string Code(string? name) => name is null ? "none" : $"`{name}`";
        var rows = AnomalyCatalog.All.Select(entry =>
            $"| {Code(entry.Name)} | {Regex.Replace(entry.Meaning, @"(--[a-z-]+)", "`$1`")} | {Code(entry.Zeek)} | {Code(entry.SuricataFor(IpVersion.V4))} | {entry.Reference ?? "none"} |\n");
        return "| name | meaning | Zeek | Suricata | reference |\n|---|---|---|---|---|\n" + string.Concat(rows);
    }
}
