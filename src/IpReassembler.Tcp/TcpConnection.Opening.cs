namespace IpReassembler.Tcp;

/// <content>How it is opened: the handshake, up to ESTABLISHED (RFC 9293 sections 3.5 and 3.10.7.3).</content>
public sealed partial class TcpConnection
{
    private bool _usesTimestamps;
    private bool _usesSack;

    /// <summary>Opens it actively: a SYN will go out.</summary>
    internal void BeginActively() => Enter(TcpState.SynSent);

    /// <summary>A SYN has come to the listener (RFC 9293 section 3.10.7.2).</summary>
    internal void BeginPassively(in IncomingSegment syn)
    {
        TakeSyn(syn);
        Enter(TcpState.SynReceived);
    }

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

    // What acknowledges something that was never sent belongs to no connection we know of.
    private void Refute(in IncomingSegment segment)
    {
        if (!segment.IsReset)
        {
            _refutation = segment.Acknowledgment;
        }
    }
}
