using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>What is known in one line, for logs and pipes.</summary>
internal static class StatusLine
{
    public static string Of(LiveSnapshot snapshot, Style style)
    {
        var all = snapshot.Outcomes.Sum(one => one.Count);
        var sound = snapshot.Outcomes.Where(one => one.Category is RecordCategory.Sound or RecordCategory.Unchecked).Sum(one => one.Count);
        string[] parts =
        [
            LiveNumbers.Clock(snapshot.Running),
            LiveNumbers.Grouped((long)snapshot.PacketRate) + " pkt/s",
            LiveNumbers.Scaled(snapshot.BitRate, "b/s"),
            LiveNumbers.Grouped(snapshot.DatagramRates.Count > 0 ? snapshot.DatagramRates[^1] : 0) + " datagrams/s",
            .. all > 0 ? [$"sound {LiveNumbers.Percent((double)sound / all)}"] : Array.Empty<string>(),
            .. snapshot.Half is not null ? [$"p50 {LiveNumbers.Short(snapshot.Half, style)}", $"p99 {LiveNumbers.Short(snapshot.Most, style)}"] : Array.Empty<string>(),
            "waiting " + (snapshot.WaitingIsMore ? "> " : "") + LiveNumbers.Grouped(snapshot.WaitingCount) + Oldest(snapshot, style),
            .. snapshot.Dropped is { } dropped ? ["kernel drops " + LiveNumbers.Grouped(dropped)] : Array.Empty<string>(),
        ];
        return style.Clip(string.Join("  ", parts), style.Width);
    }

    private static string Oldest(LiveSnapshot snapshot, Style style) => snapshot.Waiting.Count == 0 ? ""
        : $" (#{snapshot.Waiting[0].Record.Name} lacks {RecordText.Gaps(snapshot.Waiting[0].Record, 1)}"
            + (snapshot.Waiting[0].Left == Packets.Duration.Longest ? ")" : $", {LiveNumbers.Short(snapshot.Waiting[0].Left, style)} left)");
}
