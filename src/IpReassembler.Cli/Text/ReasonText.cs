using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Why a datagram was not delivered: the rule, the frames, and the setting that would change it.</summary>
internal static class ReasonText
{
    /// <summary>One sentence or two; empty for a datagram that was delivered.</summary>
    /// <param name="record">The datagram, with its views where there are any.</param>
    /// <param name="options">The limits that held.</param>
    /// <param name="counters">How far the cache grew.</param>
    /// <param name="style">How times are written.</param>
    public static string Of(DatagramRecord record, ReassemblyOptions options, ReassemblyCounters counters, Style style) => record.State switch
    {
        DatagramState.Killed => Killed(record),
        DatagramState.Timeout => TimedOut(record, style),
        DatagramState.Open => $"the input ended before {(record.Timeout == Duration.Longest ? "it was whole" : $"its timeout of {style.Show(record.Timeout)}")}{Lacks(record)}{Others(record)}.",
        DatagramState.Evicted or DatagramState.Refused => Limited(record, options, counters),
        _ => "",
    };

    /// <summary>How long after its first fragment every byte was there; null when some never came.</summary>
    internal static Duration? WholeAfter(DatagramRecord record)
    {
        if (record.TotalLength is not { } total || record.Missing.Count > 0)
        {
            return null;
        }

        var (arrived, left, knowsEnd) = (new bool[(total + 7) / 8], (total + 7) / 8, false);
        foreach (var fragment in record.Fragments.Where(fragment => fragment.Fate != FragmentFate.Rejected))
        {
            for (var unit = fragment.Range.Start / 8; unit < Math.Min(arrived.Length, (fragment.Range.End + 7) / 8); unit++)
            {
                left -= arrived[unit] ? 0 : 1;
                arrived[unit] = true;
            }

            knowsEnd |= !fragment.MoreFragments && fragment.Range.End == total;
            if (left == 0 && knowsEnd)
            {
                return fragment.Timestamp - record.First;
            }
        }

        return null;
    }

    private static string Killed(DatagramRecord record)
    {
        var killer = record.Fragments.FirstOrDefault(fragment => fragment.Fate == FragmentFate.Kills).Frame;
        var cause = killer == 0 ? "" : Invariant($" at frame {killer}: {DropCause.Sentence(record, killer)}");
        return $"dropped by policy {record.Policy}{cause}{Others(record)}.";
    }

    private static string TimedOut(DatagramRecord record, Style style)
    {
        if (WholeAfter(record) is not { } whole)
        {
            return $"timeout {style.Show(record.Timeout)} after its first fragment{Lacks(record)}{Others(record)}.";
        }

        // At the timeout itself it is too late, so the next whole second is the least round figure that is enough.
        return whole >= record.Timeout
            ? Invariant($"expired: whole {style.Show(whole)} after its first fragment, timeout {style.Show(record.Timeout)}; --timeout {(whole.Nanoseconds / 1_000_000_000) + 1}s is long enough.")
            : $"timeout {style.Show(record.Timeout)} after its first fragment: every byte had come, but policy {record.Policy} did not take them all{Others(record)}.";
    }

    private static string Limited(DatagramRecord record, ReassemblyOptions options, ReassemblyCounters counters)
    {
        var what = record.State == DatagramState.Evicted ? "thrown away to keep" : "never stored, to keep";
        return (record.Anomalies & Anomaly.TooManyFragments) != 0 ? Invariant($"{what} --max-fragments {options.MaxFragments}; allow more of them.")
            : counters.PeakOpenDatagrams >= options.MaxDatagrams ? Invariant($"{what} --max-datagrams {options.MaxDatagrams}; allow more of them.")
            : Invariant($"{what} --max-memory {options.MaxMemory >> 20}M; allow more.");
    }

    private static string Lacks(DatagramRecord record) =>
        (record.Missing.Count == 0 ? "" : $": {RecordText.Gaps(record, 3)} never came") + Refused(record);

    // What came and could not be used, where the rules for all policies refuse it.
    private static string Refused(DatagramRecord record)
    {
        var refused = record.Fragments.Where(fragment => fragment.Fate == FragmentFate.Rejected).ToList();
        if (refused.Count == 0)
        {
            return "";
        }

        var frames = string.Join(", ", refused.Take(3).Select(fragment => Invariant($"#{fragment.Frame}"))) + (refused.Count > 3 ? ", ..." : "");
        var anomalies = refused.Aggregate(Anomaly.None, (all, fragment) => all | fragment.Anomalies);
        var isCut = (anomalies & Anomaly.TruncatedFragment) != 0;
        return $"; not taken: {frames} ({string.Join(", ", Words.Of(anomalies))}){(isCut ? ", capture whole packets (tcpdump -s 0)" : "")}";
    }

    private static string Others(DatagramRecord record) =>
        record.Views?.Policies.FirstOrDefault(policy => policy.Deliveries.Count > 0) is { } other
            ? $"; --policy {other.Policy} would deliver {RecordText.Count(other.Deliveries[0].Payload.Length, "byte")}"
            : record.Views is not null ? "; no policy delivers it" : "";
}
