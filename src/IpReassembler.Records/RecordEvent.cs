using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>Something that happened to a datagram at one moment, without a fragment of it.</summary>
/// <param name="At">When, in the capture's time.</param>
/// <param name="Event">What: <c>timeout</c> or <c>evicted</c>.</param>
/// <param name="Name">The datagram's name.</param>
public readonly record struct RecordEvent(Timestamp At, string Event, string Name)
{
    /// <summary>The words for what can happen.</summary>
    public static IReadOnlyList<string> Words { get; } = ["timeout", "evicted", "late-duplicate"];

    /// <summary>The event an outcome tells of; null when it tells of none.</summary>
    public static RecordEvent? From(in FragmentOutcome outcome) => outcome switch
    {
        { Kind: OutcomeKind.Timeout, Datagram: { } datagram } => Of(outcome.At, datagram, "timeout"),
        { Kind: OutcomeKind.Eviction, Datagram: { } datagram } => Of(outcome.At, datagram, "evicted"),
        _ => null,
    };

    private static RecordEvent Of(Timestamp at, Datagram datagram, string what) => new(
        at,
        what,
        DatagramRecord.NameOf(datagram.Number, datagram.Key.Depth));
}
