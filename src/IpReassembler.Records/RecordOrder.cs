namespace IpReassembler.Records;

/// <summary>Puts records into the order of their first frames, although they end in another.</summary>
/// <remarks>
/// A record is held back only while an older one is open, and no more than <see cref="MaxHeld"/> records or
/// <see cref="MaxHeldBytes"/> bytes are: then the oldest goes without waiting.
/// </remarks>
public sealed class RecordOrder
{
    /// <summary>The most records that are held back.</summary>
    public const int MaxHeld = 65_536;

    /// <summary>The most memory they may take: about 500 bytes for one, 32 for each of its fragments, 2 for each letter of its payload's text, and its views.</summary>
    public const long MaxHeldBytes = 64 << 20;

    private readonly PriorityQueue<DatagramRecord, (long Number, int Depth)> _held = new();
    private long _heldBytes;

    /// <summary>Takes a record that has ended.</summary>
    public void Add(DatagramRecord record)
    {
        _held.Enqueue(record, (record.Number, record.Key.Depth));
        _heldBytes += Price(record);
    }

    /// <summary>The next record that need not wait; null when there is none.</summary>
    /// <param name="oldestOpen">The number of the oldest datagram that is open; null when none is.</param>
    public DatagramRecord? Next(long? oldestOpen)
    {
        if (!_held.TryPeek(out var record, out _)
            || (record.Number >= oldestOpen && _held.Count <= MaxHeld && _heldBytes <= MaxHeldBytes))
        {
            return null;
        }

        _heldBytes -= Price(record);
        return _held.Dequeue();
    }

    private static long Price(DatagramRecord record) => 500 + (32L * record.Fragments.Count) + (2L * (record.Payload?.Text.Length ?? 0)) + (record.Views?.Price ?? 0);
}
