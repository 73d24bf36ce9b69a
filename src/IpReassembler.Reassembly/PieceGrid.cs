using System.Numerics;
using System.Runtime.CompilerServices;

namespace IpReassembler.Reassembly;

/// <summary>Which pieces of a datagram have come, as long as they lie in cells of one length: one bit for each.</summary>
/// <remarks>
/// A sender cuts a datagram evenly, and only the last piece is shorter. So a word beside the record says what otherwise takes bitmaps, and
/// these lie with the payload in memory that has gone cold: looking there first took 11 % of summary -q on the benchmarks' w2. The first
/// piece gives the pitch; at the first one that lies otherwise the grid is <see cref="GiveUp">given up</see>.
/// </remarks>
internal struct PieceGrid
{
    private const int MaxCells = 64;
    private const int GivenUp = -1;

    // The length of a cell; 0 while there is no piece.
    private int _pitch;

    // Where the shorter last piece ends; 0 while none has come.
    private int _end;
    private ulong _cells;

    /// <summary>Whether it says what has come.</summary>
    public readonly bool IsKept => _pitch != GivenUp;

    /// <summary>The bytes from offset 0 on that have come without a hole.</summary>
    public readonly int Beginning
    {
        get
        {
            var reached = BitOperations.TrailingZeroCount(~_cells) * _pitch;
            return _end != 0 && reached > _end ? _end : reached;
        }
    }

    /// <summary>Whether a piece is one of the grid, or would be; no other piece of the grid shares bytes with it.</summary>
    /// <param name="range">What it covers.</param>
    /// <param name="cell">The bit of its cell.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool Fits(ByteRange range, out ulong cell)
    {
        var pitch = _pitch == 0 && range.Length % 8 == 0 ? range.Length : _pitch;
        var number = pitch > 0 ? (uint)range.Start / (uint)pitch : MaxCells;
        cell = 1UL << (int)number;
        if (number >= MaxCells || range.Start != (int)number * pitch)
        {
            return false;
        }

        // A whole cell in front of the shorter last one; or that one; or, when all that has come lies before it, one that will be it.
        return range.Length == pitch ? _end == 0 || range.End <= _end
            : range.Length > 0 && range.Length < pitch && (_end == 0 ? _cells < cell : range.End == _end);
    }

    /// <summary>Whether the piece in this cell has come.</summary>
    public readonly bool Has(ulong cell) => (_cells & cell) != 0;

    /// <summary>Takes note of a piece that <see cref="Fits"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ByteRange range, ulong cell)
    {
        if (_pitch == 0)
        {
            _pitch = range.Length;
        }
        else if (range.Length < _pitch)
        {
            _end = range.End;
        }

        _cells |= cell;
    }

    /// <summary>Whether the byte at an offset has come.</summary>
    public readonly bool HasByte(int offset) => _pitch > 0 && offset / _pitch is < MaxCells and var number && Has(1UL << number) && (_end == 0 || offset < _end);

    /// <summary>Says no more, and what has come up to now, piece by piece.</summary>
    public Pieces GiveUp()
    {
        var pieces = new Pieces(this);
        this = default;
        _pitch = GivenUp;
        return pieces;
    }

    /// <summary>Walks the pieces that have come, in order.</summary>
    public ref struct Pieces(PieceGrid grid)
    {
        /// <summary>The next piece; false when there is none.</summary>
        public bool Next(out ByteRange range)
        {
            var start = BitOperations.TrailingZeroCount(grid._cells) * grid._pitch;
            var end = start + grid._pitch;
            range = new ByteRange(start, grid._end == 0 ? end : Math.Min(end, grid._end));
            var any = grid._cells != 0;
            grid._cells &= grid._cells - 1;
            return any;
        }
    }
}
