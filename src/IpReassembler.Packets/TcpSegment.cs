using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>A checked view of one TCP segment (RFC 9293 section 3.1), good for as long as the bytes under it.</summary>
public readonly ref struct TcpSegment
{
    /// <summary>The length of a header without options.</summary>
    public const int MinHeaderLength = 20;

    /// <summary>The length of a header with all the options it can hold.</summary>
    public const int MaxHeaderLength = 60;

    private readonly ReadOnlySpan<byte> _bytes;

    private TcpSegment(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Reads the segment that an IP payload is. After <see langword="true"/> no property can throw.</summary>
    /// <param name="bytes">The payload of an IP packet, of a first fragment, or what was captured of it.</param>
    /// <param name="segment">The view.</param>
    /// <param name="defect">What is wrong with the header.</param>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out TcpSegment segment, out PacketDefect defect)
    {
        defect = FindDefect(bytes);
        segment = defect is PacketDefect.None ? new TcpSegment(bytes) : default;
        return defect is PacketDefect.None;
    }

    /// <summary>The sender's port.</summary>
    public int SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_bytes);

    /// <summary>The receiver's port.</summary>
    public int DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>The sequence number of the first payload byte, or of SYN.</summary>
    public uint SequenceNumber => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);

    /// <summary>The sequence number that is expected next.</summary>
    public uint AcknowledgmentNumber => BinaryPrimitives.ReadUInt32BigEndian(_bytes[8..]);

    /// <summary>The length of the header in bytes: 20 to 60.</summary>
    public int HeaderLength => (_bytes[12] >> 4) * 4;

    /// <summary>The control bits.</summary>
    public TcpControlBits ControlBits => (TcpControlBits)(BinaryPrimitives.ReadUInt16BigEndian(_bytes[12..]) & 0x1ff);

    /// <summary>The window field, not scaled.</summary>
    public int Window => BinaryPrimitives.ReadUInt16BigEndian(_bytes[14..]);

    /// <summary>The checksum field.</summary>
    public ushort Checksum => BinaryPrimitives.ReadUInt16BigEndian(_bytes[16..]);

    /// <summary>The urgent pointer, in bytes from <see cref="SequenceNumber"/>.</summary>
    public int UrgentPointer => BinaryPrimitives.ReadUInt16BigEndian(_bytes[18..]);

    /// <summary>The options: 0 to 40 bytes.</summary>
    public ReadOnlySpan<byte> OptionBytes => _bytes[MinHeaderLength..HeaderLength];

    /// <summary>The options one after the other.</summary>
    public TcpOptions Options => new(OptionBytes);

    /// <summary>The payload as far as it is there.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[HeaderLength..];

    private static PacketDefect FindDefect(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < MinHeaderLength)
        {
            return PacketDefect.TooShort;
        }

        var headerLength = (bytes[12] >> 4) * 4;
        return headerLength < MinHeaderLength ? PacketDefect.HeaderLengthTooSmall
            : headerLength > bytes.Length ? PacketDefect.HeaderCutShort
            : PacketDefect.None;
    }
}
