using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>The byte policies of SPEC section 3.2: each byte has an owner, and the new fragment is compared with it by the extents of both as received.</summary>
internal sealed class PlainBytes(Func<ByteRange, ByteRange, bool> newWins) : PlainEntry
{
    private readonly SortedDictionary<int, (byte Byte, ByteRange Owner, long Frame)> _bytes = [];

    protected override IEnumerable<(byte Byte, long Frame)> Bytes => _bytes.Values.Select(held => (held.Byte, held.Frame));

    public override void Forget()
    {
        base.Forget();
        _bytes.Clear();
    }

    protected override FragmentFate Judge(Piece piece, long frame)
    {
        if (IsWrongByItself(piece) || !TakesEnd(piece))
        {
            return FragmentFate.Rejected;
        }

        var extent = new ByteRange(piece.Offset, piece.End);
        var won = 0;
        for (var at = piece.Offset; at < piece.End; at++)
        {
            if (!_bytes.TryGetValue(at, out var held) || newWins(extent, held.Owner))
            {
                _bytes[at] = (piece.Payload[at - piece.Offset], extent, frame);
                won++;
            }
        }

        return _bytes.Count == End ? FragmentFate.Completes : won > 0 ? FragmentFate.Stored : FragmentFate.Ignored;
    }
}
