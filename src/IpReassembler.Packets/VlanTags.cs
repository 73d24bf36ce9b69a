namespace IpReassembler.Packets;

/// <summary>The VLAN identifiers a frame was tagged with (IEEE 802.1Q, 802.1ad), outermost first, as one comparable value.</summary>
/// <remarks>Four identifiers are told apart; deeper tags are counted and skipped. The count takes the top 8 bits, identifiers 12 bits each from the bottom.</remarks>
public readonly record struct VlanTags(ulong Packed)
{
    private const int Kept = 4;

    /// <summary>An untagged frame.</summary>
    public static VlanTags None => default;

    /// <summary>How many tags the frame had: 0 to 255.</summary>
    public int Count => (int)(Packed >> 56);

    /// <summary>The identifier at <paramref name="depth"/>, 0 being the outermost: 0 to 4095.</summary>
    public int this[int depth]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(depth);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(depth, Math.Min(Count, Kept));
            return (int)(Packed >> (12 * depth)) & 0xfff;
        }
    }

    /// <summary>These tags with one more inside them.</summary>
    /// <param name="identifier">The low 12 bits of the tag control information.</param>
    public VlanTags With(int identifier)
    {
        var count = Count;
        var packed = Packed + (count < 255 ? 1UL << 56 : 0);
        return new VlanTags(count < Kept ? packed | ((ulong)(identifier & 0xfff) << (12 * count)) : packed);
    }

    // Written out, here as in other values that are compared for every fragment: a record's own asks a comparer, and precompiled code does call it.
    /// <inheritdoc/>
    public bool Equals(VlanTags other) => Packed == other.Packed;

    /// <inheritdoc/>
    public override int GetHashCode() => Packed.GetHashCode();

    /// <summary>The identifiers joined by dots: <c>100.7</c>; empty for none.</summary>
    public override string ToString()
    {
        var tags = this;
        return string.Join('.', Enumerable.Range(0, Math.Min(Count, Kept)).Select(depth => tags[depth])) + (Count > Kept ? "…" : "");
    }
}
