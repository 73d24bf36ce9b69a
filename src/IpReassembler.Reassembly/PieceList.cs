using System.Runtime.InteropServices;

namespace IpReassembler.Reassembly;

/// <summary>What a host holds of one datagram, piece by piece. One piece costs 24 bytes; there are at most 8,192.</summary>
/// <remarks>Invariant: pieces are sorted, not empty, and none shares a byte with another.</remarks>
internal sealed class PieceList
{
    private const int PiecePrice = 24;

    // A list that waits to be used again keeps room for this many.
    private const int MostKept = 16;

    private readonly List<HeldPiece> _pieces = [];

    /// <summary>How many pieces there are.</summary>
    public int Count => _pieces.Count;

    /// <summary>How many bytes they are together.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes the list holds.</summary>
    public int Price => _pieces.Capacity * PiecePrice;

    /// <summary>A piece, in order of offset.</summary>
    public HeldPiece this[int index] => _pieces[index];

    /// <summary>All pieces, good until the next change.</summary>
    public ReadOnlySpan<HeldPiece> Pieces => CollectionsMarshal.AsSpan(_pieces);

    /// <summary>What it would hold more with so many more pieces.</summary>
    public int PriceToGrow(int pieces) => GrowthOf(_pieces, pieces) * PiecePrice;

    /// <summary>By how many elements the capacity of a list grows for so many more: it doubles when it is full, from four on.</summary>
    public static int GrowthOf<T>(List<T> list, int elements)
    {
        var capacity = Math.Max(list.Capacity, 4);
        while (capacity < list.Count + elements)
        {
            capacity *= 2;
        }

        return elements == 0 ? 0 : capacity - list.Capacity;
    }

    /// <summary>The index of the first piece that ends after <paramref name="offset"/>; the count when none does.</summary>
    public int FirstEndingAfter(int offset)
    {
        var (low, high) = (0, _pieces.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _pieces[middle].Range.End > offset ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>Puts other pieces in the place of some.</summary>
    /// <param name="index">The first piece that goes.</param>
    /// <param name="count">How many go.</param>
    /// <param name="others">What comes in their place, in order.</param>
    public void Replace(int index, int count, ReadOnlySpan<HeldPiece> others)
    {
        for (var at = index; at < index + count; at++)
        {
            Length -= _pieces[at].Range.Length;
        }

        foreach (var piece in others)
        {
            Length += piece.Range.Length;
        }

        var inPlace = Math.Min(count, others.Length);
        others[..inPlace].CopyTo(CollectionsMarshal.AsSpan(_pieces)[index..]);
        _pieces.RemoveRange(index + inPlace, count - inPlace);
        _pieces.InsertRange(index + inPlace, others[inPlace..]);
    }

    /// <summary>Forgets all pieces.</summary>
    public void Clear()
    {
        Length = 0;
        Empty(_pieces);
    }

    /// <summary>Empties a list, and gives back what it should not keep.</summary>
    public static void Empty<T>(List<T> list)
    {
        list.Clear();
        if (list.Capacity > MostKept)
        {
            list.Capacity = MostKept;
        }
    }
}
