using System.Globalization;
using IpReassembler.Packets;
using IpReassembler.Records;
using IpReassembler.Timing;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Tables of flows: the short one of a summary, and the one of <c>ipreasm flows</c>.</summary>
internal static class FlowText
{
    private const int ShownInSummary = 5;

    /// <summary>Who suffers: the pairs of hosts whose datagrams fail most.</summary>
    public static void WriteShort(TextWriter output, CaptureHeader header, FlowTable flows, Style style)
    {
        if (flows.Count == 0)
        {
            return;
        }

        TextColumn[] columns =
        [
            new(""), new("", Sacrifice: 4), new("datagrams", Right: true), new("failed", Right: true), new("loss", Right: true, Sacrifice: 1),
            new("p50", Right: true, Sacrifice: 2), new("p99", Right: true, Sacrifice: 3),
        ];
        var rows = flows.Ordered(FlowOrder.Failed).Take(ShownInSummary).Select(row => new[]
        {
            Ends(row.Key), Protocol(row.Key), Number(row.Traffic.Datagrams), Number(row.Traffic.Failed), Loss(row.Traffic), Time(row.Traffic, 50, style), Time(row.Traffic, 99, style),
        }).ToList();
        output.WriteLine();
        WriteNamed(output, "FLOWS", TextTable.Lines(columns, rows, style).ToList());
        if (flows.Count > rows.Count || flows.Displaced > 0)
        {
            var command = header.ReadOptions.Length > 0 ? $"  ipreasm flows {header.ReadOptions} --by pair" : "";
            output.WriteLine(Invariant($"  and {flows.Count - rows.Count + flows.Displaced} more.{command}"));
        }
    }

    /// <summary>How fast each pair of hosts uses up its identifications; only with <c>-v</c>.</summary>
    public static void WriteIdentifications(TextWriter output, CaptureHeader header, FlowTable flows, Style style)
    {
        var rows = flows.Ordered(FlowOrder.Failed).Where(row => row.Traffic.Identifications is not null).Take(ShownInSummary)
            .Select(row => new[] { Ends(row.Key), Protocol(row.Key), Rate(row.Traffic), Budget(row.Traffic, header, style) }).ToList();
        if (rows.Count > 0)
        {
            output.WriteLine();
            WriteNamed(output, "IDENTIFICATIONS", TextTable.Lines([new(""), new(""), new("IDs/s", Right: true), new("budget")], rows, style).ToList());
        }
    }

    /// <summary>What each sender sent, over all pairs of hosts; only with <c>-v</c>.</summary>
    public static void WriteHosts(TextWriter output, FlowTable pairs, Style style)
    {
        var rows = pairs.Rows.Where(row => row.Key.Source is not null)
            .GroupBy(row => row.Key.Source!.Value)
            .Select(host => (Host: host.Key, Datagrams: host.Sum(row => row.Traffic.Datagrams), Failed: host.Sum(row => row.Traffic.Failed)))
            .OrderByDescending(host => host.Failed).ThenByDescending(host => host.Datagrams).ThenBy(host => (host.Host.High, host.Host.Low))
            .Take(ShownInSummary)
            .Select(host => new[] { host.Host.ToString(), Number(host.Datagrams), Number(host.Failed) }).ToList();
        if (rows.Count > 0)
        {
            output.WriteLine();
            WriteNamed(output, "HOSTS", TextTable.Lines([new(""), new("sent", Right: true), new("failed", Right: true)], rows, style).ToList());
        }
    }

