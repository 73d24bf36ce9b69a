namespace IpReassembler.Records;

/// <summary>Compares a capture with an earlier one: what may not have become worse by more than a tolerance.</summary>
/// <remarks>
/// Compared are the parts of all datagrams that failed, each way of failing by itself, and the times from first fragment to
/// delivery. Numbers that grow with the capture, such as packets, are neither better nor worse. What is better now holds.
/// </remarks>
public static class Baseline
{
    private static readonly (string Name, RecordCategory Category)[] Failures =
    [
        ("incomplete", RecordCategory.Incomplete), ("expired", RecordCategory.Expired), ("dropped_by_policy", RecordCategory.DroppedByPolicy),
        ("conflict", RecordCategory.Conflict), ("malformed", RecordCategory.Malformed), ("spliced", RecordCategory.Spliced),
        ("corrupt", RecordCategory.Corrupt), ("evicted", RecordCategory.Evicted),
    ];

    private static readonly string[] Times = ["p50_ns", "p90_ns", "p99_ns", "max_ns"];

    /// <summary>One result for each number that both summaries can have.</summary>
    /// <param name="before">The earlier summary.</param>
    /// <param name="now">The summary of this capture.</param>
    /// <param name="tolerance">By which part a number may have grown: 0.1 for a tenth.</param>
    /// <param name="totals">The sums of this capture, which know who failed.</param>
    public static IEnumerable<AssertionResult> Compare(SavedSummary before, SavedSummary now, decimal tolerance, CaptureTotals totals)
    {
        foreach (var (name, category) in Failures)
        {
            if (Share(before, name) is { } share)
            {
                var result = Result(name, share, Share(now, name), tolerance, FieldKind.Ratio, "there is no datagram");
                yield return result.Holds ? result : result with { Worst = totals.Shown(category) is [var first, ..] ? first.Name : null };
            }
        }

        foreach (var name in Times)
        {
            if (before[name] is { } earlier)
            {
                yield return Result(name, earlier, now[name], tolerance, FieldKind.Duration, "no datagram was delivered");
            }
        }
    }

    /// <summary>What this capture has and the earlier one had not, so that it cannot be compared.</summary>
    public static IEnumerable<string> NotCompared(SavedSummary before, SavedSummary now) =>
        Failures.Select(failure => failure.Name).Where(name => Share(now, name) is not null && Share(before, name) is null)
            .Concat(Times.Where(name => now[name] is not null && before[name] is null));

    private static AssertionResult Result(string name, decimal before, decimal? now, decimal tolerance, FieldKind kind, string whyNothing)
    {
        var bound = before * (1 + tolerance);
        var result = new AssertionResult(name, now <= bound, now, bound, kind) { Baseline = before, Remark = now is null ? whyNothing : null };
        return result with { Text = $"{name} <= {result.Show(bound)}" };
    }

    // In parts per million.
    private static decimal? Share(SavedSummary summary, string name) =>
        summary[name] is { } count && summary["datagrams"] is { } datagrams and > 0 ? 1_000_000m * count / datagrams : null;
}
