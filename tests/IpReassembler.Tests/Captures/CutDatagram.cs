using IpReassembler.Packets;

namespace IpReassembler.Tests.Captures;

/// <summary>A datagram to be cut by hand: any range of its payload becomes a packet, also ranges no honest sender would choose.</summary>
internal sealed record CutDatagram(string Source, string Destination, byte Protocol, int Identification, byte[] Payload)
{
    /// <summary>What an Ethernet of 1,500 bytes leaves after an IPv4 header without options.</summary>
    public const int UsualPiece = 1480;

    /// <summary>Options of the piece at offset 0, padded to a multiple of four.</summary>
    public byte[] FirstOptions { get; init; } = [];

    /// <summary>Options of the other pieces: those whose "copied" bit is set (RFC 791 section 3.1).</summary>
    public byte[] LaterOptions { get; init; } = [];

    public int PieceCount => (Payload.Length + UsualPiece - 1) / UsualPiece;

    /// <summary>UDP from port 4000 to port 5000, with a right checksum.</summary>
    public static CutDatagram Udp(string source, string destination, int identification, byte[] data)
    {
        var payload = new byte[UdpHeader.Length + data.Length];
        new UdpHeader(4000, 5000).WriteTo(payload, IpAddress.Parse(source), IpAddress.Parse(destination), data);
        data.CopyTo(payload, UdpHeader.Length);
        return new CutDatagram(source, destination, Captures.Protocol.Udp, identification, payload);
    }

    /// <summary>Piece number <paramref name="index"/> of those a sender would make, as a packet.</summary>
    public byte[] Piece(int index) => Range(index * UsualPiece, Math.Min((index + 1) * UsualPiece, Payload.Length));

    /// <summary>All pieces in order, as packets.</summary>
    public IEnumerable<byte[]> Pieces(int length = UsualPiece)
    {
        for (var start = 0; start < Payload.Length; start += length)
        {
            yield return Range(start, Math.Min(start + length, Payload.Length));
        }
    }

    /// <summary>The bytes [start, end) as a packet; more fragments follow unless it reaches the end.</summary>
    public byte[] Range(int start, int end) => Range(start, end, more: end < Payload.Length);

    /// <summary>The bytes [start, end) as a packet that may lie about what follows.</summary>
    public byte[] Range(int start, int end, bool more) =>
        Packet(start, more, Payload.AsSpan(start, end - start));

    /// <summary>A packet that carries these bytes at this offset, whatever the payload is.</summary>
    public byte[] Packet(int offset, bool more, ReadOnlySpan<byte> bytes)
    {
        var header = new Ipv4Header
        {
            Source = IpAddress.Parse(Source),
            Destination = IpAddress.Parse(Destination),
            Protocol = Protocol,
            Identification = (ushort)Identification,
            Offset = new FragmentOffset((ushort)(offset / 8)),
            MoreFragments = more,
            Options = offset == 0 ? FirstOptions : LaterOptions,
        };
        var packet = new byte[header.Length + bytes.Length];
        header.WriteTo(packet, bytes.Length);
        bytes.CopyTo(packet.AsSpan(header.Length));
        return packet;
    }
}
