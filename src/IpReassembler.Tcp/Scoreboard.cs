using System.Diagnostics;

namespace IpReassembler.Tcp;

/// <summary>What became of the bytes that were sent: acknowledged, selectively acknowledged, thought lost, sent again (RFC 6675 section 3).</summary>
/// <remarks>
/// <para>No list of segments: five places in the stream and a set of ranges say it all.</para>
/// <code>
///   Unacknowledged      Retransmitted       LossEdge                     Next
///        |                    |                 |                          |
///        |  sent again, or    |  lost, not      |   on its way, or         |
///        |  selectively ack.  |  sent again     |   selectively ack.       |
/// </code>
/// <para>Below <c>LossEdge</c> all that is not selectively acknowledged is lost: RFC 6675's IsLost is true of every byte below one of which it is true.</para>
/// </remarks>
internal sealed class Scoreboard
{
    // RFC 6675 section 2: so many ranges beyond a byte say that it is lost.
    private const int DuplicateThreshold = 3;

    // As many holes as this nobody's window has; 8 KiB.
    private const int MaxRanges = 1_024;

    private readonly SequenceRanges _sacked = new(MaxRanges);

    // How many of the selectively acknowledged bytes lie below each of the two edges: kept, so that the pipe is found without a walk.
    private int _sackedBelowLossEdge;
    private int _sackedBelowRetransmitted;

    /// <summary>SND.UNA, RFC 6675's HighACK: everything before it has been acknowledged.</summary>
    public SequenceNumber Unacknowledged { get; private set; }

    /// <summary>SND.NXT, RFC 6675's HighData: nothing from here on has been sent.</summary>
    public SequenceNumber Next { get; private set; }

    /// <summary>Below it everything that is not selectively acknowledged is lost.</summary>
    public SequenceNumber LossEdge { get; private set; }

    /// <summary>RFC 6675's HighRxt: what is lost below it has been sent again.</summary>
    public SequenceNumber Retransmitted { get; private set; }

    /// <summary>FlightSize: what has been sent and not (cumulatively) acknowledged (RFC 5681 section 2).</summary>
    public int Flight => Next - Unacknowledged;

    /// <summary>RFC 6675's pipe: how many bytes are thought to be in the network, those sent twice counted twice.</summary>
    public int Pipe =>
        (Next - LossEdge - (_sacked.Bytes - _sackedBelowLossEdge)) + (Retransmitted - Unacknowledged - _sackedBelowRetransmitted);

    /// <summary>Whether anything was selectively acknowledged.</summary>
    public bool HasSacked => _sacked.Count > 0;

    /// <summary>The end of the highest byte that was selectively acknowledged.</summary>
    public SequenceNumber HighestSacked => HasSacked ? _sacked[_sacked.Count - 1].End : Unacknowledged;

    /// <summary>What comes next at the receiver: from the first byte that is not acknowledged up to the first one that is, selectively.</summary>
    public SequenceRange FirstHole => new(Unacknowledged, HasSacked ? _sacked[0].Start : Next);

    /// <summary>How many bytes from <paramref name="place"/> on were selectively acknowledged.</summary>
    public int SackedFrom(SequenceNumber place) => _sacked.Covered(new SequenceRange(place, Next));

    /// <summary>Begins with nothing sent.</summary>
    public void Begin(SequenceNumber initial) => Unacknowledged = Next = LossEdge = Retransmitted = initial;

    /// <summary>Bytes went out for the first time.</summary>
    public void Sent(SequenceNumber end) => Next = SequenceNumber.Max(Next, end);

    /// <summary>Bytes went out once more, and so did all that were lost before them.</summary>
    public void SentAgain(SequenceNumber end) => MoveRetransmitted(SequenceNumber.Min(end, Next));

    /// <summary>Everything before <paramref name="acknowledgment"/> has arrived.</summary>
    public void Acknowledge(SequenceNumber acknowledgment)
    {
        Debug.Assert(acknowledgment > Unacknowledged && acknowledgment <= Next, "the caller has looked");
        var removed = _sacked.RemoveBefore(acknowledgment);
        Unacknowledged = acknowledgment;
        (LossEdge, _sackedBelowLossEdge) = LossEdge <= acknowledgment ? (acknowledgment, 0) : (LossEdge, _sackedBelowLossEdge - removed);
        (Retransmitted, _sackedBelowRetransmitted) = Retransmitted <= acknowledgment ? (acknowledgment, 0) : (Retransmitted, _sackedBelowRetransmitted - removed);
    }

