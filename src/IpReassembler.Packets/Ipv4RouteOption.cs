namespace IpReassembler.Packets;

/// <summary>A record route, loose source route or strict source route (RFC 791 section 3.1).</summary>
/// <remarks>
/// <code>
/// type | length | pointer | address | address | ...
///    0        1         2   3         7          11      the pointer counts from 1: 4 is the first address
/// </code>
/// </remarks>
public readonly ref struct Ipv4RouteOption
{
    private const int AddressesAt = 3;
    private const int AddressLength = 4;

    private readonly ReadOnlySpan<byte> _bytes;

    internal Ipv4RouteOption(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Where the next router reads or writes, as the option states it: 4, 8, 12 ... in a good option.</summary>
    public int PointerOctet => _bytes[2];

    /// <summary>The number of addresses there is room for: 0 to 9.</summary>
    public int Count => (_bytes.Length - AddressesAt) / AddressLength;

    /// <summary>How many addresses lie before the pointer: those recorded, or those already passed.</summary>
    public int PassedCount => Math.Clamp((PointerOctet - 1 - AddressesAt) / AddressLength, 0, Count);

    /// <summary>The address at <paramref name="index"/>: 0 to <see cref="Count"/> - 1.</summary>
    public IpAddress this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return IpAddress.Read(_bytes.Slice(AddressesAt + (index * AddressLength), AddressLength));
        }
    }
}
