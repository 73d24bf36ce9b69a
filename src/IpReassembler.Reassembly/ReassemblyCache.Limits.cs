using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>The part that opens records, keeps the limits, and decides who goes first when there is no room.</summary>
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
    private readonly AgeQueue _probation = new(AgeQueue.StandingPlace);
    private readonly SourceLedger _sources;
    private long _memoryBytes;
    private long _memoryOrder;

    // What is only remembered takes at most an eighth of the memory.
    private long MaxMemoryBytes => _options.MaxMemory / 8;

    private Datagram Open(in DatagramKey key, uint hash, long number)
    {
        if (_open.Count >= _options.MaxDatagrams)
        {
            EvictOne(CacheLimit.Datagrams, except: null);
        }

        var record = _idle.TryPop(out var idle) ? idle : new Datagram(_ledger);
        record.Begin(key, hash, number, _now, _rules.For(key));
        if (Recall(key, hash) is { } memory)
        {
            TakeUp(record, memory);
        }

        _open.Add(record);
        var ages = record.Rule.Ages;
        ages.Records.Append(record);
        if (record.FirstEntryLives)
        {
            ages.FirstEntries.InsertByTime(record);
        }

        var wait = record.FirstEntryLives ? ages.Timeout : ages.Life;
        record.Deadline = _now + wait;
        Expect(_now, wait);

        record.Standing = Standing.Probation;
        _probation.Append(record);
        Counters.OpenDatagrams = _open.Count;
        Counters.PeakOpenDatagrams = Math.Max(Counters.PeakOpenDatagrams, _open.Count);
        return record;
    }

    private void TakeUp(Datagram record, KeyMemory memory)
    {
        Unlink(memory);
        record.Memory = memory;
        record.OnlyRepeats = memory.IsWhole && !IsDue(memory.CompletedAt, memory.Rule.Ages.Life);
        if (memory.View is { } view)
        {
            // The host's entry is older than the record: it goes on, and the record's fragments go into it.
            record.View = view;
            record.FirstEntryLives = false;
            view.Owner = record;
        }

        record.Comparison = memory.Comparison;
        memory.Keep(null, null);
    }

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

        while (_ledger.Held + bytes > _options.MaxMemory)
        {
            if (!FreeSome(except: record))
            {
                return false;
            }
        }

        return true;
    }

    private bool FreeSome(Datagram except)
    {
        if (OldestMemory is not { } memory)
        {
            return EvictOne(CacheLimit.Memory, except) || CutShort(except);
        }

        Forget(memory);
        return true;
    }

    private bool EvictOne(CacheLimit limit, Datagram? except)
    {
        if (OldestLate(except) is { } late)
        {
            Counters.RecordsCutShort++;
            End(late);
        }
        else if ((OldestIn(_probation, except) ?? _sources.OldestOfHeaviest(except)) is { } record)
        {
            Evict(record, limit);
        }
        else
        {
            return false;
        }

        return true;
    }

    private Datagram? OldestLate(Datagram? except)
    {
        Datagram? oldest = null;
        foreach (var group in _rules.Groups)
        {
            if (OldestIn(group.Late, except) is { } late && (oldest is null || late.Number < oldest.Number))
            {
                oldest = late;
            }
        }

        return oldest;
    }

    private static Datagram? OldestIn(AgeQueue queue, Datagram? except) =>
        queue.Oldest is { } oldest && oldest == except ? queue.NewerThan(oldest) : queue.Oldest;

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
                record.Rule.Ages.Late.InsertByAge(record);
                break;
            case Standing.Probation:
                _probation.Append(record);
                break;
            default:
                _sources.Join(record);
                break;
        }
    }

    private void Charge(Datagram record)
    {
        // Room was made for what was foreseen; a list inside a view may have grown by a little more.
        while (_ledger.Held + record.Price(_ledger) - record.Charged > _options.MaxMemory && FreeSome(except: record))
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
                record.Rule.Ages.Late.Remove(record);
                break;
            case Standing.Probation:
                _probation.Remove(record);
                break;
            case Standing.Protected:
                _sources.Leave(record);
                break;
            default:
                break;
        }

        record.Standing = Standing.None;
    }

    // The record leaves all books. What it lends is given back at the next call.
    private void Discharge(Datagram record)
    {
        LeaveStanding(record);
        if (record.FirstEntryLives)
        {
            LeaveFirstEntries(record);
        }

        record.Rule.Ages.Records.Remove(record);
        _open.Remove(record);
        _latest = null;
        _ended.Add(record);
        _ledger.Charge(-record.Charged);
        Counters.OpenDatagrams = _open.Count;
    }
}
