using IpReassembler.Packets;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Pages in the place of the overview: one flow, one waiting datagram, and the help.</summary>
internal static class LivePages
{
    private const int ChartHeight = 6;

    /// <summary>The keys, and what the numbers mean.</summary>
    public static List<string> Help(LiveHead head, Style style)
    {
        var timeout = head.Timeout == Duration.Longest ? "the timeout" : LiveNumbers.Whole(head.Timeout, style);
        (string Key, string Text)[] rows =
        [
            ("arrows", "choose a flow or a waiting datagram (or j and k)"),
            ("Enter", "show what is chosen; Esc goes back"),
            ("/", "show only flows and datagrams with these words in their line; Esc forgets them"),
            ("s", "sort the flows: busiest, most lost, slowest, soonest id-wrap, address"),
            ("p", "let the picture stand still; the capture goes on"),
            ("w", head.Kept is { } kept ? $"save the frames of the last {LiveNumbers.Whole(kept, style)} into a file in this folder" : "save the last frames: only with --save-last 60s"),
            ("x", "mark this moment: told at the end, and a comment in what w saves"),
            ("q", "quit, and print the summary of the whole run (Ctrl-C as well)"),
            ("", ""),
            ("dg/s", "fragmented datagrams decided in a second: whole, given up or thrown away"),
            ("p50 p99", "first -> complete: half, or 99 of 100, took no longer than this"),
            ("loss", "the share that is not whole and sound, since the flow was first seen"),
            ("reord", "the share of fragments that came behind one with a larger offset"),
            ("id-wrap", $"when identifications are used again at this rate; ! is before {timeout}"),
            ("bytes", style.Ascii ? "the payload: # has come, - has not, + in part, ? nobody knows how long it is" : "the payload: █ has come, ░ has not, ▒ in part, ? nobody knows how long it is"),
            ("time left", "until the policy gives the datagram up"),
        ];
        return [.. rows.SelectMany(row => style.Wrap($"  {row.Key,-10}", row.Text)).Select(line => line.TrimEnd()).Prepend("")];
    }

    /// <summary>What was chosen, in full.</summary>
    public static List<string> Detail(LiveSnapshot snapshot, LiveView view, LiveHead head, Style style) => view.Subject switch
    {
        HostPair key when snapshot.Flows.FirstOrDefault(flow => flow.Key == key) is { } flow => Flow(flow, snapshot, head, style),
        HostPair => ["", "  This flow has been silent for so long that it was forgotten."],
        string name when snapshot.Waiting.FirstOrDefault(row => row.Record.Name == name) is { } row => Datagram(row, style),
        _ => ["", $"  Datagram #{view.Subject} waits no longer: it is whole, or it was given up."],
    };

    private static List<string> Datagram(WaitingRow row, Style style)
    {
        using var text = new StringWriter { NewLine = "\n" };
        text.WriteLine();
        ShowText.Write(text, row.Record, style);
        text.WriteLine();
        var left = row.Left == Duration.Longest ? "" : $"   {LiveNumbers.Short(row.Left, style)} left of {LiveNumbers.Whole(row.Record.Timeout, style)}";
        text.WriteLine(style.Clip($"  {WaitingLines.Bar(row.Record, Math.Clamp(style.Width - 40, 8, 64), style.Ascii)}{left}", style.Width));
        return [.. text.ToString().TrimEnd('\n').Split('\n')];
    }

    private static List<string> Flow(FlowRow flow, LiveSnapshot snapshot, LiveHead head, Style style)
    {
        var wrap = flow.Wrap is { } soon
            ? $"identifications last {(soon > FlowLines.Hour ? LiveNumbers.Clock(soon) : LiveNumbers.Short(soon, style))} at {LiveNumbers.Scaled(flow.Rate)} datagrams/s"
                + (FlowLines.IsAtRisk(flow, head.Timeout) ? $": less than the timeout of {LiveNumbers.Whole(head.Timeout, style)}, AT RISK" : "")
            : "no datagram in the last seconds";
        var text = new List<string>
        {
            "",
            "  " + LiveText.Of(flow),
            Invariant($"  {LiveNumbers.Grouped(flow.Datagrams)} datagrams, {LiveNumbers.Grouped(flow.Failed)} of them failed ({LiveNumbers.Percent(flow.Loss)})"),
            $"  first -> complete   p50 {LiveNumbers.Short(flow.Half, style)}   p99 {LiveNumbers.Short(flow.Most, style)}",
            $"  {LiveNumbers.Percent(flow.Reordered)} of its fragments came behind one with a larger offset",
        };
        text.AddRange(style.Wrap("  ", wrap));
        text.AddRange(["", "  datagrams/s"]);
        text.AddRange(Chart.Draw(flow.Trend, Math.Min(style.Width - 4, LiveFlow.Course - 1), ChartHeight, style.Ascii).Select(line => "  " + line));
        var waiting = snapshot.Waiting.Where(row => HostPair.Of(row.Record.Key, row.Record.Protocol) == flow.Key).ToList();
        if (waiting.Count > 0)
        {
            text.AddRange(["", "  waiting now"]);
            text.AddRange(WaitingLines.Of(waiting, chosen: -1, style).Select(line => line.Text));
        }

        return [.. text.Select(line => style.Clip(line, style.Width))];
    }
}
