using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>What a first pass over a capture finds out for the second: which frames went into datagrams that will be written whole.</summary>
/// <remarks>One bit for each frame.</remarks>
internal sealed class ReassemblyPlan(bool keepSpliced)
{
    private readonly List<ulong> _used = [];
    private readonly SortedDictionary<RecordCategory, long> _left = [];
    private long _whole;
    private long _spliced;
    private long _splicedDropped;

    /// <summary>Makes the plan.</summary>
    public void Make(CaptureInput input, ReassemblyCache cache)
    {
        while (input.Read(out var frame))
        {
            Note(input.Feed(cache, frame));
        }

        Note(cache.Finish());
    }

    /// <summary>Whether the frame's fragment is in a datagram that is written whole, or dropped as spliced.</summary>
    public bool IsUsed(long frame) =>
        frame / 64 < _used.Count && (_used[(int)(frame / 64)] & (1UL << (int)(frame % 64))) != 0;

    /// <summary>Whether a datagram that was delivered is written.</summary>
    public bool Writes(Datagram datagram) => keepSpliced || datagram.Verdict != Verdict.Spliced;

    /// <summary>What was written and what was not, in a sentence.</summary>
    public string Describe(bool keepsIncomplete)
    {
        var spliced = _spliced > 0 ? $" ({_spliced} of them spliced, commented so)" : _splicedDropped > 0 ? $"; {_splicedDropped} spliced, dropped" : "";
        var left = _left.Values.Sum();
        var reasons = left > 0 ? ": " + string.Join(", ", _left.Select(pair => $"{pair.Value} {Word(pair.Key)}")) : "";
        return $"{_whole} whole written{spliced}; {left} {(keepsIncomplete ? "left as fragments" : "dropped")}{reasons}";
    }

    private void Note(OutcomeSequence outcomes)
    {
        foreach (var outcome in outcomes)
        {
            if (outcome is not { Kind: OutcomeKind.Ended, Datagram: { } datagram })
            {
                continue;
            }

            if (datagram.State == DatagramState.Complete)
            {
                NoteDelivered(datagram);
            }
            else if (datagram.LateDuplicateOf is null)
            {
                var category = RecordCategories.Of(datagram.Verdict, datagram.State);
                _left[category] = _left.GetValueOrDefault(category) + 1;
            }
        }
    }

    private void NoteDelivered(Datagram datagram)
    {
        foreach (ref readonly var fragment in datagram.Journal)
        {
            if (fragment.Fate is FragmentFate.Stored or FragmentFate.Completes or FragmentFate.Ignored)
            {
                Use(fragment.Frame);
            }
        }

        if (!Writes(datagram))
        {
            _splicedDropped++;
            return;
        }

        _whole++;
        _spliced += datagram.Verdict == Verdict.Spliced ? 1 : 0;
    }

    private void Use(long frame)
    {
        while (_used.Count <= frame / 64)
        {
            _used.Add(0);
        }

        _used[(int)(frame / 64)] |= 1UL << (int)(frame % 64);
    }

    private static string Word(RecordCategory category) => category switch
    {
        RecordCategory.DroppedByPolicy => "dropped by policy",
        _ => category.ToString().ToLowerInvariant(),
    };
}
