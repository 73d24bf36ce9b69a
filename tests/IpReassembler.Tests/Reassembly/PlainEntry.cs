using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>What a host holds for one key, as SPEC section 3.2 and section 5 put it into words: bytes in a dictionary, runs in a list.</summary>
internal sealed class PlainEntry(bool isLinux)
{
    private readonly SortedDictionary<int, byte> _bytes = [];
    private readonly List<(int Start, int End)> _runs = [];
    private readonly HashSet<int> _codepoints = [];
    private int _length;
    private bool _lastSeen;
    private bool _firstSeen;
    private int _sum;
    private int _end = -1;
    private int _highest;

    public int Held { get; private set; }

    public long StartedAt { get; private set; }

    public byte[] Payload { get; private set; } = [];

    public FragmentFate Add(Piece piece)
    {
        var fate = isLinux ? Linux(piece) : First(piece);
        if (fate is FragmentFate.Stored or FragmentFate.Completes)
        {
            _codepoints.Add(piece.TypeOfService & 3);
            StartedAt = Held == 0 ? piece.At.Nanoseconds : StartedAt;
            Held++;
        }

        // RFC 3168 section 5.3: "not ECT" goes with nothing else, and Linux drops the mixture when it is whole.
        if (isLinux && fate == FragmentFate.Completes && _codepoints.Count > 1 && _codepoints.Contains(0))
        {
            Held--;
            return FragmentFate.Kills;
        }

        Payload = fate == FragmentFate.Completes ? [.. _bytes.Values] : [];
        return fate;
    }

    public void Forget()
    {
        _bytes.Clear();
        _runs.Clear();
        _codepoints.Clear();
        (_length, _lastSeen, _firstSeen, _sum, _end, _highest, Held) = (0, false, false, 0, -1, 0, 0);
    }

    private FragmentFate Linux(Piece piece)
    {
        var (start, end) = (piece.Offset, piece.Offset + piece.Payload.Length);
        if (!piece.More)
        {
            if (end < _length || (_lastSeen && end != _length))
            {
                return FragmentFate.Kills;
            }

            (_lastSeen, _length) = (true, end);
        }
        else
        {
            end = end / 8 * 8;
            if (end > _length)
            {
                if (_lastSeen)
                {
                    return FragmentFate.Kills;
                }

                _length = end;
            }
        }

        if (end == start)
        {
            return FragmentFate.Kills;
        }

        var tail = _runs.Count == 0 ? (Start: 0, End: -1) : _runs.MaxBy(run => run.End);
        if (tail.End < end)
        {
            if (start < tail.End)
            {
                return FragmentFate.Kills;
            }

            if (start == tail.End)
            {
                _runs.Remove(tail);
                start = tail.Start;
            }

            _runs.Add((start, end));
        }
        else if (!_runs.Any(run => run.Start < end && start < run.End))
        {
            _runs.Add((start, end));
        }
        else
        {
            return _runs.Any(run => run.Start <= start && end <= run.End) ? FragmentFate.Ignored : FragmentFate.Kills;
        }

        for (var at = piece.Offset; at < end; at++)
        {
            _bytes[at] = piece.Payload[at - piece.Offset];
        }

        _sum += end - piece.Offset;
        _firstSeen |= piece.Offset == 0;
        return !_firstSeen || !_lastSeen || _sum != _length ? FragmentFate.Stored
            : 20 + _length > 65_535 ? FragmentFate.Kills
            : FragmentFate.Completes;
    }

    private FragmentFate First(Piece piece)
    {
        var end = piece.Offset + piece.Payload.Length;
        if (piece.Payload.Length == 0 || (piece.More && piece.Payload.Length % 8 != 0) || 20 + end > 65_535
            || (_end >= 0 && (piece.More ? end > _end : end != _end)) || (_end < 0 && !piece.More && end < _highest))
        {
            return FragmentFate.Rejected;
        }

        _highest = Math.Max(_highest, end);
        _end = piece.More ? _end : end;
        var before = _bytes.Count;
        for (var at = piece.Offset; at < end; at++)
        {
            _bytes.TryAdd(at, piece.Payload[at - piece.Offset]);
        }

        return _bytes.Count == _end ? FragmentFate.Completes : _bytes.Count == before ? FragmentFate.Ignored : FragmentFate.Stored;
    }
}
