using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <content>What a segment does that arrives: RFC 9293 section 3.10.7, in its order.</content>
public sealed partial class TcpConnection
{
    // RFC 7323 section 5.5: after so long the other side's clock may have gone half around, and an old timestamp says nothing.
    private static readonly Duration LongestPaws = Duration.FromSeconds(24 * 24 * 3600);

    private bool _usesTimestamps;
    private bool _usesSack;

    // TS.Recent and the time it was taken; Last.ACK.sent (RFC 7323 section 4.3).
    private uint _recentTimestamp;
    private Timestamp _recentTimestampAt;
    private SequenceNumber _lastAcknowledgmentSent;
    private ReplyLimit _replies;

    /// <summary>Opens it actively: a SYN will go out.</summary>
    internal void BeginActively() => Enter(TcpState.SynSent);

    /// <summary>A SYN has come to the listener (RFC 9293 section 3.10.7.2).</summary>
    internal void BeginPassively(in IncomingSegment syn)
    {
        TakeSyn(syn);
        Enter(TcpState.SynReceived);
    }

    /// <summary>Takes a segment.</summary>
    internal DropReason Arrive(in IncomingSegment segment) =>
        State == TcpState.SynSent ? ArriveInSynSent(segment) : ArriveSynchronized(segment);

    // Section 3.10.7.3.
    private DropReason ArriveInSynSent(in IncomingSegment segment)
    {
        var acknowledgesSyn = segment.HasAck && segment.Acknowledgment > _sender.Initial && segment.Acknowledgment <= _sender.Next;
        if (segment.HasAck && !acknowledgesSyn)
        {
            Refute(segment);
            return DropReason.UnacceptableAcknowledgment;
        }

        if (segment.IsReset)
        {
            if (!acknowledgesSyn)
            {
                return DropReason.InexactReset;
            }

            EnterClosed(CloseReason.Refused);
            return DropReason.None;
        }

        if (!segment.IsSyn)
        {
            return DropReason.NoSyn;
        }

        TakeSyn(segment);
        if (!acknowledgesSyn)
        {
            // Both sides opened at once: our SYN goes out again, with ACK.
            (_isSynDue, _isSynLate) = (true, false);
            Enter(TcpState.SynReceived);
            return DropReason.None;
        }

        _receiver.AcknowledgeNow();
        TakeAcknowledgmentOfSyn(segment);
        TakeText(segment);
        return DropReason.None;
    }

    // Section 3.10.7.4.
    private DropReason ArriveSynchronized(in IncomingSegment segment)
    {
        if (State == TcpState.SynReceived && segment.IsSyn && !segment.IsReset && segment.Sequence == _receiver.Initial)
        {
            return TakeSynAgain(segment);
        }

        var drop = CheckSequence(segment);
        if (drop != DropReason.None)
        {
            return drop;
        }

        if (segment.IsReset)
        {
            return TakeReset(segment);
        }

        if (segment.IsSyn)
        {
            return RefuseSyn();
        }

        if (!segment.HasAck)
        {
            return DropReason.NoAcknowledgment;
        }

        drop = TakeAcknowledgment(segment);
        if (drop == DropReason.None)
        {
            // RFC 7323 section 4.3 notes it earlier. But who guesses only where the window is must not be able to make all that follows look old.
            NoteTimestamp(segment);
        }

        if (drop == DropReason.None && State is TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2)
        {
            TakeText(segment);
        }

        return drop;
    }

    // First: is it about what comes next?
    private DropReason CheckSequence(in IncomingSegment segment)
    {
        if (_usesTimestamps && !segment.IsReset && !segment.Options.HasTimestamps)
        {
            return DropReason.NoTimestamp;
        }

        if (_usesTimestamps && !segment.IsReset && IsOld(segment.Options.TimestampValue))
        {
            Answer(segment);
            return DropReason.OldTimestamp;
        }

        if (IsInWindow(segment))
        {
            return DropReason.None;
        }

        if (segment.IsReset)
        {
            return DropReason.OutsideWindow;
        }

        if (State == TcpState.TimeWait && segment.IsFin)
        {
            // The other side did not get our last acknowledgment.
            StayQuiet(_host.Now);
        }

        if (segment.End >= _lastAcknowledgmentSent)
        {
            // It repeats what came last: our acknowledgment was lost, and the next one is to echo when this was sent (RFC 7323 section 4.3).
            NoteTimestamp(segment);
        }

        _receiver.NoteOld(segment);
        Answer(segment);
        return segment.IsSyn && segment.Sequence == _receiver.Initial ? DropReason.RepeatedSyn : DropReason.OutsideWindow;
    }

