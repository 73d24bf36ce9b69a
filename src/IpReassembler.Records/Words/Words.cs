using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>How states, verdicts, fates and anomalies are spelled wherever they are printed or typed. They never change within a version of the records.</summary>
public static class Words
{
    // Each table stands in the order of its enumeration; a test holds them side by side.

    /// <summary>The words for <see cref="DatagramState"/>.</summary>
    public static IReadOnlyList<string> States { get; } = ["open", "complete", "killed", "timeout", "evicted", "refused"];

    /// <summary>The words for <see cref="Verdict"/>.</summary>
    public static IReadOnlyList<string> Verdicts { get; } =
        ["evicted", "malformed", "spliced", "conflict", "corrupt", "expired", "incomplete", "unchecked", "sound"];

    /// <summary>The words for <see cref="CacheLimit"/>.</summary>
    public static IReadOnlyList<string> Limits { get; } = ["none", "memory", "datagrams", "fragments"];

    /// <summary>The words for <see cref="ChecksumState"/>.</summary>
    public static IReadOnlyList<string> Checksums { get; } = ["unchecked", "ok", "bad", "offloaded", "unverifiable"];

    /// <summary>The words for <see cref="FragmentFate"/>.</summary>
    public static IReadOnlyList<string> Fates { get; } = ["stored", "completes", "ignored", "rejected", "kills", "refused"];

    /// <summary>The words for the bits of <see cref="Anomaly"/>, lowest bit first.</summary>
    public static IReadOnlyList<string> Anomalies { get; } = [.. AnomalyCatalog.OfFragments.Select(entry => entry.Name)];

    /// <summary>The word for a state.</summary>
    public static string Of(DatagramState state) => States[(int)state];

    /// <summary>The word for a verdict.</summary>
    public static string Of(Verdict verdict) => Verdicts[(int)verdict];

    /// <summary>The word for a limit: behind <c>--max-</c> the option that sets it.</summary>
    public static string Of(CacheLimit limit) => Limits[(int)limit];

    /// <summary>The word for what a checksum says.</summary>
    public static string Of(ChecksumState checksum) => Checksums[(int)checksum];

    /// <summary>The word for a fragment's fate.</summary>
    public static string Of(FragmentFate fate) => Fates[(int)fate];

    /// <summary>The words for every bit that is set, lowest bit first.</summary>
    public static IEnumerable<string> Of(Anomaly anomalies) => Anomalies.Where((_, bit) => ((int)anomalies >> bit & 1) != 0);
}
