using System.Diagnostics;
using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>What became of the bytes that were sent: on their way, selectively acknowledged, or lost; and when they went out.</summary>
/// <remarks>
/// <code>
///   Unacknowledged                                                          Next
///        |  lost  |  arrived  |  lost  |  on the way, sent again  | arrived | on the way |
/// </code>
/// Runs stand side by side from <see cref="Unacknowledged"/> to <see cref="Next"/>, without a gap; no two neighbours are alike. What is
/// sent in one burst is one run: segments matter only where the other side, or time, tells them apart.
/// </remarks>
/// <param name="late">Is told of everything that arrives, with the time when it went out.</param>
internal sealed class Scoreboard(RackDetection late)
{
    // 24 bytes each. With so many runs on their way, each of them another burst, nothing new is sent until some are acknowledged.
    private const int MaxRuns = 8_192;

    // Selective acknowledgments cut runs in pieces. One that would make more than these is not taken.
    private const int MaxPieces = MaxRuns + 2_048;

    // RFC 6675 section 2: so many segments beyond a hole, or so many ranges, say that it is one.
    private const int DuplicateThreshold = 3;

    private readonly SentRuns _runs = new();
    private Timestamp _lastAt;
    private SequenceNumber _lastEnd;

    /// <summary>SND.UNA, RFC 6675's HighACK: everything before it has been acknowledged.</summary>
    public SequenceNumber Unacknowledged { get; private set; }

    /// <summary>SND.NXT, RFC 6675's HighData: nothing from here on has been sent.</summary>
    public SequenceNumber Next { get; private set; }

    /// <summary>FlightSize: what has been sent and not (cumulatively) acknowledged (RFC 5681 section 2).</summary>
    public int Flight => Next - Unacknowledged;

    /// <summary>RFC 6675's pipe: how many bytes are thought to be in the network.</summary>
    public int Pipe => Flight - ArrivedLength - LostLength;

    /// <summary>How many bytes were selectively acknowledged.</summary>
    public int ArrivedLength => _runs.ArrivedLength;

    /// <summary>How many bytes are thought lost and were not sent again.</summary>
    public int LostLength => _runs.LostLength;

    /// <summary>Whether anything may be sent for the first time.</summary>
    public bool HasRoom => Count < MaxRuns;

    /// <summary>How many runs there are.</summary>
    public int Count => _runs.Count;

    /// <summary>One of them, the first one in the stream first.</summary>
    public SentRun this[int index] => _runs[index];

    /// <summary>Whether as much came ahead of a hole as says that it is no matter of order (RFC 6675 section 4, IsLost, of the first hole).</summary>
    public bool HasManyArrived(int segmentSize) => _runs.ArrivedCount >= DuplicateThreshold || ArrivedLength > (DuplicateThreshold - 1) * segmentSize;

    /// <summary>Begins with nothing sent.</summary>
    public void Begin(SequenceNumber initial) => Unacknowledged = Next = initial;

    /// <summary>Bytes went out for the first time, up to <paramref name="end"/>.</summary>
    public void Sent(SequenceNumber end, Timestamp now)
    {
        if (end > Next)
        {
            _runs.Append(new SentRun(Next, end, Fate.OnTheWay, Stamp(new SequenceRange(Next, end), now), IsAgain: false));
            Next = end;
            _runs.Join(Count - 1);
        }
    }

    /// <summary>Bytes went out once more.</summary>
    public void SentAgain(SequenceRange range, Timestamp now)
    {
        var sentAt = Stamp(range, now);
        for (var index = _runs.FirstEndingAfter(range.Start); index < Count && this[index].Start < range.End; index++)
        {
            if (this[index].Fate != Fate.Arrived)
            {
                _runs.Isolate(ref index, range);
                _runs.Put(index, this[index] with { Fate = Fate.OnTheWay, SentAt = sentAt, IsAgain = true });
                index = _runs.Join(index);
            }
        }
    }