    // Without ACK: the other side does not have our SYN. With ACK: both sides opened at once, and this is the answer (RFC 9293 figure 7).
    private DropReason TakeSynAgain(in IncomingSegment segment)
    {
        if (segment.HasAck)
        {
            _receiver.AcknowledgeNow();
            return TakeAcknowledgment(segment);
        }

        (_isSynDue, _synReason) = (true, RetransmissionReason.RepeatedSyn);
        return DropReason.None;
    }

    // RFC 9293 table 6, with two allowances. Where the window is closed, what begins at its edge is looked at, without its text.
    // And a segment without length may stand at the far edge: there the other side is that has used up its window.
    private bool IsInWindow(in IncomingSegment segment)
    {
        var (next, edge) = (_receiver.Next, _receiver.Next + _receiver.Window);
        if (_receiver.Window == 0)
        {
            return segment.Sequence == next;
        }

        var begins = segment.Sequence >= next && segment.Sequence < edge;
        return segment.Length == 0
            ? begins || segment.Sequence == edge
            : begins || (segment.End - 1 >= next && segment.End - 1 < edge);
    }

    // Second (RFC 5961 section 3.2): only the one number that comes next resets, so that nobody can guess it.
    private DropReason TakeReset(in IncomingSegment segment)
    {
        if (segment.Sequence != _receiver.Next)
        {
            Answer(segment);
            return DropReason.InexactReset;
        }

        EnterClosed(State switch
        {
            TcpState.SynReceived when Listener is null => CloseReason.Refused,
            TcpState.Closing or TcpState.LastAck or TcpState.TimeWait => CloseReason.Finished,
            _ => CloseReason.Reset,
        });
        return DropReason.None;
    }

    // Fourth (RFC 5961 section 4.2): a side that really has begun anew answers the challenge with RST.
    private DropReason RefuseSyn()
    {
        if (State == TcpState.SynReceived && Listener is not null)
        {
            EnterClosed(CloseReason.Reset);
        }
        else if (_replies.Allows(_host.Now))
        {
            _receiver.AcknowledgeNow();
        }

        return DropReason.UnexpectedSyn;
    }

    // Fifth.
    private DropReason TakeAcknowledgment(in IncomingSegment segment)
    {
        var acknowledgment = segment.Acknowledgment;
        if (State == TcpState.SynReceived)
        {
            if (acknowledgment <= _sender.Unacknowledged || acknowledgment > _sender.Next)
            {
                Refute(segment);
                return DropReason.UnacceptableAcknowledgment;
            }

            if (Listener is { HasRoom: false })
            {
                // The other side will repeat what it has to say, and we our SYN: until then somebody may have been accepted.
                return DropReason.NoRoom;
            }

            TakeAcknowledgmentOfSyn(segment);
            return DropReason.None;
        }

        // RFC 5961 section 5.2: what is older than the largest window was never sent by the other side as we know it.
        if (acknowledgment > _sender.Next || acknowledgment < _sender.Unacknowledged - _sender.MaxWindow)
        {
            Answer(segment);
            return DropReason.UnacceptableAcknowledgment;
        }

        Acknowledge(segment);
        if (!_sender.IsFinAcknowledged)
        {
            return DropReason.None;
        }

        switch (State)
        {
            case TcpState.FinWait1:
                Enter(TcpState.FinWait2);
                WaitForFin();
                break;
            case TcpState.Closing:
                EnterTimeWait(_host.Now);
                break;
            case TcpState.LastAck:
                EnterClosed(CloseReason.Finished);
                break;
        }

        return DropReason.None;
    }

