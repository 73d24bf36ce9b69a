using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>Everything that waits equally long, in order of age: the oldest of each queue answers for all behind it.</summary>
/// <remarks>
/// A fixed timeout from the first fragment makes the order of arrival the order of expiry, but only among those with the
/// same timeout. So there is one group for each different timeout, few by <see cref="TargetTable.MaxTimeouts"/>,
/// and whoever asks what is due looks at the head of each.
/// </remarks>
internal sealed class AgeGroup(Duration timeout, Duration lateEvidence)
{
    /// <summary>How long an entry may wait.</summary>
    public Duration Timeout { get; } = timeout;

    /// <summary>How long a record takes evidence, and how long it is remembered afterwards.</summary>
    public Duration Life { get; } = timeout > lateEvidence ? timeout : lateEvidence;

    /// <summary>All open records.</summary>
    public AgeQueue Records { get; } = new(AgeQueue.AllPlace);

    /// <summary>The records whose first entry lives.</summary>
    public AgeQueue FirstEntries { get; } = new(AgeQueue.FirstEntryPlace);

    /// <summary>The entries that began after their record did.</summary>
    public LinkedList<PolicyView> LaterEntries { get; } = new();

    /// <summary>The records that only wait for late evidence.</summary>
    public AgeQueue Late { get; } = new(AgeQueue.StandingPlace);

    /// <summary>What is remembered of keys whose record has ended.</summary>
    public LinkedList<KeyMemory> Memories { get; } = new();

    /// <summary>When the oldest first entry has waited long enough; null when there is none.</summary>
    public Timestamp? FirstEntryDeadline => FirstEntries.Oldest is { } record ? record.First + Timeout : null;

    /// <summary>When the oldest later entry has waited long enough; null when there is none.</summary>
    public Timestamp? LaterEntryDeadline => LaterEntries.First is { Value: var view } ? view.StartedAt + Timeout : null;

    /// <summary>When the oldest record takes no more evidence; null when there is none.</summary>
    public Timestamp? RecordDeadline => Records.Oldest is { } record ? record.First + Life : null;

    /// <summary>When the oldest memory is forgotten; null when there is none.</summary>
    public Timestamp? MemoryDeadline => Memories.First is { Value: var memory } ? memory.Since + Life : null;
}
