namespace IpReassembler.Tcp;

/// <summary>The bytes [<paramref name="Start"/>, <paramref name="End"/>) of a stream.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="End">The first byte that no longer belongs to it.</param>
public readonly record struct SequenceRange(SequenceNumber Start, SequenceNumber End)
{
    /// <summary>How many bytes it has.</summary>
    public int Length => End - Start;
}
