using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>How far a record's policy entry got, which says who goes first when room is needed.</summary>
internal enum Standing
{
    /// <summary>In no queue.</summary>
    None,

    /// <summary>The entry is gone; the record only waits for late evidence.</summary>
    Late,

    /// <summary>One fragment stored.</summary>
    Probation,

    /// <summary>More than one: its source answers for it.</summary>
    Protected,
}

/// <summary>The part that the cache keeps its books with.</summary>
public sealed partial class Datagram
{
    /// <summary>The rule of the host that it is for.</summary>
    internal HostRule Rule { get; set; } = null!;

    /// <summary>Its place in the books.</summary>
    internal int Place { get; private set; }

    /// <summary>Which queue it stands in.</summary>
    internal Standing Standing { get; set; }

    /// <summary>The account of its source, while it is protected.</summary>
    internal SourceAccount? Account { get; set; }

    /// <summary>What the ledger was charged with for it.</summary>
    internal int Charged { get; set; }

    /// <summary>Whether it may hold more, or less, than it is charged with.</summary>
    internal bool HasGrown { get; set; }

    /// <summary>Whether the entry that began with the record lives.</summary>
    internal bool FirstEntryLives { get; set; }

    /// <summary>The fragments of that entry, while no <see cref="View"/> is needed.</summary>
    internal int RegularHeld { get; set; }

    /// <summary>What the policy's host holds, once that may differ from the evidence.</summary>
    internal PolicyView? View { get; set; }

    /// <summary>What the hosts of compared policies hold and did, once they may differ.</summary>
    internal Comparison? Comparison { get; set; }

    /// <summary>What is remembered of the key from before.</summary>
    internal KeyMemory? Memory { get; set; }

    /// <summary>Whether every fragment so far repeats one of the datagram in <see cref="Memory"/>.</summary>
    internal bool OnlyRepeats { get; set; }

    /// <summary>Where the delivered bytes lie; null unless delivered.</summary>
    internal PayloadStore? Delivered { get; set; }

    /// <summary>The length of the delivered payload.</summary>
    internal int DeliveredLength { get; set; }

    /// <summary>How many fragments the host holds for this record.</summary>
    internal int Held => View?.Held ?? RegularHeld;

    /// <summary>Whether the policy has not spoken yet.</summary>
    internal bool IsUndecided => State == DatagramState.Open;

    /// <summary>Begins a record; everything it knew before is gone.</summary>
    internal void Begin(int place, uint hash, in Place row)
    {
        Place = place;
        (Key, Hash, Number, First, Last, Rule) = (row.Key, hash, row.Number, row.First, row.First, row.Rule);
        FirstEntryLives = HasGrown = true;
        _disjoint = _oneTimeToLive = true;
    }

    /// <summary>Gives back what it holds, so that it can be used again.</summary>
    internal void Clear(MemoryLedger ledger)
    {
        Store.Clear();
        Header.Clear();
        ClearJournal(ledger);
        (_otherEntries, _highestOffset) = (0, 0);
        (_validity, Standing, Account) = (default, Standing.None, null);
        (State, Verdict, Anomalies, Checksum) = (DatagramState.Open, Verdict.Evicted, Anomaly.None, ChecksumState.Unchecked);
        (FragmentCount, DuplicateCount, ConflictingDuplicateCount, OverlapCount, ConflictCount, ReorderedCount) = (0, 0, 0, 0, 0, 0);
        (ArrivedLength, StoredCount, RegularHeld, Charged, DeliveredLength) = (0, 0, 0, 0, 0);
        (CompleteFrame, CompletedAfter, Waited, LateDuplicateOf, SourcePort, DestinationPort) = (null, null, null, null, null, null);
        (Transport, IcmpType, IcmpCode) = (null, null, null);
        (View, Comparison, Memory, Delivered, OnlyRepeats, IsWhole, WholeAt) = (null, null, null, null, false, false, default);
        (ViewsAgree, ViewsCutShort, EvictedBy) = (true, false, CacheLimit.None);
    }
}
