using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Draws what is known on a screen of any size: as many lines as it has, none longer than it is wide.</summary>
/// <param name="head">What does not change.</param>
internal sealed class LivePainter(LiveHead head)
{
    private static readonly (string Keys, int Importance)[] Keys =
    [
        ("Enter show", 4), ("/ filter", 6), ("s sort", 7), ("p pause", 3), ("w save", 5), ("x mark", 8), ("? help", 2), ("q quit", 1),
    ];

    /// <summary>The screen.</summary>
    /// <param name="snapshot">What is known.</param>
    /// <param name="view">What is wanted of it.</param>
    /// <param name="height">The lines there are.</param>
    /// <param name="style">The columns there are, and how they may look.</param>
    public IReadOnlyList<string> Paint(LiveSnapshot snapshot, LiveView view, int height, Style style)
    {
        var lines = Head(snapshot, view, style).ToList();
        var room = height - lines.Count - 1;
        if (room < LiveLayout.LeastHeight || style.Width < Style.Narrowest)
        {
            lines = ["too small", Invariant($"{Style.Narrowest}x{lines.Count + 1 + LiveLayout.LeastHeight} do")];
        }
        else
        {
            lines.AddRange(view.Page == LivePage.Overview
                ? Overview(snapshot, view, LiveLayout.For(style.Width, room), style)
                : Page(view.Page == LivePage.Help ? LivePages.Help(head, style) : LivePages.Detail(snapshot, view, head, style), view, room, style));
            lines.Add(Foot(view, style));
        }

        return [.. lines.Take(height).Select(line => lines.Count > 2 ? line : style.Clip(line, style.Width))];
    }

    private IEnumerable<string> Head(LiveSnapshot snapshot, LiveView view, Style style)
    {
        string[] parts =
        [
            "ipreasm live  " + style.Printable(head.Where),
            .. head.Filter.Length > 0 ? [style.Printable(head.Filter)] : Array.Empty<string>(),
            LiveNumbers.Clock(snapshot.Running) + (view.IsPaused ? " PAUSED" : snapshot.HasEnded ? " ENDED" : ""),
            LiveNumbers.Grouped((long)snapshot.PacketRate) + " pkt/s",
            LiveNumbers.Scaled(snapshot.BitRate, "b/s"),
            .. snapshot.Dropped is { } dropped ? ["kernel drops " + LiveNumbers.Grouped(dropped)] : Array.Empty<string>(),
            $"cache {LiveNumbers.Grouped(snapshot.Open)}/{LiveNumbers.Grouped(snapshot.MaxOpen)}  {LiveNumbers.Scaled(snapshot.HeldBytes, "B")}",
        ];
        var line = "";
        foreach (var part in parts)
        {
            if (line.Length > 0 && line.Length + 3 + part.Length > style.Width)
            {
                yield return style.Strong(style.Clip(line, style.Width));
                line = "";
            }

            line += (line.Length > 0 ? "   " : " ") + part;
        }

        yield return style.Strong(style.Clip(line, style.Width));
    }

    private IReadOnlyList<string> Overview(LiveSnapshot snapshot, LiveView view, LiveLayout layout, Style style)
    {
        var (boxes, flows, waiting) = (new Boxes(style), view.Flows(snapshot), view.Waiting(snapshot));
        var inside = style with { Width = Boxes.TextWidth(style.Width - 2) };
        var chosen = view.Chosen(flows, waiting);
        if (layout.ChartLines > 0)
        {
            DrawCharts(boxes, snapshot, layout, style);
        }

        if (layout.OutcomeLines > 0)
        {
            boxes.Rule(boxes.Split(1), "outcome, last 60 s");
            boxes.Row((OutcomeText.Line(snapshot.Outcomes), Tone.Plain));
        }

        var filtered = view.Filter.Length > 0 ? $" with '{view.Filter}'" : "";
        if (layout.FlowLines > 0)
        {
            boxes.Rule(boxes.Split(1), Invariant($"{RecordText.Count(flows.Count, "flow")}{filtered}, {Words(view.Order)}{(snapshot.ForgottenFlows > 0 ? $"; {snapshot.ForgottenFlows} older ones forgotten" : "")}"));
            var from = Window(flows.Count, chosen, layout.FlowLines - 1);
            boxes.Fill(FlowLines.Of([.. flows.Skip(from).Take(layout.FlowLines - 1)], chosen - from, head.Timeout, inside), layout.FlowLines);
        }

        boxes.Rule(boxes.Split(1), Invariant($"waiting now: {(snapshot.WaitingIsMore ? "more than " : "")}{snapshot.WaitingCount}{filtered}, oldest first"));
        var first = Window(waiting.Count, chosen - flows.Count, layout.WaitingLines - 1);
        boxes.Fill(WaitingLines.Of([.. waiting.Skip(first).Take(layout.WaitingLines - 1)], chosen - flows.Count - first, inside), layout.WaitingLines);
        boxes.Close();
        return boxes.Lines;
    }