    /// <summary>The bytes of <paramref name="range"/>, within what is on its way, have arrived ahead of a hole.</summary>
    /// <returns>How many of them are news.</returns>
    public int Sack(SequenceRange range)
    {
        var below = NewsBelow(range, LossEdge);
        var belowRetransmitted = NewsBelow(range, Retransmitted);
        var news = _sacked.Add(range);
        if (news < 0)
        {
            return 0;
        }

        _sackedBelowLossEdge += below;
        _sackedBelowRetransmitted += belowRetransmitted;
        return news;
    }

    /// <summary>Moves <see cref="LossEdge"/> to where selective acknowledgments say it is (RFC 6675 section 4, IsLost).</summary>
    public void FindLosses(int segmentSize)
    {
        var bytes = 0;
        for (var index = _sacked.Count - 1; index >= 0; index--)
        {
            bytes += _sacked[index].Length;
            if (_sacked.Count - index >= DuplicateThreshold || bytes > (DuplicateThreshold - 1) * segmentSize)
            {
                MoveLossEdge(_sacked[index].Start);
                return;
            }
        }
    }

    /// <summary>The first segment that is not acknowledged is lost, and not yet sent again.</summary>
    public void LoseFirst(int segmentSize)
    {
        (Retransmitted, _sackedBelowRetransmitted) = (Unacknowledged, 0);
        MoveLossEdge(SequenceNumber.Min(Unacknowledged + segmentSize, Next));
    }

    /// <summary>Nothing of what is on its way will arrive, as far as the sender can know.</summary>
    public void LoseAll()
    {
        // A receiver may take back what it acknowledged selectively (RFC 2018 section 8). When it did, one of the ranges begins
        // where the next byte is expected; then none of them is worth anything.
        if (_sacked.Count > 0 && _sacked[0].Start == Unacknowledged)
        {
            _sacked.Clear();
            _sackedBelowLossEdge = 0;
        }

        (Retransmitted, _sackedBelowRetransmitted) = (Unacknowledged, 0);
        MoveLossEdge(Next);
    }

    /// <summary>The first bytes before <paramref name="edge"/> that neither arrived nor were sent again.</summary>
    /// <returns>False when there are none.</returns>
    public bool TryFindHole(SequenceNumber edge, out SequenceRange hole)
    {
        var start = Retransmitted;
        var index = _sacked.FirstEndingAfter(start);
        if (index < _sacked.Count && _sacked[index].Start <= start)
        {
            start = _sacked[index].End;
            index++;
        }

        var end = index < _sacked.Count ? SequenceNumber.Min(edge, _sacked[index].Start) : edge;
        hole = new SequenceRange(start, end);
        return start < end;
    }

    /// <summary>The last segment that was sent, if nothing is known of it: nothing behind it came that could tell, and it was not sent again.</summary>
    public SequenceRange Tail(int segmentSize)
    {
        var start = SequenceNumber.Max(Retransmitted, SequenceNumber.Max(HighestSacked, LossEdge));
        return new SequenceRange(SequenceNumber.Max(start, Next - segmentSize), Next);
    }

    private int NewsBelow(SequenceRange range, SequenceNumber edge)
    {
        if (range.Start >= edge)
        {
            return 0;
        }

        var below = range with { End = SequenceNumber.Min(range.End, edge) };
        return below.Length - _sacked.Covered(below);
    }

    private void MoveLossEdge(SequenceNumber to)
    {
        if (to > LossEdge)
        {
            _sackedBelowLossEdge += _sacked.Covered(new SequenceRange(LossEdge, to));
            LossEdge = to;
        }
    }

    private void MoveRetransmitted(SequenceNumber to)
    {
        if (to > Retransmitted)
        {
            _sackedBelowRetransmitted += _sacked.Covered(new SequenceRange(Retransmitted, to));
            Retransmitted = to;
        }
    }
}
