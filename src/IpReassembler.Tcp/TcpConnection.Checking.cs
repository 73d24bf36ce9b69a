using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <content>Whether a segment is about what comes next: the first check of RFC 9293 section 3.10.7.4, and PAWS (RFC 7323 section 5) before it.</content>
public sealed partial class TcpConnection
{
    // RFC 7323 section 5.5: after so long the other side's clock may have gone half around, and an old timestamp says nothing.
    private static readonly Duration LongestPaws = Duration.FromSeconds(24 * 24 * 3600);

    // TS.Recent and the time it was taken; Last.ACK.sent (RFC 7323 section 4.3).
    private uint _recentTimestamp;
    private Timestamp _recentTimestampAt;
    private SequenceNumber _lastAcknowledgmentSent;
    private ReplyLimit _replies;

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

    private bool IsOld(uint timestamp) => unchecked((int)(timestamp - _recentTimestamp)) < 0 && _host.Now - _recentTimestampAt < LongestPaws;

    // RFC 7323 section 4.3: of segments that come in order, or fill the first hole.
    private void NoteTimestamp(in IncomingSegment segment)
    {
        if (_usesTimestamps && !IsOld(segment.Options.TimestampValue) && segment.Sequence <= _lastAcknowledgmentSent)
        {
            (_recentTimestamp, _recentTimestampAt) = (segment.Options.TimestampValue, _host.Now);
        }
    }

    // The other side is told where we are. Segments without length are answered so often only: two sides that disagree could go on for ever.
    private void Answer(in IncomingSegment segment)
    {
        if (segment.Length > 0 && !segment.IsReset || _replies.Allows(_host.Now))
        {
            _receiver.AcknowledgeNow();
        }
    }
}
