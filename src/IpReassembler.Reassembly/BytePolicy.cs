using System.Runtime.InteropServices;

namespace IpReassembler.Reassembly;

/// <summary>Whether the new fragment wins the bytes it shares with the older one that holds them. Both are given as they were received.</summary>
internal delegate bool NewerWins(ByteRange newer, ByteRange older);

/// <summary>The policies that decide byte by byte: the new fragment against the one that owns the byte, by the extents with which both came.</summary>
/// <remarks>
/// What an earlier decision left of a fragment plays no part. <c>first</c>, <c>last</c>, <c>windows</c>, <c>solaris</c> and <c>bsd-right</c>
/// differ in the one predicate.
/// </remarks>
internal sealed class BytePolicy(MemoryLedger ledger, NewerWins newerWins) : PiecePolicy(ledger)
{
    private readonly List<HeldPiece> _changed = ledger.Scratch;

    /// <inheritdoc/>
    protected override bool Take(in FragmentView fragment)
    {
        // new                 [--------------------)
        // held            [---A---)    [-B-)  [----C----)
        // becomes         [-A-][A?][new][B?][n][C?][-C--)       the new fragment has the holes, and of the rest what it wins
        var (start, end) = (fragment.Range.Start, fragment.Range.End);
        var first = Pieces.FirstEndingAfter(start);
        var at = start;
        var next = first;
        var gained = false;
        for (; next < Pieces.Count && Pieces[next] is var piece && piece.Range.Start < end; next++)
        {
            if (piece.Range.Start > at)
            {
                Gain(fragment, new ByteRange(at, piece.Range.Start), ref gained);
            }

            Leave(piece, new ByteRange(piece.Range.Start, start));
            var shared = new ByteRange(Math.Max(start, piece.Range.Start), Math.Min(end, piece.Range.End));
            if (newerWins(fragment.Range, piece.Received))
            {
                Gain(fragment, shared, ref gained);
            }
            else
            {
                Leave(piece, shared);
            }

            Leave(piece, new ByteRange(end, piece.Range.End));
            at = shared.End;
        }

        if (at < end)
        {
            Gain(fragment, new ByteRange(at, end), ref gained);
        }

        if (gained)
        {
            Pieces.Replace(first, next - first, CollectionsMarshal.AsSpan(_changed));
        }

        _changed.Clear();
        return gained;
    }

    private void Gain(in FragmentView fragment, ByteRange range, ref bool gained)
    {
        gained = true;
        Join(Supply(fragment, range));
    }

    private void Leave(HeldPiece piece, ByteRange part)
    {
        if (part.Length > 0)
        {
            Join(piece with { Range = part });
        }
    }

    // Neighbours of one fragment are one piece. (Its extents tell fragments apart even where the caller does not number frames.)
    private void Join(HeldPiece piece)
    {
        if (_changed.Count > 0 && _changed[^1] is var before && before.Frame == piece.Frame && before.Received == piece.Received && before.Range.End == piece.Range.Start)
        {
            _changed[^1] = before with { Range = new ByteRange(before.Range.Start, piece.Range.End) };
        }
        else
        {
            _changed.Add(piece);
        }
    }
}
