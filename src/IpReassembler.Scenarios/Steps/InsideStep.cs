using System.Buffers.Binary;
using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>Puts every piece into a packet of its own that goes through a tunnel; steps behind it are about these.</summary>
internal sealed record InsideStep : PieceStep
{
    private const int VxlanPort = 4789;
    private const int GenevePort = 6081;
    private const int GtpUserPort = 2152;
    private const int EphemeralPort = 49_152;
    private const int Ipv4Type = 0x0800;
    private const int Ipv6Type = 0x86dd;
    private const int TransparentEthernet = 0x6558;

    // Locally administered addresses, as of the frames themselves.
    private static readonly byte[] Addresses = [2, 0, 0, 0, 0, 4, 2, 0, 0, 0, 0, 3];

    /// <summary>How the tunnel carries packets.</summary>
    public required TunnelKind Kind { get; init; }

    /// <summary>GRE's key, a virtual network's number, GTP-U's endpoint; null for none.</summary>
    public uint? Key { get; init; }

    /// <summary>What is said of the outer header.</summary>
    public required HeaderFields Fields { get; init; }

    /// <inheritdoc/>
    public override void Apply(PieceSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var pieces = series.PiecesOrWhole;
        Replace(series, pieces.Select((piece, number) => Wrap(piece, (series.Number * pieces.Count) + number)));
    }

    // The outer packets of one sender have identifications of their own.
    private OutgoingPacket Wrap(OutgoingPacket piece, long number)
    {
        if (piece.Depth == Tunnel.MaxDepth)
        {
            throw Wrong($"{Tunnel.MaxDepth} tunnels inside one another are the most");
        }

        var inner = new byte[piece.Length];
        piece.WriteTo(inner);
        var header = (Fields with { Protocol = ProtocolFor(piece.Header.Version) }).ToHeader(Repetition.Once with { IdentificationStep = 1 }, number);
        byte[] payload = [.. HeaderFor(piece.Header.Version, inner.Length), .. inner];
        payload = PortOf(Kind) is { } port ? [.. Udp(header, port, payload), .. payload] : payload;
        return payload.Length <= header.MaxPayload
            ? new OutgoingPacket(header, payload, piece.At) { Vlans = piece.Vlans, Trailer = piece.Trailer, Inner = piece }
            : throw Wrong($"a packet of {inner.Length} bytes does not fit into the tunnel's");
    }

    private byte ProtocolFor(IpVersion inner) => Kind switch
    {
        TunnelKind.IpInIp => (byte)(inner == IpVersion.V4 ? 4 : 41),
        TunnelKind.Gre => 47,
        _ => TransportChecksum.Udp,
    };

    private byte[] HeaderFor(IpVersion inner, int length)
    {
        var type = Be16(inner == IpVersion.V4 ? Ipv4Type : Ipv6Type);
        var key = Be32(Key ?? 0);
        return Kind switch
        {
            TunnelKind.IpInIp => [],
            TunnelKind.Gre => Key is null ? [0, 0, .. type] : [0x20, 0, .. type, .. key],
            // A network's number has 24 bits, and a byte behind them is reserved.
            TunnelKind.Vxlan => [0x08, 0, 0, 0, .. key[1..], 0, .. Addresses, .. type],
            TunnelKind.Geneve => [0, 0, .. Be16(TransparentEthernet), .. key[1..], 0, .. Addresses, .. type],
            _ => [0x30, 0xff, .. Be16(length), .. key],
        };
    }

    private static int? PortOf(TunnelKind kind) => kind switch
    {
        TunnelKind.Vxlan => VxlanPort,
        TunnelKind.Geneve => GenevePort,
        TunnelKind.GtpU => GtpUserPort,
        _ => null,
    };

    private static byte[] Udp(OutgoingHeader ip, int port, byte[] payload)
    {
        var header = new byte[UdpHeader.Length];
        new UdpHeader(EphemeralPort, (ushort)port).WriteTo(header, ip.Source, ip.Destination, payload);
        return header;
    }

    private static byte[] Be16(int value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Be32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
