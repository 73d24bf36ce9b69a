using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using IpReassembler.Timing;

namespace IpReassembler.Records;

/// <summary>Every column that a table of flows has in JSON and CSV.</summary>
public static class FlowFields
{
    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<FlowField> All { get; } =
    [
        Word("src", row => row.Key.Source?.ToString()),
        Word("dst", row => row.Key.Destination?.ToString()),
        Number("proto", row => row.Key.Protocol),
        Number("sport", row => row.Key.SourcePort),
        Number("dport", row => row.Key.DestinationPort),
        Word("vlan", row => row.Key.Vlans?.ToString()),
        Word("community_id", NameOf),
        Number("datagrams", row => row.Traffic.Datagrams),
        Number("failed", row => row.Traffic.Failed),
        Ratio("loss", row => row.Traffic.Loss),
        Number("incomplete", row => row.Traffic.Incomplete),
        Number("frags", row => row.Traffic.Fragments),
        Number("bytes", row => row.Traffic.PacketBytes),
        Number("header_bytes", row => row.Traffic.HeaderBytes),
        Number("dup", row => row.Traffic.Duplicates),
        Number("reordered", row => row.Traffic.Reordered),
        Number("extent_max", row => row.Traffic.LargestExtent),
        Number("missing_first", row => row.Traffic.MissingFirst),
        Number("missing_middle", row => row.Traffic.MissingMiddle),
        Number("missing_last", row => row.Traffic.MissingLast),
        Number("ttl_changed", row => row.Traffic.TimeToLiveChanged),
        Number("timed", row => row.Traffic.FirstToComplete.Count),
        Percentile("min_ns", 0),
        Percentile("p50_ns", 50),
        Percentile("p90_ns", 90),
        Percentile("p99_ns", 99),
        Percentile("max_ns", 100),
        Ratio("ids_per_second", row => row.Traffic.Identifications?.PerSecond),
        Number("id_wrap_ns", row => row.Traffic.Identifications?.Wrap.Nanoseconds),
        new("id_at_risk", true, (row, header) => row.Traffic.Identifications is { } budget && budget.IsAtRisk(header.TimeoutFor(budget.Version)) ? "true" : "false"),
    ];

    /// <summary>The columns that CSV has unless others are asked for.</summary>
    public static IReadOnlyList<FlowField> Default { get; } =
        [.. "src dst proto sport dport datagrams failed loss p50_ns p99_ns bytes reordered ids_per_second id_wrap_ns".Split(' ').Select(name => All.Single(field => field.Name == name))];

    /// <summary>Reads names joined by commas; on failure <paramref name="error"/> says which name is wrong.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IReadOnlyList<FlowField>? columns, [NotNullWhen(false)] out string? error)
    {
        var found = new List<FlowField>();
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (All.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } field)
            {
                columns = null;
                error = $"no column of flows is called '{name}'{Nearest.Hint(name, All.Select(known => known.Name))}";
                return false;
            }

            found.Add(field);
        }

        columns = found;
        error = null;
        return true;
    }

    private static FlowField Word(string name, Func<FlowRow, string?> text) => new(name, false, (row, _) => text(row));

    private static FlowField Number(string name, Func<FlowRow, long?> number) => new(name, true, (row, _) => number(row)?.ToString(CultureInfo.InvariantCulture));

    private static FlowField Ratio(string name, Func<FlowRow, double?> ratio) => new(name, true, (row, _) => ratio(row)?.ToString("0.######", CultureInfo.InvariantCulture));

    private static FlowField Percentile(string name, double percent) => Number(name, row => row.Traffic.FirstToComplete.Percentile(percent)?.Nanoseconds);

    private static string? NameOf(FlowRow row) =>
        row.Key is { Source: { } source, Destination: { } destination, Protocol: { } protocol, SourcePort: { } from, DestinationPort: { } to }
            ? CommunityId.Of(source, destination, protocol, from, to)
            : null;
}
