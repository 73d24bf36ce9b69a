using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>A fragment of a completed datagram, as it is remembered.</summary>
internal readonly record struct RememberedRange(int Start, int End, ulong Hash) : IComparable<RememberedRange>
{
    public int CompareTo(RememberedRange other) =>
        Start != other.Start ? Start.CompareTo(other.Start)
        : End != other.End ? End.CompareTo(other.End)
        : Hash.CompareTo(other.Hash);
}

/// <summary>What is remembered of a key after its record has ended: the fragments of the datagram just completed, and what the policy's host still holds.</summary>
internal sealed class KeyMemory : Keyed
{
    // The object itself and its slots in table and queue.
    private const int OwnPrice = 192;

    private RememberedRange[] _ranges = [];
    private int _count;
    private bool _sorted;

    public KeyMemory() => Node = new LinkedListNode<KeyMemory>(this);

    /// <summary>The number of the datagram that was completed.</summary>
    public long Number { get; private set; }

    /// <summary>When the last byte of that datagram came.</summary>
    public Timestamp CompletedAt { get; private set; }

    /// <summary>The moment from which it is worth remembering: when the datagram was completed, or when the host's entry began, whichever is later.</summary>
    public Timestamp Since { get; private set; }

    /// <summary>Whether a whole datagram is remembered.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>The host's entry, if one lives on.</summary>
    public PolicyView? View { get; private set; }

    /// <summary>The entries of compared policies, if any lives on.</summary>
    public Comparison? Comparison { get; private set; }

    /// <summary>Its place in the queue of memories.</summary>
    public LinkedListNode<KeyMemory> Node { get; }

    /// <summary>What the ledger was charged with for it.</summary>
    public int Charged { get; set; }

    /// <summary>The bytes it holds.</summary>
    public int Price(MemoryLedger ledger) => OwnPrice + ledger.Ranges.Price(_ranges.Length) + (View?.Price ?? 0) + (Comparison?.Price ?? 0);

    /// <summary>Remembers a record that ends now; its fragments only if it is whole.</summary>
    public void Remember(Datagram record, PolicyView? residue, Comparison? compared, MemoryLedger ledger, RangeHasher hasher)
    {
        (Key, Hash, Number, IsWhole, CompletedAt, Since) = (record.Key, record.Hash, record.Number, record.IsWhole, record.WholeAt, record.WholeAt);
        Keep(residue, compared);
        if (!IsWhole)
        {
            return;
        }

        _ranges = ledger.Ranges.Rent(record.Journal.Length);
        foreach (ref readonly var entry in record.Journal)
        {
            if ((entry.Anomalies & ~(Anomaly.Duplicate | Anomaly.Overlap | Anomalies.Notices)) == Anomaly.None)
            {
                _ranges[_count++] = new RememberedRange(entry.Range.Start, entry.Range.End, hasher.Of(record.Store.Bytes(entry.Range)));
            }
        }
    }

    /// <summary>Takes the host's entry, and those of compared policies, if there are any.</summary>
    public void Keep(PolicyView? residue, Comparison? compared)
    {
        (View, Comparison) = (residue, compared);
        var youngest = residue is null || compared?.YoungestEntry > residue.StartedAt ? compared?.YoungestEntry : residue.StartedAt;
        if (youngest is { } started && (!IsWhole || started > Since))
        {
            Since = started;
        }
    }

    /// <summary>Whether the completed datagram had a fragment with this range and these bytes.</summary>
    public bool Had(ByteRange range, ReadOnlySpan<byte> payload, RangeHasher hasher)
    {
        if (!_sorted)
        {
            _ranges.AsSpan(0, _count).Sort();
            _sorted = true;
        }

        return _ranges.AsSpan(0, _count).BinarySearch(new RememberedRange(range.Start, range.End, hasher.Of(payload))) >= 0;
    }

    /// <summary>Gives everything back.</summary>
    public void Clear(MemoryLedger ledger)
    {
        if (_ranges.Length > 0)
        {
            ledger.Ranges.Return(_ranges, ledger.KeepsIdle);
        }

        (_ranges, _count, _sorted, View, Comparison, IsWhole) = ([], 0, false, null, null, false);
    }
}
