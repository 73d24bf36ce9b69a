using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>Decides what is lost and what is sent again: RFC 6675 with selective acknowledgments, RFC 5681 and NewReno (RFC 6582) without.</summary>
/// <remarks>
/// Both have the same frame. Acknowledgments, duplicate or selective, tell of a loss; then everything up to the recovery point,
/// the end of what was on its way at that moment, has to be acknowledged before a second loss counts as another one. They differ in what
/// they know: with selective acknowledgments the scoreboard has every hole, and its pipe says what is in the network; without them it is one hole
/// at a time, and the window is inflated by what must have left the network.
/// </remarks>
internal sealed class LossRecovery(Scoreboard board, CongestionControl congestion, bool usesSack)
{
    private const int DuplicateThreshold = 3;

    // RFC 6582's recover + 1, RFC 6675's RecoveryPoint.
    private SequenceNumber _point = board.Unacknowledged;
    private int _duplicates;
    private int _flightAtFirstSign;
    private bool _owesFirst;

    // What was new when the first hole was sent again, or later: bytes from here on that arrive without it say that it is lost once more.
    private SequenceNumber _newSince;
    private bool _isLostAgain;
    private bool _wasPartial;
    private bool _mayRescue;
    private SequenceNumber? _timedOutAt;
    private RetransmissionReason _reasonAfterTimeout;

    /// <summary>Whether something is thought lost.</summary>
    public RecoveryPhase Phase { get; private set; }

    /// <summary>How much more than the window may be on its way (RFC 3042, limited transmit): a segment for each of the first two duplicates.</summary>
    /// <remarks>With selective acknowledgments the pipe has shrunk by what the duplicates told of, and nothing need be added.</remarks>
    public int Allowance => Phase == RecoveryPhase.None && !usesSack ? Math.Min(_duplicates, 2) * congestion.SegmentSize : 0;

    /// <summary>The cumulative acknowledgment has moved, and the scoreboard with it.</summary>
    /// <param name="bytes">By how much.</param>
    /// <param name="wasLimited">Whether the congestion window was what kept more from being on its way. Growth that nobody needed would never be tested.</param>
    /// <param name="now">The time it is.</param>
    /// <param name="roundTrip">The smoothed round trip.</param>
    /// <returns>Whether the retransmission timer begins anew.</returns>
    public bool Advanced(int bytes, bool wasLimited, Timestamp now, Duration roundTrip)
    {
        _duplicates = 0;
        var isOver = board.Unacknowledged >= _point;
        switch (Phase)
        {
            case RecoveryPhase.Timeout:
                congestion.Acknowledged(bytes, afterTimeout: true, now, roundTrip);
                Phase = isOver ? RecoveryPhase.None : Phase;
                return true;
            case RecoveryPhase.Fast when isOver:
                Phase = RecoveryPhase.None;
                if (!usesSack)
                {
                    congestion.LeaveRecovery(board.Flight);
                }

                return true;
            case RecoveryPhase.Fast when usesSack:
                (_newSince, _isLostAgain) = (board.Next, false);
                return true;
            case RecoveryPhase.Fast:
                // RFC 6582 section 3.2, step 3: the first hole after what this covers is lost too. Only the first of these
                // acknowledgments restarts the timer, so that many holes end in a timeout rather than in one round trip each.
                congestion.Deflate(bytes);
                board.LoseFirst(congestion.SegmentSize);
                var isFirst = !_wasPartial;
                (_wasPartial, _owesFirst) = (true, true);
                return isFirst;
            default:
                if (wasLimited)
                {
                    congestion.Acknowledged(bytes, afterTimeout: false, now, roundTrip);
                }

                return true;
        }
    }

    /// <summary>An acknowledgment says again where the hole is, or brings selective ones the scoreboard did not have.</summary>
    public void Duplicate()
    {
        if (usesSack && Phase != RecoveryPhase.Timeout)
        {
            board.FindLosses(congestion.SegmentSize);
        }

        if (usesSack && Phase == RecoveryPhase.Fast)
        {
            FindLostAgain();
        }

        if (Phase == RecoveryPhase.Fast && !usesSack)
        {
            congestion.Inflate();
        }

        if (Phase != RecoveryPhase.None)
        {
            return;
        }

        if (_duplicates++ == 0)
        {
            // RFC 5681 section 3.2, step 2: what limited transmit sends from here on is not counted.
            _flightAtFirstSign = board.Flight;
        }

        // RFC 6582 section 3.2, step 2: duplicates of what was sent again before the recovery point tell nothing new.
        var isLost = usesSack
            ? _duplicates >= DuplicateThreshold || board.LossEdge > board.Unacknowledged
            : _duplicates == DuplicateThreshold && board.Unacknowledged > _point;
        if (isLost)
        {
            Enter();
        }
    }

