using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>Gives an IPv4 packet another destination and mends the checksums that cover it, in place.</summary>
/// <remarks>
/// Checksums are changed by the difference (RFC 1624), not made anew: a wrong one stays as wrong as it was, and the first fragment of a
/// datagram, which has the transport checksum but not all the bytes under it, comes out right.
/// </remarks>
public static class DestinationRewrite
{
    private const int HeaderChecksumAt = 10;
    private const int DestinationAt = 16;
    private const int Tcp = 6, Udp = 17;

    /// <summary>Rewrites the packet.</summary>
    /// <param name="packet">The packet from its IP header on.</param>
    /// <param name="destination">The IPv4 address it shall go to.</param>
    /// <returns>Whether the bytes were an IPv4 packet; otherwise they are as they were.</returns>
    public static bool TryApply(Span<byte> packet, IpAddress destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Version, IpVersion.V4, nameof(destination));
        if (!Ipv4Packet.TryParse(packet, out var ip, out _))
        {
            return false;
        }

        var (before, after) = ((uint)ip.Destination.Low, (uint)destination.Low);
        var checksumAt = ip.HeaderLength + TransportChecksumAt(ip);
        var hasTransportChecksum = checksumAt > ip.HeaderLength && checksumAt + 2 <= packet.Length;
        BinaryPrimitives.WriteUInt32BigEndian(packet[DestinationAt..], after);
        Update(packet[HeaderChecksumAt..], before, after);
        if (hasTransportChecksum)
        {
            var field = packet[checksumAt..];
            // RFC 768: a UDP checksum of 0 says that there is none, and a sum of 0 is sent as 0xFFFF.
            var isUdp = packet[9] == Udp;
            if (!isUdp || BinaryPrimitives.ReadUInt16BigEndian(field) != 0)
            {
                Update(field, before, after);
                if (isUdp && BinaryPrimitives.ReadUInt16BigEndian(field) == 0)
                {
                    BinaryPrimitives.WriteUInt16BigEndian(field, 0xFFFF);
                }
            }
        }

        return true;
    }

    // Where the checksum that covers the addresses stands in the payload; 0 where there is none, as in all but the first fragment.
    private static int TransportChecksumAt(in Ipv4Packet ip) => ip.Offset.Bytes > 0 ? 0 : ip.Protocol switch { Tcp => 16, Udp => 6, _ => 0 };

    // RFC 1624 section 3, equation 3: HC' = ~(~HC + ~m + m'), for both halves of the address.
    private static void Update(Span<byte> field, uint before, uint after)
    {
        var sum = (uint)(ushort)~BinaryPrimitives.ReadUInt16BigEndian(field);
        sum += (ushort)~(before >> 16) + (uint)(ushort)~before + (after >> 16) + (ushort)after;
        sum = (sum & 0xFFFF) + (sum >> 16);
        sum = (sum & 0xFFFF) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(field, (ushort)~sum);
    }
}