    private void Acknowledge(in IncomingSegment segment)
    {
        var before = (_sender.CongestionWindow, _sender.SlowStartThreshold);
        _sender.Acknowledge(segment, _usesTimestamps ? Clock(_host.Now) : null, _host.Now);
        if (_isWriterWaiting && (_sender.Room >= _options.SendBuffer / 4 || _sender.Buffered == 0))
        {
            _isWriterWaiting = false;
            _host.Agenda.HasNews(this);
        }

        if (_host.Trace is not null)
        {
            TraceAcknowledgment(before);
        }
    }

    // Seventh and eighth: text and FIN.
    private void TakeText(in IncomingSegment segment)
    {
        if (segment.Payload.IsEmpty && !segment.IsFin)
        {
            return;
        }

        var readable = _receiver.Readable;
        var wasFinished = _receiver.IsFinished;
        _receiver.Take(segment, _host.Now);
        if (_receiver.Readable > readable)
        {
            if (_isReadingStopped)
            {
                Reset(CloseReason.Unwanted);
                return;
            }

            _host.Agenda.HasNews(this);
        }

        if (!_receiver.IsFinished || wasFinished)
        {
            return;
        }

        switch (State)
        {
            case TcpState.Established:
                Enter(TcpState.CloseWait);
                break;
            case TcpState.FinWait1:
                Enter(TcpState.Closing);
                break;
            case TcpState.FinWait2:
                EnterTimeWait(_host.Now);
                break;
        }
    }

    private void TakeSyn(in IncomingSegment syn)
    {
        _receiver.Begin(syn.Sequence);
        _sender.TakeFirstWindow(syn);
        var options = syn.Options;
        var theirs = options.MaximumSegmentSize == 0 ? DefaultSegmentSize : options.MaximumSegmentSize;
        _segmentRoom = Math.Max(LeastSegmentSize, Math.Min(theirs, _host.OwnSegmentSize));
        _usesTimestamps = _options.Timestamps && options.HasTimestamps;
        _usesSack = _options.SelectiveAcknowledgments && options.SackPermitted;
        _theirWindowShift = _options.WindowScaling ? options.WindowShift : -1;
        (_recentTimestamp, _recentTimestampAt) = (options.TimestampValue, _host.Now);
    }

    private void TakeAcknowledgmentOfSyn(in IncomingSegment segment)
    {
        // RFC 7323 section 2.2: windows are shifted when both sides said so, or not at all.
        var isScaled = _theirWindowShift >= 0;
        _receiver.Open(isScaled ? _receiver.ShiftToOffer : 0);
        _sender.Open(_segmentRoom - (_usesTimestamps ? TimestampLength : 0), _usesSack, isScaled ? _theirWindowShift : 0);
        TraceCongestion();
        Acknowledge(segment);
        _isSynDue = false;
        _host.Counters.ConnectionsOpened++;
        Enter(TcpState.Established);
        if (_sender.IsFinishing)
        {
            Enter(TcpState.FinWait1);
        }
    }

    // RFC 7323 section 4.3: of segments that come in order, or fill the first hole.
    private void NoteTimestamp(in IncomingSegment segment)
    {
        if (_usesTimestamps && !IsOld(segment.Options.TimestampValue) && segment.Sequence <= _lastAcknowledgmentSent)
        {
            (_recentTimestamp, _recentTimestampAt) = (segment.Options.TimestampValue, _host.Now);
        }
    }

    private bool IsOld(uint timestamp) => unchecked((int)(timestamp - _recentTimestamp)) < 0 && _host.Now - _recentTimestampAt < LongestPaws;

    // The other side is told where we are. Segments without length are answered so often only: two sides that disagree could go on for ever.
    private void Answer(in IncomingSegment segment)
    {
        if (segment.Length > 0 && !segment.IsReset || _replies.Allows(_host.Now))
        {
            _receiver.AcknowledgeNow();
        }
    }

    // What acknowledges something that was never sent belongs to no connection we know of.
    private void Refute(in IncomingSegment segment)
    {
        if (!segment.IsReset)
        {
            _refutation = segment.Acknowledgment;
        }
    }
}
