using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>The table of flows.</summary>
/// <remarks>In a narrow terminal the columns go in this order: trend, reordered, p50, id-wrap, p99, then the ports, and the rate.</remarks>
internal static class FlowLines
{
    private const int WideTrend = 24, NarrowTrend = 10, WideFrom = 130, PortsFrom = 56;

    // The gap before the name, the gap before the loss, and that.
    private const int LossWidth = 2 + 2 + 7;

    /// <summary>What takes longer than this is of no concern.</summary>
    public static readonly Duration Hour = Duration.FromSeconds(3600);

    private static readonly TextColumn[] Columns =
    [
        new("src > dst"), new("dg/s", Right: true, Sacrifice: 6), new("loss", Right: true), new("p50", Right: true, Sacrifice: 3), new("p99", Right: true, Sacrifice: 5),
        new("reord", Right: true, Sacrifice: 2), new("id-wrap", Right: true, Sacrifice: 4), new("trend", Sacrifice: 1),
    ];

    /// <summary>Lines for flows, titles first.</summary>
    public static IEnumerable<(string Text, Tone Tone)> Of(IReadOnlyList<FlowRow> flows, int chosen, Duration timeout, Style style)
    {
        var trend = style.Width >= WideFrom ? WideTrend : NarrowTrend;
        var rows = flows.Select(flow => new[]
        {
            style.Clip(LiveText.Of(style.Width >= PortsFrom ? flow : flow with { Ports = null }), style.Width - LossWidth),
            LiveNumbers.Scaled(flow.Rate),
            LiveNumbers.Percent(flow.Loss),
            LiveNumbers.Short(flow.Half, style),
            LiveNumbers.Short(flow.Most, style),
            LiveNumbers.Percent(flow.Reordered),
            Wrap(flow, timeout, style),
            Chart.Draw(flow.Trend, trend, 1, style.Ascii)[0],
        }).ToList();
        return TextTable.Lines(Columns, rows, style).Select((line, i) =>
            (ChosenRow.Mark(line, i > 0 && i - 1 == chosen), i > 0 && (flows[i - 1].Failed > 0 || IsAtRisk(flows[i - 1], timeout)) ? Tone.Doubtful : Tone.Plain));
    }

    /// <summary>Whether an identification may be used again while fragments of the datagram that had it before still wait (RFC 6864 section 5).</summary>
    public static bool IsAtRisk(FlowRow flow, Duration timeout) => flow.Wrap < timeout;

    private static string Wrap(FlowRow flow, Duration timeout, Style style) => flow.Wrap switch
    {
        null => "-",
        { } wrap when wrap > Hour => "> 1 h",
        { } wrap => LiveNumbers.Short(wrap, style) + (IsAtRisk(flow, timeout) ? " !" : ""),
    };
}
