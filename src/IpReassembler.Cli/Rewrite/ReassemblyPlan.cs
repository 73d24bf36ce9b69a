using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>What a first pass over a capture finds out for the second: which frames went into datagrams that will be written whole.</summary>
/// <remarks>A bit for each frame and tunnel that it goes through, and one more where datagrams are padded.</remarks>
internal sealed class ReassemblyPlan(bool keepSpliced, bool pads)
{
    private readonly FrameSet?[] _used = new FrameSet?[Tunnel.MaxDepth + 1];
    private readonly FrameSet?[] _tooLong = new FrameSet?[Tunnel.MaxDepth + 1];
    private readonly FrameSet _padded = new();
    private readonly FrameSet _endsDropped = new();
    private readonly SortedDictionary<RecordCategory, long> _left = [];
    private long _whole;
    private long _spliced;
    private long _splicedDropped;
    private long _droppedInside;
    private long _paddedCount;
    private long _tooLongCount;
    private readonly byte[] _whatIfWritten = new byte[1 << 17];

    /// <summary>Makes the plan.</summary>
    public void Make(CaptureInput input, ReassemblyCache cache, ReassemblyOptions options)
    {
        var descent = new FrameDescent(cache, options);
        while (input.Read(out var frame))
        {
            var outcomes = descent.Begin(input, frame, out var packet);
            do
            {
                Note(outcomes, frame.Number, packet.Depth == 0 ? null : descent.Around);
            }
            while (descent.GoOn(ref packet, ref outcomes));
        }

        Note(cache.Finish(), frame: 0, around: null);
    }

    /// <summary>Whether the fragment that a frame carries at a depth is in a datagram that is written whole or padded, or dropped as spliced.</summary>
    public bool IsUsed(long frame, int depth) => _used[depth]?.Contains(frame) == true;

    /// <summary>Whether the fragment that a frame carries at a depth is in a datagram that was delivered and cannot be written whole.</summary>
    public bool IsTooLong(long frame, int depth) => _tooLong[depth]?.Contains(frame) == true;

    /// <summary>Whether the frame brings the last that came of a datagram which is written with zeroes for the rest.</summary>
    public bool PadsAt(long frame) => _padded.Contains(frame);

    /// <summary>Whether a datagram that was delivered is written.</summary>
    public bool Writes(Datagram datagram) => keepSpliced || datagram.Verdict != Verdict.Spliced;

    /// <summary>What was written and what was not, in a sentence.</summary>
    /// <param name="keepsIncomplete">Whether fragments of what was not delivered are written, where fragments are.</param>
    /// <param name="onlyDatagrams">Whether no fragments are written.</param>
    /// <param name="hasComments">Whether what is written says what is wrong with it.</param>
    public string Describe(bool keepsIncomplete, bool onlyDatagrams, bool hasComments)
    {
        var inside = _droppedInside > 0 ? $" with {_droppedInside} unfinished inside" : "";
        var spliced = _spliced > 0 ? $" ({_spliced} of them spliced{(hasComments ? ", commented so" : "")})" : _splicedDropped > 0 ? $"; {_splicedDropped} spliced, dropped{inside}" : "";
        var left = _left.Values.Sum();
        var reasons = left > 0 ? ": " + string.Join(", ", _left.Select(pair => $"{pair.Value} {Word(pair.Key)}")) : "";
        var padded = _paddedCount > 0 ? $"; {_paddedCount} padded with zeroes, commented so" : "";
        var tooLong = _tooLongCount > 0 ? $"; {_tooLongCount} {(onlyDatagrams ? "dropped" : "left as fragments")}, because the headers around them cannot hold them whole" : "";
        return $"{_whole} whole written{spliced}{padded}; {left} {(keepsIncomplete && !onlyDatagrams ? "left as fragments" : "dropped")}{reasons}{tooLong}";
    }

    // What the record says of a delivered datagram comes with the packet itself, in one row of outcomes.
    private void Note(OutcomeSequence outcomes, long frame, TunnelEnvelope? around)
    {
        var fits = true;
        foreach (var outcome in outcomes)
        {
            if (outcome.Fate == FragmentFate.Completes)
            {
                fits = around?.TryWrite(outcome.Packet, _whatIfWritten, out _) != false;
            }

            if (outcome is not { Kind: OutcomeKind.Ended, Datagram: { } datagram })
            {
                continue;
            }

            if (datagram.State == DatagramState.Complete)
            {
                NoteDelivered(datagram, frame, fits);
            }
            else if (pads && datagram is { Verdict: Verdict.Incomplete, LateDuplicateOf: null, PaddedLength: > 0, Key.Depth: 0 })
            {
                NotePadded(datagram);
            }
            else if (datagram.LateDuplicateOf is null && IsInsideDropped(datagram))
            {
                _droppedInside++;
            }
            else if (datagram.LateDuplicateOf is null)
            {
                var category = RecordCategories.Of(datagram.Verdict, datagram.State);
                _left[category] = _left.GetValueOrDefault(category) + 1;
            }
        }
    }

    // Every piece of it came out of a datagram that is not written.
    private bool IsInsideDropped(Datagram datagram)
    {
        foreach (ref readonly var fragment in datagram.Journal)
        {
            if (!_endsDropped.Contains(fragment.Frame))
            {
                return false;
            }
        }

        return !datagram.Journal.IsEmpty;
    }

    private void NoteDelivered(Datagram datagram, long frame, bool fits)
    {
        if (!fits)
        {
            _tooLongCount++;
            Mark(datagram, _tooLong);
            return;
        }

        Mark(datagram, _used);
        if (!Writes(datagram))
        {
            _splicedDropped++;
            _endsDropped.Add(frame);
            return;
        }

        _whole++;
        _spliced += datagram.Verdict == Verdict.Spliced ? 1 : 0;
    }

    private void NotePadded(Datagram datagram)
    {
        _padded.Add(Mark(datagram, _used));
        _paddedCount++;
    }

    // Its fragments, as far as they brought bytes or copies of them; the last of them is told.
    private static long Mark(Datagram datagram, FrameSet?[] sets)
    {
        var set = sets[datagram.Key.Depth] ??= new FrameSet();
        long last = 0;
        foreach (ref readonly var fragment in datagram.Journal)
        {
            if (fragment.Fate is FragmentFate.Stored or FragmentFate.Completes or FragmentFate.Ignored)
            {
                set.Add(fragment.Frame);
                last = fragment.Frame;
            }
        }

        return last;
    }

    private static string Word(RecordCategory category) => category switch
    {
        RecordCategory.DroppedByPolicy => "dropped by policy",
        _ => category.ToString().ToLowerInvariant(),
    };
}
