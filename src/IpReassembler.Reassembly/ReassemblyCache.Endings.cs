using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>The part in which waiting ends: delivery, kill, timeout, and the end of a record.</summary>
public sealed partial class ReassemblyCache
{
    private readonly AgeQueue _all = new(AgeQueue.AllPlace);
    private readonly AgeQueue _firstEntries = new(AgeQueue.FirstEntryPlace);
    private readonly LinkedList<PolicyView> _laterEntries = new();
    private readonly Stack<PolicyView> _idleViews = new();
    private readonly Duration _recordLife;
    private Timestamp _now;
    private Timestamp _nextDeadline = Never;

    private static Timestamp Never => new(long.MaxValue);

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
        record.CompleteFrame = frame;
        record.CompletedAfter = _now - record.First;
        record.Waited = null;
        header.Rebuild(store.Packet(length), store.HeaderLength);
        Counters.Delivered++;
        End(record);
    }

    private void Kill(Datagram record)
    {
        record.View!.Forget();
        EntryGone(record, DatagramState.Killed, Age(record));
    }

    // The entry of the chosen policy is no more. The first thing that happened to a datagram is its state,
    // unless something is delivered after all.
    private void EntryGone(Datagram record, DatagramState state, Duration waited)
    {
        if (record.FirstEntryLives)
        {
            LeaveFirstEntries(record);
        }
        else if (record.View?.LaterNode.List is not null)
        {
            _laterEntries.Remove(record.View.LaterNode);
        }

        if (record.IsUndecided)
        {
            record.State = state;
            record.Waited = waited;
        }
    }

    private void LeaveFirstEntries(Datagram record)
    {
        record.FirstEntryLives = false;
        _firstEntries.Remove(record);
    }

    // Everything whose time has come by now. A queue is in order of age, so its oldest answers for all; where a
    // capture's clock stepped back, a younger one may wait behind it until it is looked up.
    private void ExpireDue()
    {
        while (_firstEntries.Oldest is { } record && IsDue(record.First, TimeoutOf(record.Key)))
        {
            TimeOut(record);
        }

        while (_laterEntries.First is { Value: var view } && IsDue(view.StartedAt, _options.TimeoutFor(IpVersion.V4)))
        {
            TimeOut(view);
        }

        while (_all.Oldest is { } record && IsDue(record.First, _recordLife))
        {
            End(record);
        }

        while (_memories.First is { Value: var memory } && IsDue(memory.Since, _recordLife))
        {
            Forget(memory);
        }

        _nextDeadline = Never;
        if (_firstEntries.Oldest is { } first)
        {
            Expect(first.First, TimeoutOf(first.Key));
        }

        if (_laterEntries.First is { Value: var later })
        {
            Expect(later.StartedAt, _options.TimeoutFor(IpVersion.V4));
        }

        if (_all.Oldest is { } oldest)
        {
            Expect(oldest.First, _recordLife);
        }

        if (_memories.First is { Value: var remembered })
        {
            Expect(remembered.Since, _recordLife);
        }
    }

    // Exact for the record that a fragment is looked up in, whatever stands before it in the queues.
    private bool IsOver(Datagram record)
    {
        if (record.FirstEntryLives && IsDue(record.First, TimeoutOf(record.Key)))
        {
            TimeOut(record);
        }
        else if (record.View is { Held: > 0 } view && !record.FirstEntryLives && IsDue(view.StartedAt, TimeoutOf(record.Key)))
        {
            TimeOut(view);
        }

        if (record.Standing != Standing.None && IsDue(record.First, _recordLife))
        {
            End(record);
        }

        return record.Standing == Standing.None;
    }

    private void TimeOut(Datagram record)
    {
        var timeout = TimeoutOf(record.Key);
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
            Restand(record);
        }
    }

    private void TimeOut(PolicyView view)
    {
        var deadline = view.StartedAt + _options.TimeoutFor(IpVersion.V4);
        Counters.Pending -= view.Held;
        Counters.Expired += view.Held;
        _laterEntries.Remove(view.LaterNode);
        view.Forget();
        if (view.Owner is { } record)
        {
            if (record.IsUndecided)
            {
                record.State = DatagramState.Timeout;
                record.Waited = TimeoutOf(record.Key);
            }

            record.HasGrown = true;
            record.Comparison?.Expire(_now, TimeoutOf(record.Key));
            Note(OutcomeKind.Timeout, record, deadline);
            if (record.IsWhole)
            {
                End(record);
            }
            else
            {
                Restand(record);
            }
        }
    }

    // The record is closed and reported; what outlives it is remembered under its key.
    private void End(Datagram record)
    {
        record.Waited ??= record.State == DatagramState.Complete ? null : Age(record);
        record.Verdict = VerdictRule.Decide(record, _options);
        if (record.OnlyRepeats)
        {
            record.LateDuplicateOf = record.Memory!.Number;
            Counters.LateDuplicates++;
        }

        Conclude(record);
        Note(OutcomeKind.Ended, record, _now);
        Discharge(record);
        Remember(record);
    }

    private void Expect(Timestamp start, Duration wait)
    {
        var deadline = start + wait;
        if (deadline < _nextDeadline)
        {
            _nextDeadline = deadline;
        }
    }

    // Where the clock stepped back, no time has passed.
    private Duration Age(Datagram record) => _now > record.First ? _now - record.First : Duration.Zero;

    // A negative age, from a clock that stepped back, is not due.
    private bool IsDue(Timestamp start, Duration wait) => _now - start >= wait;

    private Duration TimeoutOf(in DatagramKey key) => _options.TimeoutFor(key.Version);
}
