using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>Something worth an alert that happened at one moment: to a datagram, or with one fragment.</summary>
/// <param name="At">When, in the capture's time.</param>
/// <param name="Event">What: a name of the <see cref="AnomalyCatalog"/>.</param>
/// <param name="Name">The datagram's name; null for a fragment whose header no host would trust.</param>
public readonly record struct RecordEvent(Timestamp At, string Event, string? Name)
{
    /// <summary>The frame of the fragment; null where the event is not about one.</summary>
    public long? Frame { get; init; }

    /// <summary>The version of the packets concerned.</summary>
    public IpVersion Version { get; init; } = IpVersion.V4;

    /// <summary>The event an outcome tells of that is not about a fragment; null when it tells of none.</summary>
    public static RecordEvent? From(in FragmentOutcome outcome) => outcome switch
    {
        { Kind: OutcomeKind.Timeout, Datagram: { } datagram } => Of(outcome.At, datagram, "timeout"),
        { Kind: OutcomeKind.Eviction, Datagram: { } datagram } => Of(outcome.At, datagram, "evicted"),
        _ => null,
    };

    /// <summary>One event for everything that is strange about the fragment of an outcome; none for a plain one, or for another outcome.</summary>
    public static IReadOnlyList<RecordEvent> AnomaliesOf(in FragmentOutcome outcome)
    {
        if (outcome.Anomalies == Anomaly.None)
        {
            return [];
        }

        var (fragment, datagram) = (outcome.Fragment, outcome.Datagram);
        var first = datagram is null ? new RecordEvent(fragment.Timestamp, "", null) : Of(fragment.Timestamp, datagram, "");
        return [.. Words.Of(outcome.Anomalies).Select(word => first with { Event = word, Frame = fragment.Frame })];
    }

    private static RecordEvent Of(Timestamp at, Datagram datagram, string what) =>
        new(at, what, DatagramRecord.NameOf(datagram.Number, datagram.Key.Depth)) { Version = datagram.Key.Version };
}
