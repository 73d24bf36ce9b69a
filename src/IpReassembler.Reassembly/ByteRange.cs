namespace IpReassembler.Reassembly;

/// <summary>Bytes of a datagram's payload from <paramref name="Start"/> up to, not including, <paramref name="End"/>.</summary>
/// <param name="Start">Offset of the first byte: 0 to 65,528.</param>
/// <param name="End">Offset after the last byte.</param>
public readonly record struct ByteRange(int Start, int End)
{
    /// <summary>The number of bytes.</summary>
    public int Length => End - Start;

    /// <summary>Whether the two share a byte.</summary>
    public bool Overlaps(ByteRange other) => Start < other.End && other.Start < End;

    /// <inheritdoc/>
    public bool Equals(ByteRange other) => Start == other.Start && End == other.End;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Start, End);

    /// <summary>Half-open, as everywhere: <c>[1480,2960)</c>.</summary>
    public override string ToString() => $"[{Start},{End})";
}