    /// <summary>Everything before <paramref name="acknowledgment"/> has arrived.</summary>
    public void Acknowledge(SequenceNumber acknowledgment)
    {
        Debug.Assert(acknowledgment > Unacknowledged && acknowledgment <= Next, "the caller has looked");
        while (Count > 0 && this[0].Start < acknowledgment)
        {
            var run = this[0];
            var gone = run with { End = SequenceNumber.Min(run.End, acknowledgment) };
            Tell(gone);
            if (gone.End == run.End)
            {
                _runs.RemoveFirst();
            }
            else
            {
                _runs.Put(0, run with { Start = gone.End });
            }
        }

        Unacknowledged = acknowledgment;
    }

    /// <summary>The bytes of <paramref name="range"/>, within what is on its way, have arrived ahead of a hole.</summary>
    /// <returns>How many of them are news.</returns>
    public int Sack(SequenceRange range)
    {
        var before = ArrivedLength;
        for (var index = _runs.FirstEndingAfter(range.Start); index < Count && this[index].Start < range.End && Count < MaxPieces; index++)
        {
            if (this[index].Fate != Fate.Arrived)
            {
                _runs.Isolate(ref index, range);
                Tell(this[index]);
                _runs.Put(index, this[index] with { Fate = Fate.Arrived, SentAt = default, IsAgain = false });
            }

            index = _runs.Join(index);
        }

        return ArrivedLength - before;
    }

    /// <summary>A run is thought lost.</summary>
    /// <returns>The index it has then: it may have joined its neighbours.</returns>
    public int Lose(int index)
    {
        _runs.Put(index, this[index] with { Fate = Fate.Lost });
        return _runs.Join(index);
    }

    /// <summary>The first segment that is not acknowledged is lost, and not yet sent again.</summary>
    public void LoseFirst(int segmentSize)
    {
        var first = new SequenceRange(Unacknowledged, SequenceNumber.Min(Unacknowledged + segmentSize, Next));
        for (var index = 0; index < Count && this[index].Start < first.End; index++)
        {
            if (this[index].Fate == Fate.OnTheWay)
            {
                _runs.Isolate(ref index, first);
                index = Lose(index);
            }
        }
    }

    /// <summary>Nothing of what is on its way will arrive, as far as the sender can know.</summary>
    public void LoseAll()
    {
        // A receiver may take back what it acknowledged selectively (RFC 2018 section 8). When it did, one of the ranges begins
        // where the next byte is expected; then none of them is worth anything.
        var isTakenBack = Count > 0 && this[0].Fate == Fate.Arrived;
        for (var index = 0; index < Count; index++)
        {
            if (isTakenBack || this[index].Fate == Fate.OnTheWay)
            {
                index = Lose(index);
            }
        }
    }

    /// <summary>The first bytes that are lost and were not sent again.</summary>
    /// <param name="hole">Where they are.</param>
    /// <param name="isAgain">Whether it is not the first time that they were lost.</param>
    /// <returns>False when there are none.</returns>
    public bool TryFindLost(out SequenceRange hole, out bool isAgain)
    {
        (hole, isAgain) = (default, false);
        for (var index = 0; index < Count && LostLength > 0; index++)
        {
            if (this[index] is { Fate: Fate.Lost } run)
            {
                (hole, isAgain) = (new SequenceRange(run.Start, run.End), run.IsAgain);
                return true;
            }
        }

        return false;
    }

    /// <summary>The last bytes that were sent: a segment of them at most.</summary>
    public SequenceRange Tail(int segmentSize) => new(SequenceNumber.Max(Unacknowledged, Next - segmentSize), Next);

    // Who compares two times learns what went out first. At the same moment things go out in the order of their numbers; what does not
    // counts as a nanosecond later.
    private Timestamp Stamp(SequenceRange range, Timestamp now)
    {
        var sentAt = now > _lastAt ? now : range.Start >= _lastEnd ? _lastAt : new Timestamp(_lastAt.Nanoseconds + 1);
        (_lastAt, _lastEnd) = (sentAt, range.End);
        return sentAt;
    }

    private void Tell(in SentRun arrived)
    {
        if (arrived.Fate != Fate.Arrived)
        {
            late.Arrived(arrived);
        }
    }
}
