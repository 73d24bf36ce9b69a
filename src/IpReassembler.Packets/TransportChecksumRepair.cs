using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>Makes the checksum of a transport right, as the hardware of a sender does that its kernel left it to.</summary>
public static class TransportChecksumRepair
{
    private const int UdpLengthAt = 4;

    /// <summary>Writes the right checksum of UDP, TCP or ICMP into the payload, if there is a wrong one.</summary>
    /// <param name="header">The header of a whole packet, not of a fragment.</param>
    /// <param name="payload">All of its payload.</param>
    /// <returns>Whether there was a wrong one. What cannot be verified, or says that it has none, stays as it is.</returns>
    public static bool Repair(in Ipv4Packet header, Span<byte> payload)
    {
        return TransportChecksum.Verify(header, payload) is ChecksumState.Bad or ChecksumState.Offloaded
            && Write(header.Protocol, header.Source, header.FinalDestination, payload);
    }

    /// <summary>Writes the right checksum of UDP, TCP or ICMP for IPv6 into the payload, if there is a wrong one.</summary>
    /// <param name="header">The headers of a whole packet, not of a fragment.</param>
    /// <param name="payload">All that follows them.</param>
    /// <returns>As for IPv4.</returns>
    public static bool Repair(in Ipv6Packet header, Span<byte> payload) =>
        TransportChecksum.Verify(header, payload) is ChecksumState.Bad or ChecksumState.Offloaded
        && Write(header.Protocol, header.Source, header.FinalDestination, payload);

    /// <summary>Writes the checksum, whatever was there.</summary>
    internal static bool Write(byte protocol, IpAddress source, IpAddress destination, Span<byte> payload)
    {
        var isUdp = protocol == TransportChecksum.Udp;
        var covered = isUdp ? payload[..BinaryPrimitives.ReadUInt16BigEndian(payload[UdpLengthAt..])] : payload;
        var field = covered[(protocol switch
        {
            TransportChecksum.Udp => TransportChecksum.UdpChecksumAt,
            TransportChecksum.Tcp => TransportChecksum.TcpChecksumAt,
            _ => TransportChecksum.IcmpChecksumAt,
        })..];
        var pseudoHeader = protocol == TransportChecksum.Icmp ? 0 : InternetChecksum.PseudoHeader(source, destination, protocol, covered.Length);
        BinaryPrimitives.WriteUInt16BigEndian(field, 0);
        var checksum = (ushort)~InternetChecksum.Fold(InternetChecksum.Add(pseudoHeader, covered));
        // 0 would say that there is no checksum (RFC 768).
        BinaryPrimitives.WriteUInt16BigEndian(field, isUdp && checksum == 0 ? ushort.MaxValue : checksum);
        return true;
    }
}
