using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>A checked view of one ICMP message for IPv4 (RFC 792), good for as long as the bytes under it.</summary>
public readonly ref struct IcmpMessage
{
    /// <summary>Type, code, checksum, and the four bytes whose meaning depends on the type.</summary>
    public const int HeaderLength = 8;

    private readonly ReadOnlySpan<byte> _bytes;

    private IcmpMessage(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Reads the message that an IP payload is. After <see langword="true"/> no property can throw.</summary>
    /// <param name="bytes">The payload of an IP packet, of a first fragment, or what was captured of it.</param>
    /// <param name="message">The view.</param>
    /// <param name="defect">What is wrong with the header.</param>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out IcmpMessage message, out PacketDefect defect)
    {
        var isLongEnough = bytes.Length >= HeaderLength;
        defect = isLongEnough ? PacketDefect.None : PacketDefect.TooShort;
        message = isLongEnough ? new IcmpMessage(bytes) : default;
        return isLongEnough;
    }

    /// <summary>What the message is.</summary>
    public IcmpType Type => (IcmpType)_bytes[0];

    /// <summary>What it is more precisely.</summary>
    public byte Code => _bytes[1];

    /// <summary>The checksum field.</summary>
    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>The second four bytes as one number.</summary>
    public uint RestOfHeader => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    /// <summary>In echo and timestamp messages, what tells one asker from another.</summary>
    public int Identifier => (int)(RestOfHeader >> 16);

    /// <summary>In echo and timestamp messages, what tells one question from another.</summary>
    public int SequenceNumber => (int)(RestOfHeader & 0xffff);

    /// <summary>In "fragmentation needed", the MTU of the next hop in bytes (RFC 1191 section 4); 0 from older routers.</summary>
    public int NextHopMtu => SequenceNumber;

    /// <summary>Whether the message reports on a packet, whose beginning is then its <see cref="Payload"/> (RFC 1122 section 3.2.2).</summary>
    public bool IsError => Type is IcmpType.DestinationUnreachable or IcmpType.SourceQuench or IcmpType.Redirect
        or IcmpType.TimeExceeded or IcmpType.ParameterProblem;

    /// <summary>What follows the first eight bytes, as far as it is there.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];
}
