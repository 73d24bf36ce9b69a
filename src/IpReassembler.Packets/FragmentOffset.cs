namespace IpReassembler.Packets;

/// <summary>Where a fragment's payload begins. The header counts in units of eight bytes (RFC 791 section 3.1).</summary>
/// <param name="EightByteUnits">The 13-bit field: 0 to 8,191.</param>
public readonly record struct FragmentOffset(ushort EightByteUnits)
{
    /// <summary>The field ends here.</summary>
    public const int MaxEightByteUnits = 0x1fff;

    /// <summary>The last byte at which a fragment can begin.</summary>
    public const int MaxBytes = MaxEightByteUnits * 8;

    /// <summary>The offset in bytes: 0 to 65,528.</summary>
    public int Bytes => EightByteUnits * 8;
}
