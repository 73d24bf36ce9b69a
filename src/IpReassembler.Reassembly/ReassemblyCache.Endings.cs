using System.Runtime.CompilerServices;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>The part in which waiting ends: delivery, kill, timeout, and the end of a record.</summary>
public sealed partial class ReassemblyCache
{
    private Timestamp _now;
    private Timestamp _nextDeadline = Never;

    private static Timestamp Never => new(long.MaxValue);

    // The open datagram with the smallest number, of whatever group; 0 when there is none.
    private int OldestOpen
    {
        get
        {
            var oldest = 0;
            foreach (var group in _rules.Groups)
            {
                if (group.All.Oldest is not 0 and var place && (oldest == 0 || _open[place].Number < _open[oldest].Number))
                {
                    oldest = place;
                }
            }

            return oldest;
        }
    }

    // After a fragment's fate: the books, and what follows from it.
    private void Settle(Datagram record, FragmentFate fate, long frame)
    {
        switch (fate)
        {
            case FragmentFate.Stored:
                Counters.Pending++;
                break;
            case FragmentFate.Completes:
                Counters.Pending -= record.Held - 1;
                Counters.Used += record.Held;
                Deliver(record, frame);
                return;
            case FragmentFate.Kills:
                Counters.Pending -= record.Held;
                Counters.Discarded += record.Held + 1;
                Kill(record);
                break;
            case FragmentFate.Ignored:
                Counters.Ignored++;
                break;
            case FragmentFate.Rejected:
                Counters.Rejected++;
                break;
            default:
                throw new InvalidOperationException("A policy stores, completes, ignores, rejects or kills.");
        }

        if (record.IsWhole && !record.IsUndecided)
        {
            End(record);
        }
        else
        {
            Restand(record);
        }
    }

    private void Deliver(Datagram record, long frame)
    {
        var (store, length, header) = record.View is { } view
            ? (view.Store, view.DeliveredLength, view.Header)
            : (record.Store, record.ArrivedLength, record.Header);
        (record.State, record.Delivered, record.DeliveredLength) = (DatagramState.Complete, store, length);
        _log.HasDelivered = true;
        record.CompleteFrame = frame;
        record.CompletedAfter = _now - record.First;
        record.Waited = null;
        header.Rebuild(store, length);
        Counters.Delivered++;
        End(record);
    }

    private void Kill(Datagram record)
    {
        record.View!.Forget();
        EntryGone(record, DatagramState.Killed, Age(record));
        DecideForNow(record);
    }

    // The entry of the chosen policy is no more. The first thing that happened to a datagram is its state,
    // unless something is delivered after all.
    private static void EntryGone(Datagram record, DatagramState state, Duration waited)
    {
        if (record.FirstEntryLives)
        {
            LeaveFirstEntries(record);
        }
        else
        {
            record.View?.LaterNode.List?.Remove(record.View.LaterNode);
        }

        if (record.IsUndecided)
        {
            record.State = state;
            record.Waited = waited;
        }
    }

    // For those who watch: the record stays open for late evidence, long after the policy has given up.
    private void DecideForNow(Datagram record)
    {
        record.Verdict = VerdictRule.Decide(record, _options);
        record.LateDuplicateOf = record.OnlyRepeats ? record.Memory!.Number : null;
    }

    private static void LeaveFirstEntries(Datagram record)
    {
        record.FirstEntryLives = false;
        record.Rule.Ages.FirstEntries.Remove(record.Place);
    }

    // Everything whose time has come by now, earliest first. A queue is in order of age, so its oldest answers for all;
    // where a capture's clock stepped back, a younger one may wait behind it until it is looked up.
    private void ExpireDue()
    {
        while (Due(static group => group.FirstEntryDeadline) is { } group)
        {
            TimeOut(RecordAt(group.FirstEntries.Oldest));
        }

        while (Due(static group => group.LaterEntryDeadline) is { } group)
        {
            TimeOut(group.LaterEntries.First!.Value);
        }

        while (Due(static group => group.RecordDeadline) is { } group)
        {
            End(RecordAt(group.All.Oldest));
        }

        while (Due(static group => group.MemoryDeadline) is { } group)
        {
            Forget(group.Memories.First!.Value);
        }

        _nextDeadline = Never;
        foreach (var group in _rules.Groups)
        {
            Expect(group.FirstEntryDeadline);
            Expect(group.LaterEntryDeadline);
            Expect(group.RecordDeadline);
            Expect(group.MemoryDeadline);
        }
    }