    private static void DrawCharts(Boxes boxes, LiveSnapshot snapshot, LiveLayout layout, Style style)
    {
        var widths = boxes.Split(layout.Columns);
        if (layout.Columns == 1)
        {
            var width = Boxes.TextWidth(widths[0]);
            boxes.Rule(widths, "datagrams/s, first -> complete");
            boxes.Row((RateLine(snapshot, width, style), Tone.Plain));
            boxes.Row((DelayLine("p50", snapshot.Half, snapshot.Halves, width, style), Tone.Plain));
            boxes.Row((DelayLine("p99", snapshot.Most, snapshot.Mosts, width, style), Tone.Plain));
            return;
        }

        var (rate, delays) = (Rates(snapshot, Boxes.TextWidth(widths[0]), layout.ChartLines, style), Delays(snapshot, Boxes.TextWidth(widths[1]), layout.ChartLines, style));
        var outcomes = layout.Columns < 3 ? [] : OutcomeText.Lines(snapshot.Outcomes, layout.ChartLines, style with { Width = Boxes.TextWidth(widths[2]) });
        boxes.Rule(widths, "datagrams/s", "first -> complete, last 60 s", "outcome, last 60 s");
        for (var line = 0; line < layout.ChartLines; line++)
        {
            (string, Tone)[] cells = [(rate[line], Tone.Plain), (delays[line], Tone.Plain), outcomes.ElementAtOrDefault(line) is { Text: not null } outcome ? outcome : ("", Tone.Plain)];
            boxes.Row([.. cells.Take(layout.Columns)]);
        }
    }

    private static string[] Rates(LiveSnapshot snapshot, int width, int lines, Style style)
    {
        var numbers = snapshot.DatagramRates.Count == 0 ? "" : $"now {LiveNumbers.Grouped(snapshot.DatagramRates[^1])}   max {LiveNumbers.Grouped(snapshot.DatagramRates.Max())}";
        return [.. Chart.Draw(snapshot.DatagramRates, width, lines - 1, style.Ascii), numbers];
    }

    // Both charts share the lines evenly, and each has its name and number in its lowest one.
    private static string[] Delays(LiveSnapshot snapshot, int width, int lines, Style style)
    {
        var high = lines / 2;
        return [.. DelayChart("p50", snapshot.Half, snapshot.Halves, width, high, style), .. DelayChart("p99", snapshot.Most, snapshot.Mosts, width, high, style), ""];
    }

    private static string[] DelayChart(string name, Packets.Duration? value, IReadOnlyList<long> course, int width, int high, Style style)
    {
        var label = $"{name} {LiveNumbers.Short(value, style).PadLeft(7)}  ";
        return [.. Chart.Draw(course, width - label.Length, high, style.Ascii).Select((line, i) => (i == high - 1 ? label : new string(' ', label.Length)) + line)];
    }

    private static string DelayLine(string name, Packets.Duration? value, IReadOnlyList<long> course, int width, Style style) =>
        DelayChart(name, value, course, width, 1, style)[0];

    private static string RateLine(LiveSnapshot snapshot, int width, Style style)
    {
        var label = $"dg/s {LiveNumbers.Scaled(snapshot.DatagramRates.Count == 0 ? 0 : snapshot.DatagramRates[^1]).PadLeft(6)}  ";
        return label + Chart.Draw(snapshot.DatagramRates, width - label.Length, 1, style.Ascii)[0];
    }

    private static List<string> Page(List<string> text, LiveView view, int room, Style style)
    {
        var lines = text.Skip(Math.Min(view.Scrolled, Math.Max(0, text.Count - room))).Take(room).ToList();
        lines.AddRange(Enumerable.Repeat("", room - lines.Count));
        return lines;
    }

    private string Foot(LiveView view, Style style)
    {
        if (view.Typed is { } typed)
        {
            return style.Clip($" filter: {typed}_   Enter applies it, Esc does not", style.Width);
        }

        if (view.Message is { } message)
        {
            return style.Strong(style.Clip(" " + style.Printable(message), style.Width));
        }

        // The least important keys give way; help has them all.
        var keys = view.Page == LivePage.Overview ? Keys : [("Esc back", 0), ("arrows scroll", 3), ("p pause", 4), ("? help", 2), ("q quit", 1)];
        if (head.Kept is { } kept)
        {
            keys = [.. keys.Select(key => key.Keys == "w save" ? ($"w save last {LiveNumbers.Whole(kept, style)}", key.Importance) : key)];
        }

        while (keys.Sum(key => key.Keys.Length + 2) > style.Width)
        {
            keys = [.. keys.Except([keys.MaxBy(key => key.Importance)])];
        }

        return " " + string.Join("  ", keys.Select(key => key.Keys));
    }

    // So many rows are above the table that the chosen one is in it.
    private static int Window(int count, int chosen, int rows) => rows <= 0 ? 0 : Math.Clamp(chosen - rows + 1, 0, Math.Max(0, count - rows));

    private static string Words(LiveFlowOrder order) => order switch
    {
        LiveFlowOrder.Loss => "most lost first",
        LiveFlowOrder.Slowest => "slowest first",
        LiveFlowOrder.Wrap => "soonest id-wrap first",
        LiveFlowOrder.Name => "by address",
        _ => "busiest first",
    };
}
