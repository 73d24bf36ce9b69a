using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>Finds losses by time (RACK, RFC 8985 section 6): what went out before something that has arrived, and is late by more than packets overtake each other, is lost.</summary>
/// <remarks>It sees what counting duplicates does not: a retransmission that is lost too, and losses with too little behind them to count.</remarks>
internal sealed class RackDetection
{
    // Section 6.2, step 4: so many recoveries after the last sign that we were too hasty, patience is what it was at first.
    private const int RecoveriesOfPatience = 16;

    private Timestamp _now;
    private Duration? _echoAge;
    private Duration? _leastRoundTrip;

    // RACK.xmit_ts, RACK.end_seq and RACK.rtt: of all that arrived, what went out last, and how long it took.
    private Timestamp? _sentAt;
    private SequenceNumber _end;
    private Duration _roundTrip;

    // RACK.fack: the end of the highest byte that arrived; and what it was before this acknowledgment, whose own ranges come in no order.
    private SequenceNumber? _highest;
    private SequenceNumber? _highestBefore;
    private bool _isReordering;

    // RACK.reo_wnd_mult, RACK.reo_wnd_persist, RACK.dsack_round.
    private int _patience = 1;
    private int _recoveriesLeft;
    private SequenceNumber? _roundEnd;

    /// <summary>When what is not late yet will be; null when nothing is awaited.</summary>
    public Timestamp? LookAgainAt { get; private set; }

    /// <summary>An acknowledgment has come; what it says has arrived is told next.</summary>
    /// <param name="now">The time it is.</param>
    /// <param name="echoAge">How long ago went out what the acknowledgment echoes, rounded down; null without timestamps.</param>
    public void Begin(Timestamp now, Duration? echoAge) => (_now, _echoAge, _highestBefore) = (now, echoAge, _highest);

    /// <summary>A round trip was measured.</summary>
    /// <remarks>The least one counts. Where the way gets longer we are a little less patient than we might be, no more.</remarks>
    public void Measured(Duration roundTrip) =>
        _leastRoundTrip = _leastRoundTrip is { } least && least < roundTrip ? least : roundTrip;

    /// <summary>Bytes have arrived (section 6.2, steps 2 and 3).</summary>
    public void Arrived(in SentRun run)
    {
        _highest = _highest > run.End ? _highest : run.End;
        _isReordering |= run.End < _highestBefore && !run.IsAgain;

        var roundTrip = _now - run.SentAt;
        // Of what went out twice, the first copy may be what arrived.
        if (run.IsAgain && (roundTrip < _leastRoundTrip || _echoAge > roundTrip))
        {
            return;
        }

        if (_sentAt is not { } sentAt || IsLater(run.SentAt, run.End, sentAt, _end))
        {
            (_sentAt, _end, _roundTrip) = (run.SentAt, run.End, roundTrip);
        }
    }

    /// <summary>The other side reports that something came twice (RFC 2883): we may have been too hasty.</summary>
    /// <param name="next">SND.NXT. Up to there, reports tell of the same haste.</param>
    public void CameTwice(SequenceNumber next)
    {
        if (_roundEnd is null)
        {
            (_roundEnd, _patience, _recoveriesLeft) = (next, _patience + 1, RecoveriesOfPatience);
        }
    }

    /// <summary>The cumulative acknowledgment has moved.</summary>
    public void Advanced(SequenceNumber unacknowledged) => _roundEnd = unacknowledged >= _roundEnd ? null : _roundEnd;

    /// <summary>A recovery is over.</summary>
    public void Recovered()
    {
        _recoveriesLeft--;
        _patience = _recoveriesLeft <= 0 ? 1 : _patience;
    }

    /// <summary>Marks as lost what is late (section 6.2, step 5).</summary>
    /// <param name="board">Where it is marked.</param>
    /// <param name="isCertain">Whether, unless packets were seen to overtake each other, no patience is needed: in recovery, or when much came ahead of a hole.</param>
    /// <param name="smoothed">The smoothed round trip.</param>
    /// <param name="now">The time it is.</param>
    /// <param name="isAgain">Whether something that was sent again is lost once more.</param>
    /// <returns>Whether anything is lost.</returns>
    public bool FindLate(Scoreboard board, bool isCertain, Duration smoothed, Timestamp now, out bool isAgain)
    {
        isAgain = false;
        LookAgainAt = null;
        if (_sentAt is not { } sentAt)
        {
            return false;
        }

        var before = board.LostLength;
        var patience = new Duration(_roundTrip.Nanoseconds + Window(isCertain, smoothed).Nanoseconds);
        for (var index = 0; index < board.Count; index++)
        {
            var run = board[index];
            if (run.Fate != Fate.OnTheWay || !IsLater(sentAt, _end, run.SentAt, run.End))
            {
                continue;
            }

            var due = run.SentAt + patience;
            if (due <= now)
            {
                isAgain |= run.IsAgain;
                index = board.Lose(index);
            }
            else
            {
                LookAgainAt = LookAgainAt > due ? LookAgainAt : due;
            }
        }

        return board.LostLength > before;
    }

    /// <summary>Nothing is awaited any more.</summary>
    public void Rest() => LookAgainAt = null;

    // RACK_sent_after. What went out at the same moment went out in the order of its numbers.
    private static bool IsLater(Timestamp sentAt, SequenceNumber end, Timestamp otherSentAt, SequenceNumber otherEnd) =>
        sentAt > otherSentAt || (sentAt == otherSentAt && end > otherEnd);

    // Step 4: by how much packets may overtake each other.
    private Duration Window(bool isCertain, Duration smoothed)
    {
        if (isCertain && !_isReordering)
        {
            return Duration.Zero;
        }

        var window = new Duration(_patience * ((_leastRoundTrip ?? smoothed).Nanoseconds / 4));
        return window < smoothed ? window : smoothed;
    }
}