    /// <summary>The retransmission timer ran out (RFC 6298 section 5.4, RFC 5681 section 3.1).</summary>
    public void TimedOut()
    {
        // What an earlier timeout declared lost and was not sent again is not in the network.
        var flight = Phase == RecoveryPhase.Timeout ? board.Pipe : board.Flight;
        congestion.TimedOut(flight, isFirst: _timedOutAt != board.Unacknowledged);
        _timedOutAt = board.Unacknowledged;
        SendAllAgain(RetransmissionReason.Timeout);
    }

    /// <summary>Everything on its way is sent again, as much at a time as the congestion window allows.</summary>
    public void SendAllAgain(RetransmissionReason reason)
    {
        board.LoseAll();
        _isLostAgain = false;
        (Phase, _point, _duplicates, _reasonAfterTimeout) = (RecoveryPhase.Timeout, board.Next, 0, reason);
    }

    /// <summary>What has to be sent again before anything new is sent.</summary>
    public bool TryFindLost(out SequenceRange hole, out RetransmissionReason reason)
    {
        hole = default;
        reason = RetransmissionReason.None;
        if (_isLostAgain)
        {
            (hole, reason) = (board.FirstHole, RetransmissionReason.LostAgain);
            return true;
        }

        if (Phase == RecoveryPhase.None || !board.TryFindHole(board.LossEdge, out hole))
        {
            return false;
        }

        if (Phase == RecoveryPhase.Timeout)
        {
            reason = _reasonAfterTimeout;
            return congestion.Window - board.Pipe >= Math.Min(congestion.SegmentSize, hole.Length);
        }

        reason = _wasPartial && !usesSack ? RetransmissionReason.PartialAcknowledgment
            : _owesFirst ? RetransmissionReason.FastRetransmit
            : RetransmissionReason.SelectiveAcknowledgment;
        return _owesFirst || congestion.Window - board.Pipe >= congestion.SegmentSize;
    }

    /// <summary>What may be sent again in recovery when there is nothing new to send (RFC 6675 section 4, NextSeg rules 3 and 4).</summary>
    public bool TryFindRescue(out SequenceRange hole)
    {
        hole = default;
        if (Phase != RecoveryPhase.Fast || !usesSack || congestion.Window - board.Pipe < congestion.SegmentSize)
        {
            return false;
        }

        if (board.TryFindHole(board.HighestSacked, out hole))
        {
            return true;
        }

        // Rule 4 is for a tail of which no selective acknowledgment tells, because nothing came behind it.
        hole = _mayRescue ? board.Tail(congestion.SegmentSize) : default;
        return hole.Length > 0;
    }

    /// <summary>Bytes that <see cref="TryFindLost"/> or <see cref="TryFindRescue"/> named went out.</summary>
    public void SentAgain(SequenceRange range)
    {
        (_owesFirst, _isLostAgain) = (false, false);
        if (range.Start == board.Unacknowledged)
        {
            _newSince = board.Next;
        }

        if (usesSack && Phase == RecoveryPhase.Fast && range.Start >= SequenceNumber.Max(board.HighestSacked, board.LossEdge))
        {
            // RFC 6675 section 4, rule 4: HighRxt stays where it is, and it is done once.
            _mayRescue = false;
            return;
        }

        board.SentAgain(range.End);
    }

    // What RFC 6675 leaves to the timer: when the first hole was sent again and as much that was sent behind it has arrived as tells of any
    // loss, then it is lost once more. RFC 5681 section 4.3 asks that the window is lowered for that as well.
    private void FindLostAgain()
    {
        if (_isLostAgain || board.Retransmitted <= board.Unacknowledged || board.SackedFrom(_newSince) <= (DuplicateThreshold - 1) * congestion.SegmentSize)
        {
            return;
        }

        _isLostAgain = true;
        _point = board.Next;
        congestion.EnterRecovery(Math.Min(congestion.Window, board.Flight), inflation: 0);
    }

    private void Enter()
    {
        if (board.LossEdge == board.Unacknowledged)
        {
            board.LoseFirst(congestion.SegmentSize);
        }

        congestion.EnterRecovery(_flightAtFirstSign, usesSack ? 0 : DuplicateThreshold * congestion.SegmentSize);
        (Phase, _point) = (RecoveryPhase.Fast, board.Next);
        (_owesFirst, _wasPartial, _mayRescue, _isLostAgain) = (true, false, true, false);
    }
}
