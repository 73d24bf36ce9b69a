using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <content>When an acknowledgment goes out, and what it says besides RCV.NXT.</content>
internal sealed partial class Receiver
{
    private readonly RecentRanges _recent = new();

    // The payload of the largest segment that came: two of these are acknowledged at once.
    private int _largest;
    private int _unacknowledged;
    private SequenceRange _duplicate;
    private Timestamp _acknowledgeAt;

    /// <summary>Whether an acknowledgment is owed.</summary>
    public AckDue AckDue { get; private set; }

    /// <summary>When a delayed acknowledgment goes out; null when none is.</summary>
    public Timestamp? Deadline => AckDue == AckDue.Later ? _acknowledgeAt : null;

    /// <summary>An acknowledgment has to go out at once.</summary>
    public void AcknowledgeNow() => AckDue = AckDue.Now;

    /// <summary>A segment came that is not acceptable: if it repeats bytes, the next acknowledgment says so.</summary>
    public void NoteOld(in IncomingSegment segment)
    {
        if (!segment.Payload.IsEmpty && segment.Sequence < Next)
        {
            NoteDuplicate(segment.Sequence, segment.Sequence + segment.Payload.Length);
        }
    }

    /// <summary>The selective acknowledgments that the next segment carries (RFC 2018 section 4, RFC 2883 section 4): what came last is first.</summary>
    /// <param name="maxCount">For how many the options have room.</param>
    public SackBlocks Blocks(int maxCount)
    {
        var blocks = new SackBlocks();
        if (_duplicate.Length > 0 && maxCount > 0)
        {
            blocks.Add(_duplicate);
        }

        if (_ahead.Count > 0)
        {
            _recent.AddTo(ref blocks, _ahead, maxCount);
        }

        return blocks;
    }

    /// <summary>A segment with the latest acknowledgment goes out.</summary>
    public void Acknowledged()
    {
        AckDue = AckDue.No;
        _unacknowledged = 0;
        _duplicate = default;
    }

    /// <summary>The delay of an acknowledgment may be over.</summary>
    public bool Expire(Timestamp now)
    {
        if (AckDue != AckDue.Later || now < _acknowledgeAt)
        {
            return false;
        }

        AckDue = AckDue.Now;
        return true;
    }

    // RFC 2883 section 4: the first bytes of a segment that had come before.
    private void NoteDuplicate(SequenceNumber start, SequenceNumber end)
    {
        if (start < Next)
        {
            _duplicate = new SequenceRange(start, SequenceNumber.Min(end, Next));
            AckDue = AckDue.Now;
        }
        else if (_ahead.Count > 0 && _ahead.FirstEndingAfter(start) is var index && index < _ahead.Count && _ahead[index].Start < end)
        {
            _duplicate = new SequenceRange(SequenceNumber.Max(start, _ahead[index].Start), SequenceNumber.Min(end, _ahead[index].End));
        }
    }

    private void Delay(Timestamp now, bool isInOrder)
    {
        if (AckDue == AckDue.Now || _unacknowledged == 0)
        {
            return;
        }

        // RFC 9293 section 3.8.6.3: at least every second full segment, and not later than half a second.
        if (!isInOrder || _unacknowledged >= 2 * _largest || _options.DelayedAcknowledgment == Duration.Zero)
        {
            AckDue = AckDue.Now;
        }
        else if (AckDue == AckDue.No)
        {
            (AckDue, _acknowledgeAt) = (AckDue.Later, now + _options.DelayedAcknowledgment);
        }
    }
}
