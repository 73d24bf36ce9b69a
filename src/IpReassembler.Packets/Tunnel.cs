using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace IpReassembler.Packets;

/// <summary>Finds the packet that another packet carries, where protocol or port says that it carries one.</summary>
public static class Tunnel
{
    /// <summary>The most tunnels inside one another that are opened; a frame can hold thousands of headers.</summary>
    public const int MaxDepth = 16;

    internal const byte Gre = 47;
    internal const int GtpUserPort = 2152;

    private const byte Ipv4InIp = 4;
    private const byte Ipv6InIp = 41;
    private const int VxlanPort = 4789;
    private const int GenevePort = 6081;
    private const ulong TunnelProtocols = (1UL << Ipv4InIp) | (1UL << Ipv6InIp) | (1UL << Gre);

    /// <summary>Whether a packet may carry another: a quick look that nearly every other packet fails.</summary>
    /// <param name="packet">A packet of either version, whole or not, good or not.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool MayBeIn(scoped in IpPacket packet)
    {
        var bytes = packet.Bytes;
        if (packet.Version != IpVersion.V4)
        {
            return true;
        }

        if (bytes.Length < Ipv4Packet.MinHeaderLength)
        {
            return false;
        }

        var protocol = bytes[9];
        if (protocol != TransportChecksum.Udp)
        {
            return protocol < 64 && (TunnelProtocols >> protocol & 1) != 0;
        }

        var portAt = ((bytes[0] & 0xf) * 4) + 2;
        return portAt + 2 <= bytes.Length && IsTunnelPort(BinaryPrimitives.ReadUInt16BigEndian(bytes[portAt..]));
    }

    /// <summary>Opens the tunnel that a whole packet is part of.</summary>
    /// <param name="packet">The packet; a fragment has none, because what it carries is in pieces too.</param>
    /// <param name="inner">The packet inside, over the same bytes, of the same frame, one deeper. Its <see cref="IpPacket.Tunnel"/> is still that of the outer one.</param>
    /// <param name="name">The tunnel.</param>
    /// <returns>False also at <see cref="MaxDepth"/>, and behind an IPv4 header checksum that is wrong: no host would open it.</returns>
    public static bool TryOpen(scoped in IpPacket packet, out IpPacket inner, out TunnelName name)
    {
        inner = default;
        name = default;
        if (packet.Depth >= MaxDepth || !TryGetPayload(packet, out var protocol, out var payload, out name))
        {
            return false;
        }

        var cursor = new LinkCursor(payload) { Vlans = packet.Vlans };
        var (kind, key) = (TunnelKind.IpInIp, 0u);
        var defect = protocol switch
        {
            Ipv4InIp => cursor.Announce(IpVersion.V4),
            Ipv6InIp => cursor.Announce(IpVersion.V6),
            Gre => GreTunnel.Read(ref cursor, out kind, out key),
            TransportChecksum.Udp => ReadUdp(ref cursor, out kind, out key),
            _ => PacketDefect.NotIp,
        };
        if (defect is not PacketDefect.None || LinkLayer.ConfirmVersion(ref cursor) is not PacketDefect.None)
        {
            return false;
        }

        name = name with { Kind = kind, Key = key };
        inner = packet with { Bytes = cursor.Rest, Version = cursor.Announced, Vlans = cursor.Vlans, Depth = packet.Depth + 1 };
        return true;
    }

    private static bool TryGetPayload(scoped in IpPacket packet, out byte protocol, out ReadOnlySpan<byte> payload, out TunnelName name)
    {
        (protocol, name) = (0, default);
        payload = default;
        if (packet.Version == IpVersion.V4)
        {
            if (!Ipv4Packet.TryParse(packet.Bytes, out var ip, out _) || ip.IsFragment || ip.HeaderChecksumState == ChecksumState.Bad)
            {
                return false;
            }

            (protocol, name) = (ip.Protocol, new TunnelName(default, ip.Source, ip.Destination, 0, packet.Tunnel));
            payload = ip.Payload;
            return true;
        }

        if (!Ipv6Packet.TryParse(packet.Bytes, out var ip6, out _) || ip6.IsFragment)
        {
            return false;
        }

        (protocol, name) = (ip6.Protocol, new TunnelName(default, ip6.Source, ip6.Destination, 0, packet.Tunnel));
        payload = ip6.Payload;
        return true;
    }

    private static PacketDefect ReadUdp(ref LinkCursor cursor, out TunnelKind kind, out uint key)
    {
        (kind, key) = (default, 0);
        if (!UdpDatagram.TryParse(cursor.Rest, out var datagram, out var defect))
        {
            return defect;
        }

        cursor.Rest = datagram.Payload;
        switch (datagram.DestinationPort)
        {
            case VxlanPort:
                kind = TunnelKind.Vxlan;
                return UdpTunnels.ReadVxlan(ref cursor, out key);
            case GenevePort:
                kind = TunnelKind.Geneve;
                return UdpTunnels.ReadGeneve(ref cursor, out key);
            case GtpUserPort:
                kind = TunnelKind.GtpU;
                return UdpTunnels.ReadGtp(ref cursor, out key);
            default:
                return PacketDefect.NotIp;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsTunnelPort(int port) => port is VxlanPort or GenevePort or GtpUserPort;
}