    // The group with the earliest deadline of a kind, if that has passed. What waits for ever has one that is never reached.
    private AgeGroup? Due(Func<AgeGroup, Timestamp?> deadlineOf)
    {
        var (earliest, due) = (Never, (AgeGroup?)null);
        foreach (var group in _rules.Groups)
        {
            if (deadlineOf(group) is { } deadline && deadline <= _now && deadline < earliest)
            {
                (earliest, due) = (deadline, group);
            }
        }

        return due;
    }

    // Exact for the record that a fragment is looked up in, whatever stands before it in the queues.
    private bool IsOver(Datagram record)
    {
        if (record.FirstEntryLives && IsDue(record.First, record.Timeout))
        {
            TimeOut(record);
        }
        else if (record.View is { Held: > 0 } view && !record.FirstEntryLives && IsDue(view.StartedAt, record.Timeout))
        {
            TimeOut(view);
        }

        if (record.Standing != Standing.None && IsDue(record.First, record.Rule.Ages.Life))
        {
            End(record);
        }

        return record.Standing == Standing.None;
    }

    private void TimeOut(Datagram record)
    {
        var timeout = record.Timeout;
        Counters.Pending -= record.Held;
        Counters.Expired += record.Held;
        record.RegularHeld = 0;
        record.HasGrown = true;
        record.View?.Forget();
        record.Comparison?.Expire(_now, timeout);
        EntryGone(record, DatagramState.Timeout, timeout);
        Note(OutcomeKind.Timeout, record, record.First + timeout);
        if (record.IsWhole)
        {
            End(record);
        }
        else
        {
            DecideForNow(record);
            Restand(record);
        }
    }

    private void TimeOut(PolicyView view)
    {
        var deadline = view.StartedAt + view.Rule.Ages.Timeout;
        Counters.Pending -= view.Held;
        Counters.Expired += view.Held;
        view.LaterNode.List?.Remove(view.LaterNode);
        view.Forget();
        if (view.Owner is { } record)
        {
            if (record.IsUndecided)
            {
                record.State = DatagramState.Timeout;
                record.Waited = record.Timeout;
            }

            record.HasGrown = true;
            record.Comparison?.Expire(_now, record.Timeout);
            Note(OutcomeKind.Timeout, record, deadline);
            if (record.IsWhole)
            {
                End(record);
            }
            else
            {
                DecideForNow(record);
                Restand(record);
            }
        }
    }

    // The record is closed and reported; what outlives it is remembered under its key.
    private void End(Datagram record)
    {
        record.Waited ??= record.State == DatagramState.Complete ? null : Age(record);
        DecideForNow(record);
        Counters.LateDuplicates += record.OnlyRepeats ? 1 : 0;

        Conclude(record);
        Note(OutcomeKind.Ended, record, _now);
        Discharge(record);
        Remember(record);
    }

    // The same without a record: that is made if somebody looks at the outcome.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EndAlone(int place, CacheLimit limit)
    {
        ref var row = ref _open[place];
        (row.Alone.HasEnded, row.Alone.EvictedBy) = (true, limit);
        _log.Add(OutcomeKind.Ended, place, _now);
        row.Rule.Ages.FirstEntries.Remove(place);
        _probation.Remove(place);
        Close(place, row.Charged);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Expect(Timestamp start, Duration wait) => Expect(start + wait);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Expect(Timestamp? deadline)
    {
        if (deadline < _nextDeadline)
        {
            _nextDeadline = deadline.Value;
        }
    }

    // Where the clock stepped back, no time has passed.
    private Duration Age(Datagram record) => _now > record.First ? _now - record.First : Duration.Zero;

    // A negative age, from a clock that stepped back, is not due.
    private bool IsDue(Timestamp start, Duration wait) => _now - start >= wait;
}
