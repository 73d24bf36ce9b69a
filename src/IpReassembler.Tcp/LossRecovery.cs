using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>Decides when recovery begins and ends, and what is sent again: RFC 8985 and 6675 with selective acknowledgments, RFC 5681 and NewReno (RFC 6582) without.</summary>
/// <remarks>
/// Both have the same frame. Acknowledgments, duplicate or selective, tell of a loss; then everything up to the recovery point,
/// the end of what was on its way at that moment, has to be acknowledged before a second loss counts as another one. They differ in what
/// they know: with selective acknowledgments <see cref="RackDetection"/> finds every loss by the time at which things went out, and the
/// scoreboard's pipe says what is in the network; without them it is one hole at a time, and the window is inflated by what must have left the network.
/// </remarks>
internal sealed class LossRecovery(Scoreboard board, RackDetection late, CongestionControl congestion, bool usesSack)
{
    private const int DuplicateThreshold = 3;

    // RFC 6582's recover + 1, RFC 6675's RecoveryPoint.
    private SequenceNumber _point = board.Unacknowledged;
    private int _duplicates;
    private int _flightAtFirstSign;
    private bool _owesFirst;
    private bool _wasPartial;
    private SequenceNumber? _timedOutAt;
    private RetransmissionReason _reasonAfterTimeout;

    // Up to here a retransmission that is lost too has been answered for.
    private SequenceNumber _lostAgainPoint = board.Unacknowledged;

    /// <summary>Whether something is thought lost.</summary>
    public RecoveryPhase Phase { get; private set; }

    /// <summary>How much more than the window may be on its way (RFC 3042, limited transmit): a segment for each of the first two duplicates.</summary>
    /// <remarks>With selective acknowledgments the pipe has shrunk by what the duplicates told of, and nothing need be added.</remarks>
    public int Allowance => Phase == RecoveryPhase.None && !usesSack ? Math.Min(_duplicates, 2) * congestion.SegmentSize : 0;

    /// <summary>Whether there is no sign that anything is missing.</summary>
    public bool IsQuiet => Phase == RecoveryPhase.None && board.Pipe == board.Flight;

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
                if (isOver)
                {
                    Leave();
                }

                return true;
            case RecoveryPhase.Fast when isOver:
                Leave();
                if (!usesSack)
                {
                    congestion.LeaveRecovery(board.Flight);
                }

                return true;
            case RecoveryPhase.Fast when usesSack:
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
    /// <param name="bytes">How many bytes the same acknowledgment covered besides.</param>
    public void Duplicate(int bytes)
    {
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
            // RFC 5681 section 3.2, step 2: what limited transmit sends from here on is not counted. What the same acknowledgment covers
            // was on its way together with what is missing.
            _flightAtFirstSign = board.Flight + bytes;
        }

        // RFC 6582 section 3.2, step 2: duplicates of what was sent again before the recovery point tell nothing new.
        if (!usesSack && _duplicates == DuplicateThreshold && board.Unacknowledged > _point)
        {
            board.LoseFirst(congestion.SegmentSize);
            Enter();
        }
    }

    /// <summary>With selective acknowledgments: looks for what is late, after an acknowledgment or when <see cref="RackDetection.LookAgainAt"/> has come.</summary>
    /// <param name="now">The time it is.</param>
    /// <param name="roundTrip">The smoothed round trip.</param>
    public void FindLate(Timestamp now, Duration roundTrip)
    {
        if (!usesSack || IsQuiet)
        {
            late.Rest();
            return;
        }

        var isCertain = Phase != RecoveryPhase.None || _duplicates >= DuplicateThreshold || board.HasManyArrived(congestion.SegmentSize);
        var isMore = late.FindLate(board, isCertain, roundTrip, now, out var isAgain);
        if (Phase == RecoveryPhase.None ? board.LostLength == 0 : !isMore)
        {
            return;
        }

        if (Phase == RecoveryPhase.None)
        {
            Enter();
        }
        else if (isAgain && board.Unacknowledged >= _lostAgainPoint)
        {
            // RFC 5681 section 4.3: the loss of a retransmission is another sign of congestion; but one for a window. As at the first sign,
            // one segment goes out at once.
            (_point, _lostAgainPoint, _owesFirst) = (board.Next, board.Next, true);
            congestion.LowerAgain(board.Flight);
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
        late.Rest();
        (Phase, _point, _duplicates, _reasonAfterTimeout) = (RecoveryPhase.Timeout, board.Next, 0, reason);
        _lostAgainPoint = board.Unacknowledged;
    }

    /// <summary>What has to be sent again before anything new is sent.</summary>
    public bool TryFindLost(out SequenceRange hole, out RetransmissionReason reason)
    {
        reason = RetransmissionReason.None;
        hole = default;
        if (Phase == RecoveryPhase.None || !board.TryFindLost(out hole, out var isAgain))
        {
            return false;
        }

        if (Phase == RecoveryPhase.Timeout)
        {
            reason = _reasonAfterTimeout;
            return congestion.Window - board.Pipe >= Math.Min(congestion.SegmentSize, hole.Length);
        }

        reason = isAgain && usesSack ? RetransmissionReason.LostAgain
            : _wasPartial && !usesSack ? RetransmissionReason.PartialAcknowledgment
            : _owesFirst ? RetransmissionReason.FastRetransmit
            : RetransmissionReason.SelectiveAcknowledgment;
        return _owesFirst || congestion.Window - board.Pipe >= congestion.SegmentSize;
    }

    /// <summary>Bytes that <see cref="TryFindLost"/> named went out.</summary>
    public void SentAgain(SequenceRange range, Timestamp now)
    {
        _owesFirst = false;
        board.SentAgain(range, now);
    }

    /// <summary>A loss was repaired before anybody knew of it: the window answers for it all the same (RFC 8985 section 7.4.2).</summary>
    public void Repaired()
    {
        if (Phase == RecoveryPhase.None)
        {
            // Nearly all of the flight has been acknowledged by now: the window says how large it was.
            congestion.EnterRecovery(congestion.Window, inflation: 0);
        }
    }

    private void Enter()
    {
        var flight = _duplicates > 0 ? _flightAtFirstSign : board.Flight;
        congestion.EnterRecovery(flight, usesSack ? 0 : DuplicateThreshold * congestion.SegmentSize);
        (Phase, _point, _lostAgainPoint) = (RecoveryPhase.Fast, board.Next, board.Unacknowledged);
        (_owesFirst, _wasPartial) = (true, false);
    }

    private void Leave()
    {
        Phase = RecoveryPhase.None;
        late.Recovered();
    }
}
