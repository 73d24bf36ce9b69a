namespace IpReassembler.Tcp;

/// <content>What a segment does that arrives: RFC 9293 section 3.10.7, in its order.</content>
public sealed partial class TcpConnection
{
    /// <summary>Takes a segment.</summary>
    internal DropReason Arrive(in IncomingSegment segment) =>
        State == TcpState.SynSent ? ArriveInSynSent(segment) : ArriveSynchronized(segment);

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
}
