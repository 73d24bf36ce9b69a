using IpReassembler.Packets;
using IpReassembler.Timing;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>The blocks of a summary that say when fragments came. Those with nothing to say are left out.</summary>
internal static class TimesText
{
    private const int WidestBar = 9;

    /// <summary>How long datagrams took from their first fragment to delivery, and how that is spread.</summary>
    public static void WriteTimes(TextWriter output, TrafficStatistics traffic, Style style)
    {
        if (traffic.FirstToComplete.Count > 0)
        {
            output.WriteLine();
            WriteDurations(output, traffic.FirstToComplete, style);
        }

        if (traffic.ClockSteppedBack > 0)
        {
            output.WriteLine($"  the clock stepped back within {RecordText.Count(traffic.ClockSteppedBack, "datagram")}: no time is negative, there is none");
        }
    }

    /// <summary>What <c>-v</c> adds: lost pieces, costs, other timeouts, order.</summary>
    public static void WriteMore(TextWriter output, TimelineRecorder timing, Style style)
    {
        var traffic = timing.Traffic;
        if (traffic.Datagrams == 0)
        {
            return;
        }

        output.WriteLine();
        WriteCost(output, traffic, style);
        if (timing.Timeouts.Differs)
        {
            SummaryText.WriteParts(output,
                ["SOUND IF THE TIMEOUT WERE", .. TimeoutTable.Timeouts.Select((timeout, place) =>
                    Invariant($"{(timeout == Duration.Longest ? "none" : SummaryText.Whole(timeout, style))}: {timing.Timeouts[place]}"))], style);
        }

        if (traffic.LongestGaps.Count > 0)
        {
            SummaryText.WriteParts(output,
                ["LONGEST GAP", .. new[] { ("p50", 50), ("p99", 99), ("max", 100) }.Select(at => $"{at.Item1} {style.Show(traffic.LongestGaps.Percentile(at.Item2)!.Value)}")], style);
        }

        if (traffic.TimeToLiveChanged > 0)
        {
            output.WriteLine($"MORE THAN ONE PATH   the time to live changes within {RecordText.Count(traffic.TimeToLiveChanged, "datagram")}");
        }

        WriteOrder(output, timing, style);
    }

    private static void WriteDurations(TextWriter output, DurationHistogram times, Style style)
    {
        string At(string name, double percent) => $"{name} {style.Show(times.Percentile(percent)!.Value)}";
        SummaryText.WriteParts(output, ["FIRST -> COMPLETE  ", At("min", 0), At("p50", 50), At("p90", 90), At("p99", 99), At("max", 100), Invariant($"  n = {times.Count}")], style);
        var bins = DurationBins.Of(times);
        if (bins.Count > 1)
        {
            var most = bins.Max(bin => bin.Count);
            SummaryText.WriteParts(output, [.. bins.Select((bin, i) => (i == 0 ? "  " : "") + Invariant($"{Label(bin.Step, style)}  {bin.Count} {Bar(bin.Count, most, style)}"))], style);
        }
    }

    private static void WriteCost(TextWriter output, TrafficStatistics traffic, Style style)
    {
        var cost = traffic.Cost;
        SummaryText.WriteParts(output,
            ["COST", $"{RecordText.Count(cost.ExtraPackets, "extra packet")}", Invariant($"{cost.ExtraHeaderBytes} header bytes ({100 * cost.HeaderShare:0.0} %)")], style);
        if (cost.Amplification is { } amplification)
        {
            SummaryText.WriteParts(output,
                ["LOST PIECES", Invariant($"first {traffic.MissingFirst}"), Invariant($"middle {traffic.MissingMiddle}"), Invariant($"last {traffic.MissingLast}"),
                    Invariant($"{100 * cost.PieceLoss:0.0##} % of pieces"), Invariant($"{100 * cost.MeasuredLoss:0.0##} % of datagrams"),
                    Invariant($"{amplification:0.0} times as many"), Invariant($"{100 * cost.ExpectedLoss:0.0##} % if lost one by one")], style);
        }
    }

    private static void WriteOrder(TextWriter output, TimelineRecorder timing, Style style)
    {
        var traffic = timing.Traffic;
        if (traffic.Reordered == 0)
        {
            return;
        }

        var late = traffic.LongestLateTime is { } time ? ["late time max " + style.Show(time)] : Array.Empty<string>();
        SummaryText.WriteParts(output,
            ["REORDERED (RFC 4737)", Invariant($"ratio {100.0 * traffic.Reordered / traffic.Fragments:0.0} %"), Invariant($"extent max {traffic.LargestExtent}"),
                Invariant($"n-reordering max {traffic.LargestDegree}"), .. late], style);
        var density = timing.Density;
        SummaryText.WriteParts(output,
            ["PLACES TOO LATE (RFC 5236)", .. Enumerable.Range(-ReorderDensity.Threshold, (2 * ReorderDensity.Threshold) + 1).Where(at => density[at] > 0)
                .Select(at => Invariant($"{at:+0;-0;0}: {100 * density.Share(at):0.0} %"))], style);
        SummaryText.WriteParts(output,
            ["WAITING FOR AN EARLIER ONE", .. Enumerable.Range(0, ReorderDensity.Threshold + 1).Where(count => density.Waiting(count) > 0)
                .Select(count => Invariant($"{count}: {100.0 * density.Waiting(count) / density.Count:0.0} %"))], style);
    }

    private static string Label(Duration step, Style style) =>
        step == Duration.Longest ? "> " + SummaryText.Whole(DurationBins.Longest, style) : SummaryText.Whole(step, style);

    private static string Bar(long count, long most, Style style)
    {
        var cells = most <= WidestBar ? count : Math.Max(1, (long)Math.Round((double)count * WidestBar / most));
        return new string(style.Ascii ? '#' : '▇', (int)cells);
    }
}
