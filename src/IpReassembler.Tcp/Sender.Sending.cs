using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <content>Which bytes go out next.</content>
internal sealed partial class Sender
{
    /// <summary>Says what the next segment carries. Nothing changes until <see cref="Sent"/>.</summary>
    /// <param name="now">The time it is.</param>
    /// <param name="room">How many payload bytes a segment has room for, beside its options.</param>
    /// <param name="plan">What goes out next.</param>
    /// <returns>False when nothing may or need go out.</returns>
    public bool TryPlan(Timestamp now, int room, out SegmentPlan plan)
    {
        plan = default;
        if (_recovery is null)
        {
            return false;
        }

        if (_isProbeDue)
        {
            return TryPlanProbe(room, out plan);
        }

        // While the window is closed nothing goes out but probes, not even what may be lost: the timer asks from time to time.
        if (Window > 0)
        {
            if (_isTailProbeDue)
            {
                return TryPlanTailProbe(room, out plan);
            }

            if (_recovery.TryFindLost(out var hole, out var reason))
            {
                plan = PlanAgain(hole, room, reason);
                return true;
            }

            if (TryPlanNew(now, room, out plan))
            {
                return true;
            }
        }

        if (_board.Flight == 0 && HasUnsent)
        {
            // Only the other side's window can be in the way, and the news that it opens may be lost: RFC 9293 section 3.8.6.1.
            // A window that is open but silly is overridden after a second at most (section 3.8.6.2.1).
            _timer ??= now + (Window > 0 && _timeout.Current > LongestOverride ? LongestOverride : _timeout.Current);
        }

        return false;
    }

    /// <summary>A segment that was planned goes out.</summary>
    public void Sent(in SegmentPlan plan, Timestamp now)
    {
        var range = plan.Range;
        if (_board.Flight == 0)
        {
            _waitingSince = now;
        }

        if (_isTailProbeDue && plan.Reason != RetransmissionReason.WindowProbe)
        {
            _isTailProbeDue = false;
            _probe.Sent(SequenceNumber.Max(range.End, Next), isAgain: range.End <= Next);
        }

        if (range.End > Next)
        {
            _board.Sent(range.End, now);
            if (!_isTiming)
            {
                StartTiming(range.End, now);
            }
        }
        else
        {
            if (_isTiming && range.Start < _timedEnd)
            {
                StopTiming(now);
            }

            if (plan.Reason != RetransmissionReason.WindowProbe)
            {
                _recovery!.SentAgain(range, now);
            }
        }

        _isFinSent |= plan.HasFin;
        _isProbeDue = false;
        _lastSentAt = now;
        _timer ??= now + _timeout.Current;
        ScheduleProbe(now);
    }

    // RFC 8985 section 7.2: while nothing is missing, and not later than the retransmission timer.
    private void ScheduleProbe(Timestamp now)
    {
        _probeTimer = null;
        if (_usesSack && _recovery is { IsQuiet: true } && _board.Flight > 0 && Window > 0 && !_probe.IsOutstanding && !_isTailProbeDue)
        {
            _probeTimer = Earliest(_timer, now + TailLossProbe.Delay(_timeout.Smoothed, _board.Flight <= _congestion!.SegmentSize));
        }
    }

    private SegmentPlan PlanAgain(SequenceRange hole, int room, RetransmissionReason reason)
    {
        var length = Math.Min(Math.Min(hole.Length, BufferEnd - hole.Start), room);
        var hasFin = _isFinSent && hole.Start + length == BufferEnd && hole.End > BufferEnd;
        return new SegmentPlan(hole.Start, length, hasFin, hole.Start + length == BufferEnd, reason);
    }

    private bool TryPlanNew(Timestamp now, int room, out SegmentPlan plan)
    {
        plan = default;
        if (!HasUnsent || !_board.HasRoom)
        {
            return false;
        }

        var congestion = _congestion!;
        if (_board.Flight == 0 && now - _lastSentAt > _timeout.Current)
        {
            congestion.RestartAfterIdle();
        }

        var unsent = BufferEnd - Next;
        var usable = Unacknowledged + Window - Next;
        var length = Math.Min(Math.Min(unsent, usable), room);
        var hasFin = IsFinishing && length == unsent && usable > length;
        if (length < 0 || (length == 0 && !hasFin) || !IsWorthSending(length, unsent, room))
        {
            return false;
        }

        if (congestion.Window + _recovery!.Allowance - _board.Pipe < length)
        {
            return false;
        }

        plan = new SegmentPlan(Next, length, hasFin, length == unsent, RetransmissionReason.None);
        return true;
    }

    // RFC 9293 section 3.8.6.2.1: a full segment, or all there is, or half of the largest window. All there is waits while
    // something is on its way (section 3.7.4), but not when nothing can be added to it any more.
    private bool IsWorthSending(int length, int unsent, int room) =>
        length == room
        || (length == unsent && (_board.Flight == 0 || IsFinishing || !_options.Nagle))
        || (_board.Flight == 0 && length >= _maxWindow / 2);

    // RFC 8985 section 7.3: what is new if the other side has room for it, whatever the congestion window says; or else the last segment again.
    private bool TryPlanTailProbe(int room, out SegmentPlan plan)
    {
        var unsent = BufferEnd - Next;
        var usable = Unacknowledged + Window - Next;
        var length = Math.Min(Math.Min(unsent, usable), room);
        plan = length > 0
            ? new SegmentPlan(Next, length, IsFinishing && length == unsent && usable > length, length == unsent, RetransmissionReason.None)
            : PlanAgain(_board.Tail(room), room, RetransmissionReason.TailLossProbe);
        return true;
    }

    // One byte more than the closed window has room for; what the silly window has room for; or FIN, when it is all that is left.
    private bool TryPlanProbe(int room, out SegmentPlan plan)
    {
        var start = Unacknowledged;
        var left = BufferEnd - start;
        var length = Math.Min(Math.Min(left, Math.Max(1, Window)), room);
        var hasFin = length <= 0 && IsFinishing;
        plan = new SegmentPlan(start, Math.Max(0, length), hasFin, length == left, RetransmissionReason.WindowProbe);
        _isProbeDue = length > 0 || hasFin;
        return _isProbeDue;
    }
}
