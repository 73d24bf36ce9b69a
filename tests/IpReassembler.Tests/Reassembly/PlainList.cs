using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>The list policies of SPEC section 3.2, with pieces that carry their bytes.</summary>
internal sealed class PlainList(bool trimsAtSameStart) : PlainEntry
{
    private sealed record Part(int Start, byte[] Bytes, long Frame)
    {
        public int End => Start + Bytes.Length;

        public Part From(int start) => new(start, Bytes[(start - Start)..], Frame);
    }

    private readonly List<Part> _pieces = [];
    private bool _lastKept;

    protected override IEnumerable<(byte Byte, long Frame)> Bytes => _pieces.SelectMany(piece => piece.Bytes.Select(each => (each, piece.Frame)));

    public override void Forget()
    {
        base.Forget();
        _pieces.Clear();
        _lastKept = false;
    }

    protected override FragmentFate Judge(Piece piece, long frame)
    {
        if (IsWrongByItself(piece) || !TakesEnd(piece))
        {
            return FragmentFate.Rejected;
        }

        var start = piece.Offset;
        if (_pieces.FindLast(held => trimsAtSameStart ? held.Start <= piece.Offset : held.Start < piece.Offset) is { } before && before.End > start)
        {
            start = before.End;
        }

        if (start >= piece.End)
        {
            return FragmentFate.Ignored;
        }

        foreach (var behind in _pieces.Where(held => trimsAtSameStart ? held.Start > piece.Offset : held.Start >= piece.Offset).ToArray())
        {
            if (behind.Start >= piece.End)
            {
                break;
            }

            _pieces.Remove(behind);
            if (behind.End > piece.End)
            {
                _pieces.Add(behind.From(piece.End));
                break;
            }
        }

        _pieces.Add(new Part(piece.Offset, piece.Payload, frame).From(start));
        _pieces.Sort((one, other) => one.Start - other.Start);
        _lastKept |= !piece.More;
        return _lastKept && _pieces.Sum(held => held.Bytes.Length) == End ? FragmentFate.Completes : FragmentFate.Stored;
    }
}
