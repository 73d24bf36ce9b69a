using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>The part that the cache keeps its books with.</summary>
public sealed partial class Datagram
{
    // The object itself, its place, and its share of the index.
    private const int OwnPrice = 872;

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

    /// <summary>What it is charged with: the bytes it really holds.</summary>
    internal int Price(MemoryLedger ledger) =>
        OwnPrice + Store.Price + ledger.Journals.Price(_journal.Length) + (View?.Price ?? 0) + (Comparison?.Price ?? 0) + (Memory?.Price(ledger) ?? 0);

    /// <summary>What a record is charged with that has taken one fragment with these bytes and no long header.</summary>
    internal static int PriceOfOne(ByteRange range) =>
        OwnPrice + PayloadStore.PriceOf(range) + MemoryLedger.ShortestJournalPrice;

    /// <summary>What it would be charged more for taking a fragment with these bytes, which end at <see cref="PayloadStore.MaxEnd"/> at most.</summary>
    internal int PriceToTake(ByteRange place, MemoryLedger ledger)
    {
        if (Store.HasRoomFor(place) && _journalCount < _journal.Length && View is null)
        {
            return 0;
        }

        var price = Store.PriceToReach(place) + (View?.PriceToTake(place.End, fragments: 1) ?? 0);
        return _journalCount < _journal.Length ? price
            : price + ledger.Journals.Price(ledger.Journals.LengthFor(_journalCount + 1) - _journal.Length);
    }

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
