using System.Globalization;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using IpReassembler.Timing;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>The phrases about a datagram that several texts share.</summary>
internal static class RecordText
{
    private const Anomaly SharedBytes = Anomaly.Overlap | Anomaly.OverlapConflicting;

    // Told by a phrase of their own, or by a count.
    private const Anomaly Told = SharedBytes | Anomaly.Duplicate | Anomaly.DuplicateConflicting;

    /// <summary>The identification as it stands in the header: four digits for IPv4, eight for IPv6.</summary>
    public static string Identification(DatagramRecord record) => Identification(record.Key);

    /// <summary>The same of a datagram that has no record yet.</summary>
    public static string Identification(in DatagramKey key) =>
        key.Identification.ToString(key.Version == IpVersion.V4 ? "x4" : "x8", CultureInfo.InvariantCulture);

    /// <summary>Both ports, <c>4000>5000</c>; question marks when the first bytes did not come; empty when the protocol has none.</summary>
    public static string Ports(DatagramRecord record) =>
        record is { SourcePort: { } source, DestinationPort: { } destination } ? Invariant($"{source}>{destination}")
        : record.Protocol is 6 or 17 ? "?>?"
        : "";

    /// <summary>The missing ranges, at most <paramref name="shown"/> of them.</summary>
    public static string Gaps(DatagramRecord record, int shown)
    {
        var text = string.Join(' ', record.Missing.Take(shown).Select(FieldCatalog.Inclusive));
        return record.Missing.Count > shown ? Invariant($"{text} +{record.Missing.Count - shown} more") : text;
    }

    /// <summary>What a missing range is likely to have been: <c>2 fragments</c>, <c>the header</c>, <c>the tail</c>.</summary>
    public static string Guess(DatagramRecord record, ByteRange gap)
    {
        if (gap.End == int.MaxValue)
        {
            return "the tail";
        }

        // The sender cuts all but the last to one length, so the longest that came tells how many fit into the gap.
        var unit = record.Fragments.Where(fragment => fragment.MoreFragments).Select(fragment => fragment.Range.Length).DefaultIfEmpty().Max();
        if (unit <= 0)
        {
            return Count(gap.Length, "byte");
        }

        var pieces = MissingPieces.Fitting(gap, unit);
        return gap.Start > 0 ? Count(pieces, "fragment") : pieces == 1 ? "the header" : "the header + " + Count(pieces - 1, "fragment");
    }

    /// <summary>What makes the datagram worth a look, most important first; empty for a plain one.</summary>
    public static string Notes(DatagramRecord record)
    {
        var notes = new List<string>();
        // Without this a narrow list, which has no room for the state, would call it sound and no more.
        if (record.Category == RecordCategory.DroppedByPolicy)
        {
            notes.Add("not delivered");
        }

        if (record.EvictedBy != CacheLimit.None)
        {
            notes.Add("over " + OptionOf(record.EvictedBy));
        }

        if (record.LateDuplicateOf is { } original)
        {
            notes.Add($"late duplicate of #{record.NameOfPeer(original)}");
        }

        if (record.Key.Vlans.Count > 0)
        {
            notes.Add($"vlan {record.Key.Vlans}");
        }

        if (record is { State: DatagramState.Complete, CompletedAfter: null })
        {
            notes.Add("clock stepped back");
        }

        if (record.Missing.Count > 0)
        {
            notes.Add("gap " + Gaps(record, 2));
        }

        if (record.Checksum == ChecksumState.Bad)
        {
            notes.Add("checksum bad");
        }

        if (record.Fragments.FirstOrDefault(fragment => (fragment.Anomalies & SharedBytes) != 0) is { Frame: > 0 } overlap)
        {
            notes.Add(Invariant($"overlap #{overlap.Frame}"));
        }

        notes.AddRange(Words.Of(record.Anomalies & ~Told));
        AddCount(notes, record.ConflictCount, "conflict");
        AddCount(notes, record.DuplicateCount, "duplicate");
        if (record.ReorderedCount > 0)
        {
            notes.Add(Invariant($"{record.ReorderedCount} reordered"));
        }

        return string.Join(", ", notes);
    }

    /// <summary>Marks a verdict by colour; the word itself says the same.</summary>
    public static string Paint(string text, Verdict verdict, Style style) => verdict switch
    {
        Verdict.Sound => style.Good(text),
        Verdict.Unchecked or Verdict.Incomplete or Verdict.Expired or Verdict.Evicted => style.Doubtful(text),
        _ => style.Bad(text),
    };

    /// <summary>A number with its noun: <c>1 fragment</c>, <c>2 fragments</c>.</summary>
    public static string Count(long number, string noun) => Invariant($"{number} {noun}{(number == 1 ? "" : "s")}");

    /// <summary>The option that sets a limit.</summary>
    public static string OptionOf(CacheLimit limit) => "--max-" + Words.Of(limit);

    private static void AddCount(List<string> notes, int number, string noun)
    {
        if (number > 0)
        {
            notes.Add(Count(number, noun));
        }
    }
}
