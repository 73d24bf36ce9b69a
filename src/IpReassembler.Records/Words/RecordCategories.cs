using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>From verdict and state to category.</summary>
public static class RecordCategories
{
    /// <summary>The one category a datagram with this verdict and this state is in.</summary>
    public static RecordCategory Of(Verdict verdict, DatagramState state) => verdict switch
    {
        Verdict.Sound when state == DatagramState.Complete => RecordCategory.Sound,
        Verdict.Unchecked when state == DatagramState.Complete => RecordCategory.Unchecked,
        Verdict.Sound or Verdict.Unchecked => RecordCategory.DroppedByPolicy,
        Verdict.Incomplete => RecordCategory.Incomplete,
        Verdict.Expired => RecordCategory.Expired,
        Verdict.Conflict => RecordCategory.Conflict,
        Verdict.Malformed => RecordCategory.Malformed,
        Verdict.Spliced => RecordCategory.Spliced,
        Verdict.Corrupt => RecordCategory.Corrupt,
        _ => RecordCategory.Evicted,
    };
}
