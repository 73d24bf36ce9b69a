namespace IpReassembler.Tcp;

/// <summary>Runs of bytes that were sent, side by side, and their sums. Knows nothing of what they mean.</summary>
internal sealed class SentRuns
{
    // The runs stand in _runs[_first .. _first + Count]: taking one off the front moves nothing.
    private SentRun[] _runs = [];
    private int _first;

    /// <summary>How many runs there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them have arrived.</summary>
    public int ArrivedCount { get; private set; }

    /// <summary>How many bytes have arrived.</summary>
    public int ArrivedLength { get; private set; }

    /// <summary>How many bytes are lost.</summary>
    public int LostLength { get; private set; }

    /// <summary>One of them, the first one in the stream first.</summary>
    public SentRun this[int index] => _runs[_first + index];

    /// <summary>The first run that ends behind a place: the one that holds it.</summary>
    public int FirstEndingAfter(SequenceNumber place)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = this[middle].End > place ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>Adds a run behind the last one.</summary>
    public void Append(in SentRun run) => Insert(Count, run);

    /// <summary>Takes the first run off.</summary>
    public void RemoveFirst()
    {
        Account(this[0], -1);
        _first++;
        Count--;
    }

    /// <summary>Puts another run in the place of one.</summary>
    public void Put(int index, in SentRun run)
    {
        Account(this[index], -1);
        Account(run, 1);
        _runs[_first + index] = run;
    }

    /// <summary>Cuts a run so that what is at the index afterwards lies within the range.</summary>
    public void Isolate(ref int index, SequenceRange range)
    {
        if (this[index].Start < range.Start)
        {
            Cut(index, range.Start);
            index++;
        }

        if (this[index].End > range.End)
        {
            Cut(index, range.End);
        }
    }

    /// <summary>Joins a run with its neighbours, if they are alike.</summary>
    /// <returns>Where it is then.</returns>
    public int Join(int index)
    {
        if (index + 1 < Count)
        {
            JoinWithPrevious(index + 1);
        }

        return JoinWithPrevious(index);
    }

    private int JoinWithPrevious(int index)
    {
        if (index == 0 || !this[index].Continues(this[index - 1]))
        {
            return index;
        }

        var run = this[index];
        Account(run, -1);
        Array.Copy(_runs, _first + index + 1, _runs, _first + index, Count - index - 1);
        Count--;
        Put(index - 1, this[index - 1] with { End = run.End });
        return index - 1;
    }

    private void Cut(int index, SequenceNumber at)
    {
        var run = this[index];
        Put(index, run with { End = at });
        Insert(index + 1, run with { Start = at });
    }

    private void Insert(int index, in SentRun run)
    {
        if (_first + Count == _runs.Length)
        {
            // At least half of the room is free afterwards or the room has doubled, so that each run is moved so O(1) times.
            var room = Count * 2 >= _runs.Length ? new SentRun[Math.Max(16, _runs.Length * 2)] : _runs;
            Array.Copy(_runs, _first, room, 0, Count);
            (_runs, _first) = (room, 0);
        }

        Array.Copy(_runs, _first + index, _runs, _first + index + 1, Count - index);
        _runs[_first + index] = run;
        Count++;
        Account(run, 1);
    }

    // Keeps the sums, so that nobody need walk for them.
    private void Account(in SentRun run, int sign)
    {
        ArrivedLength += run.Fate == Fate.Arrived ? sign * run.Length : 0;
        LostLength += run.Fate == Fate.Lost ? sign * run.Length : 0;
        ArrivedCount += run.Fate == Fate.Arrived ? sign : 0;
    }
}
