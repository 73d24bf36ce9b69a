using System.Buffers.Binary;
using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>Writes segments as IP packets: the headers in front of a payload that lies in its place already, and each checksum once.</summary>
internal sealed class PacketWriter(ushort identification)
{
    /// <summary>Both headers without options.</summary>
    public const int HeaderLength = Ipv4Packet.MinHeaderLength + TcpSegment.MinHeaderLength;

    private readonly byte[] _options = new byte[TcpSegment.MaxHeaderLength - TcpSegment.MinHeaderLength];
    private ushort _identification = identification;

    /// <summary>How many bytes of options have been added for the next segment: always a multiple of four, filled up with no-operations in front.</summary>
    public int OptionLength { get; private set; }

    /// <summary>Begins the options anew.</summary>
    public void Begin() => OptionLength = 0;

    /// <summary>Adds the options of a SYN.</summary>
    /// <param name="maximumSegmentSize">What we take.</param>
    /// <param name="sackPermitted">Whether we understand selective acknowledgments.</param>
    /// <param name="windowShift">By how many bits our windows are shifted; -1 to say nothing.</param>
    public void AddSyn(int maximumSegmentSize, bool sackPermitted, int windowShift)
    {
        var rest = Add(4);
        (rest[0], rest[1]) = ((byte)TcpOptionKind.MaximumSegmentSize, 4);
        BinaryPrimitives.WriteUInt16BigEndian(rest[2..], (ushort)maximumSegmentSize);
        if (windowShift >= 0)
        {
            rest = Add(4);
            (rest[0], rest[1], rest[2], rest[3]) = ((byte)TcpOptionKind.NoOperation, (byte)TcpOptionKind.WindowScale, 3, (byte)windowShift);
        }

        if (sackPermitted)
        {
            rest = Add(4);
            rest[..2].Fill((byte)TcpOptionKind.NoOperation);
            (rest[2], rest[3]) = ((byte)TcpOptionKind.SelectiveAcknowledgmentPermitted, 2);
        }
    }

    /// <summary>Adds timestamps.</summary>
    public void AddTimestamps(uint value, uint echo)
    {
        var rest = Add(12);
        rest[..2].Fill((byte)TcpOptionKind.NoOperation);
        (rest[2], rest[3]) = ((byte)TcpOptionKind.Timestamps, 10);
        BinaryPrimitives.WriteUInt32BigEndian(rest[4..], value);
        BinaryPrimitives.WriteUInt32BigEndian(rest[8..], echo);
    }

    /// <summary>How many ranges of a selective acknowledgment there is room for.</summary>
    public int SackRoom => (_options.Length - OptionLength - 4) / 8;

    /// <summary>Adds a selective acknowledgment.</summary>
    public void AddSacks(in SackBlocks blocks)
    {
        var rest = Add(4 + (8 * blocks.Count));
        rest[..2].Fill((byte)TcpOptionKind.NoOperation);
        (rest[2], rest[3]) = ((byte)TcpOptionKind.SelectiveAcknowledgment, (byte)(2 + (8 * blocks.Count)));
        for (var index = 0; index < blocks.Count; index++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(rest[(4 + (8 * index))..], blocks[index].Start.Value);
            BinaryPrimitives.WriteUInt32BigEndian(rest[(8 + (8 * index))..], blocks[index].End.Value);
        }
    }

    /// <summary>Where the payload has to lie.</summary>
    public int PayloadOffset => HeaderLength + OptionLength;

    /// <summary>Writes both headers.</summary>
    /// <param name="packet">The payload is in it at <see cref="PayloadOffset"/>.</param>
    /// <param name="name">Who sends it to whom.</param>
    /// <param name="header">The header; ports and options are filled in here.</param>
    /// <param name="payloadLength">The bytes of payload.</param>
    /// <returns>The length of the packet.</returns>
    public int Write(Span<byte> packet, in ConnectionName name, TcpHeader header, int payloadLength)
    {
        var length = PayloadOffset + payloadLength;
        var ip = new Ipv4Header
        {
            Identification = _identification++,
            Protocol = TransportChecksum.Tcp,
            Source = name.Local.Address,
            Destination = name.Remote.Address,
        };
        ip.WriteTo(packet, length - Ipv4Packet.MinHeaderLength);
        header = header with
        {
            SourcePort = (ushort)name.Local.Port,
            DestinationPort = (ushort)name.Remote.Port,
            Options = _options.AsMemory(0, OptionLength),
        };
        header.WriteTo(packet[Ipv4Packet.MinHeaderLength..], name.Local.Address, name.Remote.Address, packet[PayloadOffset..length]);
        return length;
    }

    private Span<byte> Add(int length)
    {
        var added = _options.AsSpan(OptionLength, length);
        OptionLength += length;
        return added;
    }
}
