using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>A checked view of one UDP datagram (RFC 768), good for as long as the bytes under it.</summary>
public readonly ref struct UdpDatagram
{
    /// <summary>The length of the header.</summary>
    public const int HeaderLength = 8;

    private readonly ReadOnlySpan<byte> _bytes;

    private UdpDatagram(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Reads the datagram at the start of an IP payload. After <see langword="true"/> no property can throw.</summary>
    /// <param name="bytes">The payload of an IP packet, of a first fragment, or what was captured of it.</param>
    /// <param name="datagram">The view.</param>
    /// <param name="defect">What is wrong with the header.</param>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out UdpDatagram datagram, out PacketDefect defect)
    {
        datagram = default;
        defect = bytes.Length < HeaderLength ? PacketDefect.TooShort
            : BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) < HeaderLength ? PacketDefect.LengthTooSmall
            : PacketDefect.None;
        if (defect is not PacketDefect.None)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        datagram = new UdpDatagram(length < bytes.Length ? bytes[..length] : bytes);
        return true;
    }

    /// <summary>The sender's port.</summary>
    public int SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    /// <summary>The receiver's port.</summary>
    public int DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>The length field: header and payload in bytes, 8 to 65,535.</summary>
    public int Length => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    /// <summary>The checksum field; 0 when the sender computed none.</summary>
    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    /// <summary>The payload as far as it is there: in the first fragment of a larger datagram, or a cut capture, less than <see cref="PayloadLength"/>.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];

    /// <summary>How many payload bytes the header promises.</summary>
    public int PayloadLength => Length - HeaderLength;

    /// <summary>Whether there are fewer bytes than the header promises.</summary>
    public bool IsCutShort => _bytes.Length < Length;

    /// <summary>Header and payload as far as they are there, without what follows the datagram.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;
}
