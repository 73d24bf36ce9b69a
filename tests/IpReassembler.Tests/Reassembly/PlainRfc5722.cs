using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>Policy "rfc5722" of SPEC section 3.2.</summary>
internal sealed class PlainRfc5722 : PlainEntry
{
    private readonly List<(Piece Piece, long Frame)> _pieces = [];

    protected override IEnumerable<(byte Byte, long Frame)> Bytes =>
        _pieces.OrderBy(held => held.Piece.Offset).SelectMany(held => held.Piece.Payload.Select(each => (each, held.Frame)));

    public override void Forget()
    {
        base.Forget();
        _pieces.Clear();
    }

    protected override FragmentFate Judge(Piece piece, long frame)
    {
        if (IsWrongByItself(piece) || HidesTransport(piece))
        {
            return FragmentFate.Rejected;
        }

        if (_pieces.Any(held => (held.Piece.Offset, held.Piece.End) == (piece.Offset, piece.End)))
        {
            return FragmentFate.Ignored;
        }

        if (_pieces.Any(held => held.Piece.Offset < piece.End && piece.Offset < held.Piece.End))
        {
            return FragmentFate.Kills;
        }

        if (!TakesEnd(piece))
        {
            return FragmentFate.Rejected;
        }

        _pieces.Add((piece, frame));
        return _pieces.Sum(held => held.Piece.Payload.Length) == End ? FragmentFate.Completes : FragmentFate.Stored;
    }
}
