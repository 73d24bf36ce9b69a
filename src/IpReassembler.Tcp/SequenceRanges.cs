namespace IpReassembler.Tcp;

/// <summary>A set of bytes of a stream: what came ahead of a hole.</summary>
/// <remarks>Invariant: ranges are sorted, not empty, and no two touch. All lie within 2^31 bytes.</remarks>
/// <param name="maxCount">The most ranges it holds: 8 bytes each. The wire makes them, so there is a limit.</param>
internal sealed class SequenceRanges(int maxCount)
{
    // The ranges stand in _ranges[_first .. _first + Count]: taking one off the front moves nothing.
    private SequenceRange[] _ranges = [];
    private int _first;

    /// <summary>How many ranges there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes there are in all.</summary>
    public int Bytes { get; private set; }

    /// <summary>One of the ranges, the lowest first.</summary>
    public SequenceRange this[int index] => _ranges[_first + index];

    /// <summary>Adds a range, which must not be empty, and joins what touches.</summary>
    /// <returns>How many bytes are new; -1 when there is no room for another range and nothing was added.</returns>
    public int Add(SequenceRange range)
    {
        var from = FirstEndingFrom(range.Start);
        var to = from;
        var joined = range;
        var had = 0;
        while (to < Count && this[to].Start <= range.End)
        {
            joined = new SequenceRange(SequenceNumber.Min(joined.Start, this[to].Start), SequenceNumber.Max(joined.End, this[to].End));
            had += this[to].Length;
            to++;
        }

        if (to == from)
        {
            if (Count == maxCount)
            {
                return -1;
            }

            OpenGap(from);
        }
        else
        {
            CloseGap(from + 1, to);
        }

        _ranges[_first + from] = joined;
        Bytes += joined.Length - had;
        return joined.Length - had;
    }

    /// <summary>Takes out everything before <paramref name="edge"/>.</summary>
    /// <returns>How many bytes that were.</returns>
    public int RemoveBefore(SequenceNumber edge)
    {
        var before = Bytes;
        while (Count > 0 && this[0].End <= edge)
        {
            Bytes -= this[0].Length;
            _first++;
            Count--;
        }

        if (Count > 0 && this[0].Start < edge)
        {
            Bytes -= edge - this[0].Start;
            _ranges[_first] = this[0] with { Start = edge };
        }

        return before - Bytes;
    }

    /// <summary>Takes out everything from <paramref name="edge"/> on.</summary>
    /// <returns>How many bytes that were.</returns>
    public int RemoveFrom(SequenceNumber edge)
    {
        var before = Bytes;
        while (Count > 0 && this[Count - 1].Start >= edge)
        {
            Bytes -= this[Count - 1].Length;
            Count--;
        }

        if (Count > 0 && this[Count - 1].End > edge)
        {
            Bytes -= this[Count - 1].End - edge;
            _ranges[_first + Count - 1] = this[Count - 1] with { End = edge };
        }

        return before - Bytes;
    }

    /// <summary>Takes out everything.</summary>
    public void Clear() => (_first, Count, Bytes) = (0, 0, 0);

    /// <summary>The index of the first range that ends after <paramref name="place"/>: the one that holds it, or else the next one; <see cref="Count"/> when there is none.</summary>
    public int FirstEndingAfter(SequenceNumber place) => FirstEndingFrom(place + 1);

    // The first range whose end is not before the place: the first one that a range beginning there would touch.
    private int FirstEndingFrom(SequenceNumber place)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (this[middle].End >= place)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private void OpenGap(int index)
    {
        if (_first + Count == _ranges.Length)
        {
            // At least half of the room is free afterwards or the room has doubled, so that each range is moved so O(1) times.
            var room = Count * 2 >= _ranges.Length ? new SequenceRange[Math.Max(8, _ranges.Length * 2)] : _ranges;
            Array.Copy(_ranges, _first, room, 0, Count);
            (_ranges, _first) = (room, 0);
        }

        Array.Copy(_ranges, _first + index, _ranges, _first + index + 1, Count - index);
        Count++;
    }

    private void CloseGap(int from, int to)
    {
        Array.Copy(_ranges, _first + to, _ranges, _first + from, Count - to);
        Count -= to - from;
    }
}
