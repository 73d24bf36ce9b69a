namespace IpReassembler.Tcp;

/// <summary>Which ranges ahead of a hole grew last: these are reported first, so that each is reported several times (RFC 2018 section 4).</summary>
internal sealed class RecentRanges
{
    // A number in each of the ranges, the latest first. Ranges join and go; what is stale finds no range or one that was named already.
    private readonly SequenceNumber[] _places = new SequenceNumber[SackBlocks.MaxCount];
    private int _count;

    /// <summary>The range that holds this number has grown.</summary>
    public void Came(SequenceNumber place)
    {
        var last = Math.Min(_count, _places.Length - 1);
        Array.Copy(_places, 0, _places, 1, last);
        _places[0] = place;
        _count = last + 1;
    }

    /// <summary>Adds the ranges to a list that has at most <paramref name="maxCount"/> of them then.</summary>
    public void AddTo(ref SackBlocks blocks, SequenceRanges ranges, int maxCount)
    {
        Span<int> named = stackalloc int[SackBlocks.MaxCount];
        var kept = 0;
        for (var at = 0; at < _count; at++)
        {
            var place = _places[at];
            var index = ranges.FirstEndingAfter(place);
            if (index == ranges.Count || ranges[index].Start > place || named[..kept].Contains(index))
            {
                continue;
            }

            named[kept] = index;
            _places[kept++] = place;
        }

        _count = kept;
        for (var at = 0; at < kept && blocks.Count < maxCount; at++)
        {
            blocks.Add(ranges[named[at]]);
        }
    }
}
