using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>Policy "linux" of SPEC section 3.2: bytes in a dictionary, runs in a list.</summary>
internal sealed class PlainLinux : PlainEntry
{
    private readonly SortedDictionary<int, (byte, long)> _bytes = [];
    private readonly List<(int Start, int End)> _runs = [];
    private readonly HashSet<int> _codepoints = [];
    private int _length;
    private bool _lastSeen;
    private bool _firstSeen;
    private int _sum;

    protected override IEnumerable<(byte Byte, long Frame)> Bytes => _bytes.Values;

    public override void Forget()
    {
        base.Forget();
        _bytes.Clear();
        _runs.Clear();
        _codepoints.Clear();
        (_length, _lastSeen, _firstSeen, _sum) = (0, false, false, 0);
    }

    protected override FragmentFate Judge(Piece piece, long frame)
    {
        var fate = Queue(piece, frame);
        if (fate is FragmentFate.Stored or FragmentFate.Completes)
        {
            _codepoints.Add(piece.TypeOfService & 3);
        }

        // RFC 3168 section 5.3: "not ECT" goes with nothing else, and Linux drops the mixture when it is whole.
        return fate == FragmentFate.Completes && _codepoints.Count > 1 && _codepoints.Contains(0) ? FragmentFate.Kills : fate;
    }

    private FragmentFate Queue(Piece piece, long frame)
    {
        var (start, end) = (piece.Offset, piece.End);
        if (piece.IsIpv6 && (HidesTransport(piece) || end > 65_535 || (piece.More && end % 8 != 0)))
        {
            return FragmentFate.Rejected;
        }

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
            _bytes[at] = (piece.Payload[at - piece.Offset], frame);
        }

        _sum += end - piece.Offset;
        _firstSeen |= piece.Offset == 0;
        return !_firstSeen || !_lastSeen || _sum != _length ? FragmentFate.Stored
            : !piece.IsIpv6 && 20 + _length > 65_535 ? FragmentFate.Kills
            : FragmentFate.Completes;
    }
}
