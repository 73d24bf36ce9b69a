namespace IpReassembler.Reassembly;

/// <summary>Bytes of a rebuilt payload that one fragment supplied.</summary>
/// <param name="Range">The bytes.</param>
/// <param name="Frame">The number of the fragment's frame, from 1.</param>
public readonly record struct SuppliedRange(ByteRange Range, long Frame)
{
    /// <summary>What one costs, in bytes.</summary>
    internal const int Price = 16;
}
