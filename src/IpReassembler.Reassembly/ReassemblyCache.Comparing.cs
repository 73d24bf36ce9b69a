using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>The part that follows every compared policy in the same pass.</summary>
/// <remarks>
/// While fragments only add bytes all hosts hold the same, and nothing is kept for them. At the first fragment on which policies
/// may differ each host is made from the journal, and shown every later fragment of the key. They change nothing of what the
/// chosen policy does, except that their memory counts.
/// </remarks>
public sealed partial class ReassemblyCache
{
    private const int MaxIdleComparisons = 64;

    private readonly Stack<Comparison> _idleComparisons = new();

    // After the chosen policy has judged, and before the journal has the fragment.
    private void Compare(Datagram record, Bearing bearing, in IpFragment fragment)
    {
        record.Comparison?.Expire(_now, record.Timeout);

        // Once the first entry is gone, hosts hold what came since, and the journal does not say since when: from then on they are followed.
        var mayDiffer = record.Comparison is not null || bearing == Bearing.Irregular || !record.FirstEntryLives;
        if (bearing == Bearing.Cut || !mayDiffer || record.ViewsCutShort)
        {
            return;
        }

        var comparison = record.Comparison ?? BeginComparison(record);
        record.HasGrown = true;
        if (MakeRoomToCompare(record, comparison.PriceToTake(PayloadStore.Storable(_log.Fragment.Range).End, fragments: 1)))
        {
            comparison.Take(ViewOf(fragment));
        }
    }

    private Comparison BeginComparison(Datagram record)
    {
        var comparison = RentComparison();
        record.Comparison = comparison;
        if (MakeRoomToCompare(record, comparison.PriceToTake(record.Store.Capacity, record.StoredCount)))
        {
            comparison.Begin(record, holdsFragments: record.FirstEntryLives && record.RegularHeld > 0);
        }

        return comparison;
    }

    // What has grown and is not charged yet needs its room too. False: the comparison had to go.
    private bool MakeRoomToCompare(Datagram record, int bytes)
    {
        var uncharged = record.Charged == 0 ? 0 : record.Price(_ledger) - record.Charged;
        MakeRoom(record, uncharged + bytes);
        return record.Comparison is not null;
    }

    private Comparison RentComparison() => _idleComparisons.TryPop(out var idle) ? idle : new Comparison(_options.Compare, _ledger);

    private void Recycle(Comparison comparison)
    {
        comparison.Clear();
        if (_idleComparisons.Count < MaxIdleComparisons)
        {
            _idleComparisons.Push(comparison);
        }
    }

    // The last way to make room: a comparison is given up before the datagram itself.
    private bool CutShort(Datagram record)
    {
        if (record.Comparison is not { } comparison)
        {
            return false;
        }

        record.Comparison = null;
        record.ViewsCutShort = true;
        Counters.ComparisonsCutShort++;
        Recycle(comparison);
        Adjust(record);
        return true;
    }

    // The record ends: what the hosts did for it stands.
    private void Conclude(Datagram record)
    {
        if (record.Comparison is not { } comparison)
        {
            return;
        }

        comparison.Expire(_now, record.Timeout);
        if (record.State is DatagramState.Evicted or DatagramState.Refused)
        {
            comparison.Evict();
        }

        comparison.Conclude();
        VerdictRule.Compare(record, _options);
    }

    // The entries that go on after the record has ended, for the next record of the key.
    private Comparison? TakeEntries(Datagram record)
    {
        if (record.Comparison is not { YoungestEntry: not null } comparison)
        {
            return null;
        }

        var entries = RentComparison();
        comparison.HandOver(entries);
        if (entries.Price <= MaxMemoryBytes)
        {
            return entries;
        }

        Counters.ComparisonsCutShort++;
        Recycle(entries);
        return null;
    }
}
