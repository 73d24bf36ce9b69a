using System.Runtime.CompilerServices;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>The part that keeps the limits, and decides who goes first when there is no room.</summary>
/// <remarks>
/// First what is only remembered, then records whose entry is gone, oldest first: nothing a host would deliver is
/// lost by it. Then entries on probation, with one fragment stored, oldest first: a flood of first fragments, spoofed
/// or not, pushes itself out. Then the oldest entry of the source that holds most.
/// </remarks>
public sealed partial class ReassemblyCache
{
    private readonly RangeHasher _hasher;
    private readonly KeyedTable<KeyMemory> _remembered = new();
    private readonly Stack<KeyMemory> _idleMemories = new();
    private readonly AgeQueue _probation;
    private readonly SourceLedger _sources;
    private int _lateCount;
    private long _memoryBytes;
    private long _memoryOrder;

    // What is only remembered takes at most an eighth of the memory.
    private long MaxMemoryBytes => _options.MaxMemory / 8;

    // Room for more bytes, at the cost of others if need be. False: there are no others.
    private bool MakeRoom(Datagram record, int bytes)
    {
        if (record.Charged == 0)
        {
            bytes += record.Price(_ledger);
        }
        else if (bytes == 0)
        {
            return true;
        }

        return MakeRoom(record.Place, bytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MakeRoom(int place, int bytes)
    {
        while (_ledger.Held + bytes > _options.MaxMemory)
        {
            if (!FreeSome(except: place))
            {
                return false;
            }
        }

        return true;
    }

    private bool FreeSome(int except)
    {
        if (_remembered.Count > 0)
        {
            Forget(OldestMemory!);
            return true;
        }

        return EvictOne(CacheLimit.Memory, except) || (_open[except].Record is { } record && CutShort(record));
    }

    private bool EvictOne(CacheLimit limit, int except)
    {
        if (_lateCount > 0 && OldestLate(except) is not 0 and var late)
        {
            Counters.RecordsCutShort++;
            End(RecordAt(late));
            return true;
        }

        var place = OldestIn(_probation, except) is not 0 and var oldest ? oldest : _sources.OldestOfHeaviest(except);
        if (place == 0)
        {
            return false;
        }

        if (_open[place].Record is { } record)
        {
            Evict(record, limit);
        }
        else
        {
            EvictAlone(place, limit);
        }

        return true;
    }

    private int OldestLate(int except)
    {
        var oldest = 0;
        foreach (var group in _rules.Groups)
        {
            if (OldestIn(group.Late, except) is not 0 and var late && (oldest == 0 || _open[late].Number < _open[oldest].Number))
            {
                oldest = late;
            }
        }

        return oldest;
    }

    private static int OldestIn(AgeQueue queue, int except) => queue.Oldest == except ? queue.NewerThan(except) : queue.Oldest;

    private void Evict(Datagram record, CacheLimit limit)
    {
        Counters.Pending -= record.Held;
        Counters.Evicted += record.Held;
        Counters.EvictedDatagrams++;
        record.RegularHeld = 0;
        record.View?.Forget();
        EntryGone(record, DatagramState.Evicted, Age(record));
        (record.State, record.EvictedBy) = (DatagramState.Evicted, limit);
        Note(OutcomeKind.Eviction, record, _now);
        End(record);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EvictAlone(int place, CacheLimit limit)
    {
        Counters.Pending--;
        Counters.Evicted++;
        Counters.EvictedDatagrams++;
        _log.Add(OutcomeKind.Eviction, place, _now);
        EndAlone(place, limit);
    }

    // No room for this fragment, not even for its own record: what it had goes with it.
    private void Refuse(Datagram record, CacheLimit limit)
    {
        Counters.Refused++;
        record.Anomalies |= _log.Fragment.Anomalies;
        if (record.FragmentCount > 0)
        {
            Evict(record, limit);
            return;
        }

        EntryGone(record, DatagramState.Refused, Duration.Zero);
        (record.State, record.EvictedBy) = (DatagramState.Refused, limit);
        End(record);
    }

    // Puts the record where it belongs after its entry changed, and charges what it holds by now.
    private void Restand(Datagram record)
    {
        if (record.HasGrown)
        {
            Charge(record);
        }

        var standing = record.Held switch
        {
            0 when record.FirstEntryLives => Standing.Probation,
            0 => Standing.Late,
            1 => Standing.Probation,
            _ => Standing.Protected,
        };
        if (standing == record.Standing)
        {
            return;
        }

        LeaveStanding(record);
        record.Standing = standing;
        switch (standing)
        {
            case Standing.Late:
                record.Rule.Ages.Late.InsertByAge(record.Place);
                _lateCount++;
                break;
            case Standing.Probation:
                _probation.Append(record.Place);
                break;
            default:
                _sources.Join(record);
                break;
        }
    }

    private void Charge(Datagram record)
    {
        // Room was made for what was foreseen; a list inside a view may have grown by a little more.
        while (_ledger.Held + record.Price(_ledger) - record.Charged > _options.MaxMemory && FreeSome(except: record.Place))
        {
        }

        Adjust(record);
    }

    // Charges the record with what it holds.
    private void Adjust(Datagram record)
    {
        record.HasGrown = false;
        var price = record.Price(_ledger);
        var growth = price - record.Charged;
        _ledger.Charge(growth);
        record.Charged = price;
        if (record.Account is { } account)
        {
            _sources.Change(account, growth);
        }
    }

    private void LeaveStanding(Datagram record)
    {
        switch (record.Standing)
        {
            case Standing.Late:
                record.Rule.Ages.Late.Remove(record.Place);
                _lateCount--;
                break;
            case Standing.Probation:
                _probation.Remove(record.Place);
                break;
            case Standing.Protected:
                _sources.Leave(record);
                break;
            default:
                break;
        }

        record.Standing = Standing.None;
    }
}