    /// <summary>The table of the verb.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="header">How the capture was read: how long fragments wait says whether identifications come again too soon.</param>
    /// <param name="flows">The rows.</param>
    /// <param name="order">Which come first.</param>
    /// <param name="top">How many.</param>
    /// <param name="style">How it may look.</param>
    public static void Write(TextWriter output, CaptureHeader header, FlowTable flows, FlowOrder order, long top, Style style)
    {
        if (flows.Count == 0)
        {
            output.WriteLine("No fragmented datagram.");
            return;
        }

        var (tellsProtocol, tellsBudget) = (flows.Grouping is FlowGrouping.Flow or FlowGrouping.Pair, flows.Grouping is FlowGrouping.Flow or FlowGrouping.Pair or FlowGrouping.Source);
        TextColumn[] columns =
        [
            new(Title(flows.Grouping)), .. tellsProtocol ? [new("proto", Sacrifice: 7)] : Array.Empty<TextColumn>(), new("datagrams", Right: true), new("failed", Right: true), new("loss", Right: true, Sacrifice: 5),
            new("p50", Right: true, Sacrifice: 4), new("p99", Right: true, Sacrifice: 8), new("bytes", Right: true, Sacrifice: 3), new("reordered", Right: true, Sacrifice: 1),
            // Only hosts that number datagrams of one kind together can run out of numbers.
            .. tellsBudget ? [new("IDs/s", Right: true, Sacrifice: 2), new("ID budget", Sacrifice: 6)] : Array.Empty<TextColumn>(),
        ];
        var rows = flows.Ordered(order).Take((int)Math.Min(top, int.MaxValue)).Select(row => (string[])
        [
            flows.Grouping == FlowGrouping.Vlan ? Vlan(row.Key) : flows.Grouping == FlowGrouping.Protocol ? Protocol(row.Key) : Ends(row.Key),
            .. tellsProtocol ? [Protocol(row.Key)] : Array.Empty<string>(),
            Number(row.Traffic.Datagrams), Number(row.Traffic.Failed), Loss(row.Traffic), Time(row.Traffic, 50, style), Time(row.Traffic, 99, style),
            Number(row.Traffic.PacketBytes), Number(row.Traffic.Reordered),
            .. tellsBudget ? [Rate(row.Traffic), Budget(row.Traffic, header, style)] : Array.Empty<string>(),
        ]).ToList();
        foreach (var line in TextTable.Lines(columns, rows, style))
        {
            output.WriteLine(line);
        }

        if (flows.Count > rows.Count)
        {
            output.WriteLine(Invariant($"  and {flows.Count - rows.Count} more: --top {flows.Count}"));
        }

        if (flows.Displaced > 0)
        {
            output.WriteLine($"  and {RecordText.Count(flows.OtherDatagrams, "datagram")}, {flows.OtherFailed} of them failed, of {RecordText.Count(flows.Displaced, "light row")} that made room for others");
        }
    }

    /// <summary>The ends of a row, with ports where they are part of it.</summary>
    public static string Ends(in FlowKey key) => key switch
    {
        { Source: { } source, Destination: { } destination, SourcePort: { } from, DestinationPort: { } to } => Invariant($"{WithPort(source, from)} > {WithPort(destination, to)}"),
        { Source: { } source, Destination: { } destination } => $"{source} > {destination}",
        _ => (key.Source ?? key.Destination)?.ToString() ?? "-",
    };

    private static string WithPort(IpAddress address, int port) => address.Version == IpVersion.V6 ? Invariant($"[{address}]:{port}") : Invariant($"{address}:{port}");

    private static string Title(FlowGrouping grouping) => grouping switch
    {
        FlowGrouping.Source => "src",
        FlowGrouping.Destination => "dst",
        FlowGrouping.Protocol => "proto",
        FlowGrouping.Vlan => "vlan",
        _ => "src > dst",
    };

    private static string Vlan(in FlowKey key) => key.Vlans is { Count: > 0 } vlans ? vlans.ToString() : "none";

    private static string Protocol(in FlowKey key) => key.Protocol is { } protocol ? ProtocolNames.Of(protocol) : "-";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    // Little is not nothing, and nearly all is not all.
    private static string Loss(TrafficStatistics traffic) => (100 * traffic.Loss) is var percent && percent is (> 0 and < 1) or (> 99 and < 100)
        ? Invariant($"{percent:0.00} %") : Invariant($"{percent:0} %");

    private static string Time(TrafficStatistics traffic, double percent, Style style) => traffic.FirstToComplete.Percentile(percent) is { } time ? style.Show(time) : "-";

    private static string Budget(TrafficStatistics traffic, CaptureHeader header, Style style)
    {
        if (traffic.Identifications is not { } budget)
        {
            return "-";
        }

        var timeout = header.TimeoutFor(budget.Version);
        var risk = budget.IsAtRisk(timeout) ? $" < timeout {(timeout == Duration.Longest ? "none" : SummaryText.Whole(timeout, style))} -> AT RISK" : "";
        return $"wrap {SummaryText.Long(budget.Wrap, style)}{risk}";
    }

    private static string Rate(TrafficStatistics traffic) => traffic.Identifications is { } budget ? Invariant($"{budget.PerSecond:0.#}") : "-";

    // A block's name stands in the line of titles, whose first column has none.
    private static void WriteNamed(TextWriter output, string name, List<string> lines)
    {
        output.WriteLine(name + (lines[0].Length > name.Length ? lines[0][name.Length..] : ""));
        lines.Skip(1).ToList().ForEach(output.WriteLine);
    }
}
