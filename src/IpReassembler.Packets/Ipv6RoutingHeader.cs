namespace IpReassembler.Packets;

/// <summary>A routing header (RFC 8200 section 4.4). The stops of three types can be read: 0 (RFC 5095 put it out of use), 2 (RFC 6275), and segments (RFC 8754).</summary>
/// <remarks>Good for as long as the bytes under it.</remarks>
public readonly ref struct Ipv6RoutingHeader
{
    /// <summary>A list of stops like IPv4's source routes; deprecated by RFC 5095.</summary>
    public const byte SourceRoute = 0;

    /// <summary>The home address of a mobile receiver (RFC 6275 section 6.4).</summary>
    public const byte HomeAddress = 2;

    /// <summary>Segments, listed from the last one on (RFC 8754).</summary>
    public const byte Segments = 4;

    private const int FirstStopAt = 8;
    private const int AddressLength = 16;
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>Reads a header all of which is there: at least 8 bytes.</summary>
    internal Ipv6RoutingHeader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>What the bytes behind the first four mean.</summary>
    public byte Type => _bytes[2];

    /// <summary>How many stops are still ahead.</summary>
    public byte SegmentsLeft => _bytes[3];

    /// <summary>The number of stops that are listed; 0 in a type that is not known here.</summary>
    public int Count => Type is not (SourceRoute or HomeAddress or Segments) ? 0
        : Type == Segments ? Math.Min(_bytes[4] + 1, (_bytes.Length - FirstStopAt) / AddressLength)
        : (_bytes.Length - FirstStopAt) / AddressLength;

    /// <summary>A stop as it is listed: 0 to <see cref="Count"/> - 1.</summary>
    public IpAddress this[int index] => IpAddress.Read(_bytes.Slice(FirstStopAt + (index * AddressLength), AddressLength));

    /// <summary>The last stop, if the packet has not reached it yet; null when it has, or when the header cannot be read.</summary>
    public IpAddress? FinalStop => SegmentsLeft == 0 || Count == 0 ? null : this[Type == Segments ? 0 : Count - 1];
}
