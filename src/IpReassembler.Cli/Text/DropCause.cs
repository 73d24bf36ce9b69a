using IpReassembler.Reassembly;
using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Why a fragment made a host throw its datagram away, as far as the evidence tells.</summary>
internal static class DropCause
{
    private const Anomaly Shared = Anomaly.Overlap | Anomaly.OverlapConflicting | Anomaly.DuplicateConflicting | Anomaly.Duplicate;

    private const string Overlap = "overlap seen";

    /// <summary>In two words: <c>overlap seen</c>.</summary>
    public static string Noun(DatagramRecord record, long frame) => AnomaliesOf(record, frame) switch
    {
        var seen when (seen & Anomaly.ConflictingEnd) != 0 => "second end seen",
        var seen when (seen & Anomaly.BeyondEnd) != 0 => "data beyond the end",
        var seen when (seen & Anomaly.EcnInvalidMix) != 0 => "ECN codepoints that do not mix",
        var seen when (seen & Anomaly.ZeroLength) != 0 => "empty fragment",
        var seen when (seen & Anomaly.TooLong) != 0 => "too long",
        var seen when (seen & Shared) != 0 => Overlap,
        _ when (record.Anomalies & Anomaly.SecondFragmentHeader) != 0 => "another Fragment header inside",
        _ => "refused by its rule",
    };

    /// <summary>In a sentence: <c>its bytes 8-39 overlap frame 186</c>.</summary>
    public static string Sentence(DatagramRecord record, long frame)
    {
        if (Noun(record, frame) is var noun && noun != Overlap)
        {
            return noun;
        }

        var range = record.Fragments.First(fragment => fragment.Frame == frame).Range;
        var others = record.Fragments.TakeWhile(before => before.Frame != frame).Where(before => before.Range.Overlaps(range)).Select(before => before.Frame).ToList();
        var named = string.Join(", ", others.Take(3).Select(other => Invariant($"#{other}"))) + (others.Count > 3 ? ", ..." : "");
        return $"its bytes {FieldCatalog.Inclusive(range)} overlap {named}";
    }

    private static Anomaly AnomaliesOf(DatagramRecord record, long frame) =>
        record.Fragments.FirstOrDefault(fragment => fragment.Frame == frame).Anomalies;
}
