using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>Everything that waits equally long, in order of age: the oldest of each queue answers for all behind it.</summary>
/// <remarks>
/// A fixed timeout from the first fragment makes the order of arrival the order of expiry, but only among those with the
/// same timeout. So there is one group for each different timeout, few by <see cref="TargetTable.MaxTimeouts"/>,
/// and whoever asks what is due looks at the head of each.
/// </remarks>
internal sealed class AgeGroup(PlaceTable places, Duration timeout, Duration lateEvidence)
{
    /// <summary>How long an entry may wait.</summary>
    public Duration Timeout { get; } = timeout;

    /// <summary>How long a record takes evidence, and how long it is remembered afterwards.</summary>
    public Duration Life { get; } = timeout > lateEvidence ? timeout : lateEvidence;

    /// <summary>All open datagrams.</summary>
    public AgeQueue All { get; } = new(places, AgeQueue.All);

    /// <summary>The datagrams whose first entry lives.</summary>
    public AgeQueue FirstEntries { get; } = new(places, AgeQueue.FirstEntry);

    /// <summary>The entries that began after their record did.</summary>
    public LinkedList<PolicyView> LaterEntries { get; } = new();

    /// <summary>The datagrams that only wait for late evidence.</summary>
    public AgeQueue Late { get; } = new(places, AgeQueue.Standing);

    /// <summary>What is remembered of keys whose record has ended.</summary>
    public LinkedList<KeyMemory> Memories { get; } = new();

    /// <summary>When the oldest first entry has waited long enough; null when there is none.</summary>
    public Timestamp? FirstEntryDeadline => FirstEntries.Oldest is not 0 and var place ? places[place].First + Timeout : null;

    /// <summary>When the oldest later entry has waited long enough; null when there is none.</summary>
    public Timestamp? LaterEntryDeadline => LaterEntries.First is { Value: var view } ? view.StartedAt + Timeout : null;

    /// <summary>When the oldest datagram takes no more evidence; null when there is none.</summary>
    public Timestamp? RecordDeadline => All.Oldest is not 0 and var place ? places[place].First + Life : null;

    /// <summary>When the oldest memory is forgotten; null when there is none.</summary>
    public Timestamp? MemoryDeadline => Memories.First is { Value: var memory } ? memory.Since + Life : null;
}
