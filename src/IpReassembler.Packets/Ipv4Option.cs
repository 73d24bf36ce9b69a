using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>One option of an IPv4 header (RFC 791 section 3.1), good for as long as the bytes under it.</summary>
public readonly ref struct Ipv4Option
{
    private const int CopiedBit = 0x80;

    internal Ipv4Option(ReadOnlySpan<byte> bytes, bool hasBadLength)
    {
        Bytes = bytes;
        HasBadLength = hasBadLength;
    }

    /// <summary>The whole option, at least its type byte; all the rest of the options where its length cannot be believed.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>What the option is.</summary>
    public Ipv4OptionKind Kind => (Ipv4OptionKind)Bytes[0];

    /// <summary>Whether every fragment carries the option, not the first alone.</summary>
    public bool IsCopied => (Bytes[0] & CopiedBit) != 0;

    /// <summary>The class: 0 control, 2 debugging and measurement, 1 and 3 reserved.</summary>
    public int Class => (Bytes[0] >> 5) & 3;

    /// <summary>The number within the class: 0 to 31.</summary>
    public int Number => Bytes[0] & 0x1f;

    /// <summary>What follows the type byte and the length byte.</summary>
    public ReadOnlySpan<byte> Data => Bytes.Length > 2 ? Bytes[2..] : [];

    /// <summary>Whether the length byte is missing, below 2, or points beyond the header: nothing after it can be read.</summary>
    public bool HasBadLength { get; }

    /// <summary>Whether the length cannot be believed or is not one that this kind of option can have.</summary>
    public bool IsMalformed => HasBadLength || !(Kind switch
    {
        Ipv4OptionKind.EndOfOptions or Ipv4OptionKind.NoOperation => true,
        // Type, length, pointer, and whole addresses.
        Ipv4OptionKind.RecordRoute or Ipv4OptionKind.LooseSourceRoute or Ipv4OptionKind.StrictSourceRoute => Bytes.Length % 4 == 3,
        // Type, length, pointer, overflow and flag, and whole words.
        Ipv4OptionKind.Timestamp => Bytes.Length >= 4 && Bytes.Length % 4 == 0,
        Ipv4OptionKind.StreamIdentifier or Ipv4OptionKind.RouterAlert => Bytes.Length == 4,
        // RFC 791 has 11 bytes, RFC 1108 at least 3.
        Ipv4OptionKind.Security => Bytes.Length >= 3,
        _ => true,
    });

    /// <summary>Reads a record route or source route.</summary>
    /// <returns>False for any other option and for a malformed one.</returns>
    public bool TryGetRoute(out Ipv4RouteOption route)
    {
        var isRoute = Kind is Ipv4OptionKind.RecordRoute or Ipv4OptionKind.LooseSourceRoute or Ipv4OptionKind.StrictSourceRoute && !IsMalformed;
        route = isRoute ? new Ipv4RouteOption(Bytes) : default;
        return isRoute;
    }

    /// <summary>Reads an internet timestamp.</summary>
    /// <returns>False for any other option and for a malformed one.</returns>
    public bool TryGetTimestamp(out Ipv4TimestampOption timestamp)
    {
        var isTimestamp = Kind is Ipv4OptionKind.Timestamp && !IsMalformed;
        timestamp = isTimestamp ? new Ipv4TimestampOption(Bytes) : default;
        return isTimestamp;
    }

    /// <summary>Reads the one 16-bit number of a router alert (0: "examine packet") or a stream identifier.</summary>
    /// <returns>False for any other option and for a malformed one.</returns>
    public bool TryGetNumber(out int number)
    {
        var hasNumber = Kind is Ipv4OptionKind.RouterAlert or Ipv4OptionKind.StreamIdentifier && !IsMalformed;
        number = hasNumber ? BinaryPrimitives.ReadUInt16BigEndian(Bytes[2..]) : 0;
        return hasNumber;
    }
}
