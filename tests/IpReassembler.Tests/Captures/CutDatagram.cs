using IpReassembler.Packets;

namespace IpReassembler.Tests.Captures;

/// <summary>A datagram that is cut as senders do.</summary>
internal sealed record CutDatagram(string Source, string Destination, byte Protocol, int Identification, byte[] Payload)
{
    /// <summary>What an Ethernet of 1,500 bytes leaves after an IPv4 header without options.</summary>
    public const int UsualPiece = 1480;

    /// <summary>UDP from port 4000 to port 5000, with a right checksum.</summary>
    public static CutDatagram Udp(string source, string destination, int identification, byte[] data)
    {
        var payload = new byte[UdpHeader.Length + data.Length];
        new UdpHeader(4000, 5000).WriteTo(payload, IpAddress.Parse(source), IpAddress.Parse(destination), data);
        data.CopyTo(payload, UdpHeader.Length);
        return new CutDatagram(source, destination, TransportChecksum.Udp, identification, payload);
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

    private byte[] Range(int start, int end)
    {
        var header = new Ipv4Header
        {
            Source = IpAddress.Parse(Source),
            Destination = IpAddress.Parse(Destination),
            Protocol = Protocol,
            Identification = (ushort)Identification,
            Offset = new FragmentOffset((ushort)(start / 8)),
            MoreFragments = end < Payload.Length,
        };
        var packet = new byte[header.Length + end - start];
        header.WriteTo(packet, end - start);
        Payload.AsSpan(start, end - start).CopyTo(packet.AsSpan(header.Length));
        return packet;
    }
}
