using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>An internet timestamp (RFC 791 section 3.1).</summary>
/// <remarks>
/// <code>
/// type | length | pointer | overflow, flag | time | time | ...                        flag 0
///    0        1         2                3   address, time | address, time | ...      flags 1 and 3
/// </code>
/// </remarks>
public readonly ref struct Ipv4TimestampOption
{
    private const int EntriesAt = 4;
    private const int WordLength = 4;
    private const uint NotStandardBit = 0x8000_0000;

    private readonly ReadOnlySpan<byte> _bytes;

    internal Ipv4TimestampOption(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Where the next router writes, as the option states it: 5 is the first entry.</summary>
    public int PointerOctet => _bytes[2];

    /// <summary>How many routers found no room: 0 to 15.</summary>
    public int Overflow => _bytes[3] >> 4;

    /// <summary>What an entry holds: the flag field.</summary>
    public Ipv4TimestampContent Content => (Ipv4TimestampContent)(_bytes[3] & 0xf);

    /// <summary>Whether an address stands in front of each time.</summary>
    public bool HasAddresses => Content is Ipv4TimestampContent.WithAddresses or Ipv4TimestampContent.NamedAddresses;

    /// <summary>The number of entries there is room for: 0 to 9.</summary>
    public int Count => (_bytes.Length - EntriesAt) / EntryLength;

    /// <summary>How many entries lie before the pointer.</summary>
    public int FilledCount => Math.Clamp((PointerOctet - 1 - EntriesAt) / EntryLength, 0, Count);

    private int EntryLength => HasAddresses ? 2 * WordLength : WordLength;

    /// <summary>The address of an entry.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="InvalidOperationException">The option has no addresses.</exception>
    public IpAddress AddressAt(int index) => HasAddresses
        ? IpAddress.Read(Entry(index)[..WordLength])
        : throw new InvalidOperationException("A timestamp option with flag 0 holds times only.");

    /// <summary>The time of an entry: milliseconds since midnight UTC, or anything else where <see cref="IsStandardTimeAt"/> is false.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public uint TimeAt(int index) => BinaryPrimitives.ReadUInt32BigEndian(Entry(index)[^WordLength..]) & ~NotStandardBit;

    /// <summary>Whether the time of an entry is in milliseconds since midnight UTC: its first bit is not set.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public bool IsStandardTimeAt(int index) => (BinaryPrimitives.ReadUInt32BigEndian(Entry(index)[^WordLength..]) & NotStandardBit) == 0;

    private ReadOnlySpan<byte> Entry(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return _bytes.Slice(EntriesAt + (index * EntryLength), EntryLength);
    }
}
