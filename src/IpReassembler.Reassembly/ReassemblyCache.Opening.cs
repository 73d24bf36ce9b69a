using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace IpReassembler.Reassembly;

/// <summary>The part that opens datagrams and closes them: their places in the books, and their records.</summary>
/// <remarks>
/// A place is taken with the first fragment. The record is made when it is needed, which for a <see cref="LoneFragment"/> is with the second
/// fragment, with its timeout, or when somebody looks at an outcome; its price is charged from the start, so that nothing has to go for it then.
/// </remarks>
public sealed partial class ReassemblyCache
{
    private readonly Stack<Datagram> _idle = new();
    private readonly List<Datagram> _ended = [];

    // A place, and a record as well if there is something to tell of the key from before.
    private int Open(in DatagramKey key, uint hash, long number)
    {
        if (_open.Count >= _options.MaxDatagrams)
        {
            EvictOne(CacheLimit.Datagrams, except: 0);
        }

        var memory = _remembered.Count > 0 ? Recall(key, hash) : null;
        var place = _open.Add(key, hash);
        ref var row = ref _open[place];
        (row.Number, row.First, row.Rule) = (number, _now, _rules.For(key));
        if (memory is not null)
        {
            TakeUp(BeginRecord(place), memory);
        }

        var ages = row.Rule.Ages;
        ages.All.Append(place);
        if (row.Record is { FirstEntryLives: false })
        {
            Expect(_now, ages.Life);
        }
        else
        {
            ages.FirstEntries.InsertByTime(place);
            Expect(_now, ages.Timeout);
        }

        _probation.Append(place);
        Counters.OpenDatagrams = _open.Count;
        Counters.PeakOpenDatagrams = Math.Max(Counters.PeakOpenDatagrams, _open.Count);
        return place;
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

    // A record in which nothing stands yet.
    private Datagram BeginRecord(int place)
    {
        var record = _idle.TryPop(out var idle) ? idle : new Datagram(_ledger);
        ref var row = ref _open[place];
        record.Begin(place, _open.HashOf(place), row);
        record.Deadline = row.First + row.Rule.Ages.Timeout;
        record.Standing = Standing.Probation;
        row.Record = record;
        return record;
    }

    private Datagram RecordAt(int place) => _open[place].Record ?? RecordOfLone(place);

    // What the short way left undone.
    private Datagram RecordOfLone(int place)
    {
        var record = BeginRecord(place);
        ref readonly var row = ref _open[place];
        row.Alone.Read(out var fragment);
        var entry = row.Alone.Entry;
        var bearing = record.Take(fragment, ref entry);
        Debug.Assert(bearing == Bearing.New, "what stands alone has nothing strange about it");
        record.Protocol = fragment.Protocol;
        record.RegularHeld = 1;
        Write(record, fragment, entry, isEvidence: true);
        record.Charged = row.Charged;
        record.HasGrown = false;
        Debug.Assert(record.Charged == record.Price(_ledger), "the record was paid for when the fragment came");
        if (row.Alone.HasEnded)
        {
            EndLate(record, row.Alone.EvictedBy);
        }

        return record;
    }

    // Its place has left all books already.
    private void EndLate(Datagram record, CacheLimit limit)
    {
        (record.FirstEntryLives, record.Standing, record.Waited) = (false, Standing.None, Age(record));
        if (limit != CacheLimit.None)
        {
            (record.State, record.EvictedBy, record.RegularHeld) = (DatagramState.Evicted, limit, 0);
        }

        DecideForNow(record);
        _ended.Add(record);
    }

    // The record leaves all books. What it lends is given back at the next call.
    private void Discharge(Datagram record)
    {
        LeaveStanding(record);
        if (record.FirstEntryLives)
        {
            LeaveFirstEntries(record);
        }

        Close(record.Place, record.Charged);
        _ended.Add(record);
        _latest = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Close(int place, int charged)
    {
        _open[place].Rule.Ages.All.Remove(place);
        _open.Close(place);
        _ledger.Charge(-charged);
        Counters.OpenDatagrams = _open.Count;
    }

    // What the last call lent is taken back.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FreeEnded()
    {
        foreach (var record in CollectionsMarshal.AsSpan(_ended))
        {
            _open[record.Place].Record = null;
            Recycle(record);
        }

        _ended.Clear();
        _open.FreeClosed();
    }
}
