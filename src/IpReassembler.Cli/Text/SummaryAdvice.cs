using IpReassembler.Reassembly;
using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>One thing a reader of the summary should know or do.</summary>
/// <param name="IsWarning">Whether something is wrong, rather than just interesting.</param>
/// <param name="Text">What to know.</param>
/// <param name="Command">What to type; empty for nothing.</param>
internal sealed record SummaryAdvice(bool IsWarning, string Text, string Command)
{
    /// <summary>The smallest packet every link must carry (RFC 791 section 3.2): shorter fragments were cut by somebody's choice and tell of no link.</summary>
    private const int SmallestMtu = 68;

    private const int NamesShown = 5;

    /// <summary>The advice the sums give, most urgent first.</summary>
    public static IReadOnlyList<SummaryAdvice> For(CaptureHeader header, CaptureTotals totals, CaptureCounts counts, Style style)
    {
        var advice = new List<SummaryAdvice>();
        var file = header.EngineOptions.Length > 0 ? $"{header.ReadOptions} {header.EngineOptions}" : header.ReadOptions;
        string Command(string command) => file.Length > 0 ? command : "";
        if (counts.Damaged)
        {
            advice.Add(new(true, counts.Live is null
                ? "the input ends in a broken record; what stood before it was read."
                : "the capture broke off; what came before was used.", ""));
        }

        if (counts.Live is { Dropped: > 0 } live)
        {
            advice.Add(new(true,
                $"{RecordText.Count(live.Dropped, "packet")} came faster than they were read and were dropped by the kernel: what is missing may have been there. A filter (-f) helps.", ""));
        }

        if (totals.Shown(RecordCategory.Spliced) is [var spliced, ..])
        {
            var others = totals[RecordCategory.Spliced] > 1 ? Invariant($" (and {totals[RecordCategory.Spliced] - 1} more)") : "";
            var within = spliced.Timing.FirstToLast is { } span ? $" within {style.Show(span)}" : "";
            advice.Add(new(true,
                $"id 0x{RecordText.Identification(spliced)} was used twice{within} and #{spliced.Name} mixes both{others}: do not trust it.",
                Command($"ipreasm show {spliced.Name} {file}")));
        }

        if (header.Timeout is not null && totals.Timing.Flows.Rows.FirstOrDefault(
            row => row.Traffic.Identifications is { } used && used.IsAtRisk(header.TimeoutFor(used.Version))) is { } risky)
        {
            var budget = risky.Traffic.Identifications!.Value;
            advice.Add(new(true,
                Invariant($"{FlowText.Ends(risky.Key)} uses {budget.PerSecond:0} identifications a second: they come again after {style.Show(budget.Wrap)}, within the timeout of {SummaryText.Whole(header.TimeoutFor(budget.Version), style)}, and pieces of two datagrams can be mixed. Send smaller datagrams."),
                Command($"ipreasm flows {file} --by pair")));
        }

        if (totals.Shown(RecordCategory.Corrupt) is [var corrupt, ..])
        {
            advice.Add(new(true,
                $"{RecordText.Count(totals[RecordCategory.Corrupt], "whole datagram")} with a wrong transport checksum, #{corrupt.Name} first.",
                Command($"ipreasm show {corrupt.Name} {file}")));
        }

        if (totals.Disputed > 0)
        {
            var names = string.Join(' ', totals.DisputedNames.Take(NamesShown).Select(name => "#" + name)) + (totals.Disputed > NamesShown ? " ..." : "");
            var are = totals.Disputed == 1 ? "is" : "are";
            advice.Add(new(true,
                $"{RecordText.Count(totals.Disputed, "datagram")} ({names}) {are} rebuilt differently by different systems.",
                Command($"ipreasm policy {file}")));
        }

        if (totals.CutShort > 0)
        {
            advice.Add(new(true,
                $"fragments of {RecordText.Count(totals.CutShort, "datagram")} were cut short by the capture itself; capture whole packets ({(counts.Live is null ? "tcpdump -s 0" : "-s 0")}).", ""));
        }

        if (totals[RecordCategory.Evicted] > 0)
        {
            var limits = Enum.GetValues<CacheLimit>().Where(limit => limit != CacheLimit.None && totals.EvictedBy(limit) > 0)
                .Select(limit => Invariant($"{RecordText.OptionOf(limit)} ({totals.EvictedBy(limit)})"));
            advice.Add(new(true,
                $"limits cut the evidence of {RecordText.Count(totals[RecordCategory.Evicted], "datagram")}; raise {string.Join(", ", limits)}.", ""));
        }

        if (totals.Offloaded > 0)
        {
            advice.Add(new(false,
                $"the checksum of {RecordText.Count(totals.Offloaded, "datagram")} was left to hardware that came after the capture: nothing verifies them.", ""));
        }

        if (totals is { UsualPacketLength: >= SmallestMtu and { } usual, LargestPacketLength: { } largest })
        {
            advice.Add(new(false, largest == usual
                ? Invariant($"fragments have {usual} bytes on the wire: path MTU looks like {usual}.")
                : Invariant($"largest fragment {largest} bytes on the wire, usual {usual}: path MTU looks like {usual}."), ""));
        }

        return advice;
    }
}
