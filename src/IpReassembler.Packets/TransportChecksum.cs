using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>Tells whether a whole IP payload agrees with the checksum of its transport: the only witness that a datagram was spliced from two (RFC 4963).</summary>
public static class TransportChecksum
{
    /// <summary>The protocol number of ICMP.</summary>
    public const byte Icmp = 1;

    /// <summary>The protocol number of TCP.</summary>
    public const byte Tcp = 6;

    /// <summary>The protocol number of UDP.</summary>
    public const byte Udp = 17;

    /// <summary>The protocol number of ICMP for IPv6.</summary>
    public const byte IcmpV6 = 58;

    /// <summary>Where the checksum stands in a TCP segment.</summary>
    internal const int TcpChecksumAt = 16;

    /// <summary>Where the checksum stands in a UDP datagram.</summary>
    internal const int UdpChecksumAt = 6;

    /// <summary>Where the checksum stands in an ICMP message.</summary>
    internal const int IcmpChecksumAt = 2;

    /// <summary>Checks the payload of an unfragmented packet or a rebuilt datagram, all of which is there.</summary>
    /// <param name="protocol">The transport.</param>
    /// <param name="source">The sender.</param>
    /// <param name="destination">The receiver that the checksum covers.</param>
    /// <param name="payload">The whole IP payload.</param>
    public static ChecksumState Verify(byte protocol, IpAddress source, IpAddress destination, ReadOnlySpan<byte> payload) => protocol switch
    {
        Udp => VerifyUdp(source, destination, payload),
        Tcp when payload.Length >= TcpSegment.MinHeaderLength =>
            Judge(InternetChecksum.PseudoHeader(source, destination, Tcp, payload.Length), payload, TcpChecksumAt),
        // ICMP has no pseudo-header (RFC 792); that of IPv6 has one (RFC 4443 section 2.3).
        Icmp when payload.Length >= IcmpMessage.HeaderLength && IsAssigned(payload[0]) =>
            InternetChecksum.Sum(payload) == ushort.MaxValue ? ChecksumState.Ok : ChecksumState.Bad,
        IcmpV6 when source.Version == IpVersion.V6 && payload.Length > IcmpChecksumAt + 1 =>
            Judge(InternetChecksum.PseudoHeader(source, destination, IcmpV6, payload.Length), payload, IcmpChecksumAt),
        _ => ChecksumState.Unchecked,
    };

    /// <summary>Checks the payload of an unfragmented IPv4 packet or a rebuilt datagram, all of which is there.</summary>
    /// <remarks>
    /// While a source route is under way TCP's checksum covers the last stop (RFC 1122 section 4.1.3.4), and of UDP's
    /// senders think differently: either is as good.
    /// </remarks>
    /// <param name="header">The packet whose header names protocol, sender, receiver and route.</param>
    /// <param name="payload">The whole IP payload.</param>
    public static ChecksumState Verify(in Ipv4Packet header, ReadOnlySpan<byte> payload)
    {
        var state = Verify(header.Protocol, header.Source, header.Destination, payload);
        return state == ChecksumState.Bad && header.FinalDestination is var last && last != header.Destination
            ? Verify(header.Protocol, header.Source, last, payload)
            : state;
    }

    /// <summary>Checks the payload of an IPv6 packet that is not a fragment, or of a rebuilt datagram, all of which is there.</summary>
    /// <remarks>The checksum covers the last stop of a routing header that is under way (RFC 8200 section 8.1).</remarks>
    /// <param name="header">The packet whose headers name protocol, sender, receiver and stops.</param>
    /// <param name="payload">All that follows its headers.</param>
    public static ChecksumState Verify(in Ipv6Packet header, ReadOnlySpan<byte> payload) =>
        Verify(header.Protocol, header.Source, header.FinalDestination, payload);

    private static ChecksumState VerifyUdp(IpAddress source, IpAddress destination, ReadOnlySpan<byte> payload)
    {
        // A length below 8 leaves nothing that the checksum could be held against.
        if (!UdpDatagram.TryParse(payload, out var datagram, out _))
        {
            return ChecksumState.Unchecked;
        }

        // 0 is the sender's word that there is none (RFC 768), over IPv6 too where tunnels may say it (RFC 6935).
        if (datagram.Checksum == 0)
        {
            return ChecksumState.Unchecked;
        }

        // A length beyond the payload covers bytes that are not here; one below it leaves the rest of the payload out of the sum.
        return datagram.IsCutShort
            ? ChecksumState.Unverifiable
            : Judge(InternetChecksum.PseudoHeader(source, destination, Udp, datagram.Length), datagram.Bytes, UdpChecksumAt);
    }

    /// <summary>Compares the sum of everything with all ones, and the field with what a kernel leaves there for the hardware to go on from.</summary>
    private static ChecksumState Judge(ulong pseudoHeader, ReadOnlySpan<byte> covered, int checksumAt) =>
        InternetChecksum.Fold(InternetChecksum.Add(pseudoHeader, covered)) == ushort.MaxValue ? ChecksumState.Ok
        : BinaryPrimitives.ReadUInt16BigEndian(covered[checksumAt..]) == InternetChecksum.Fold(pseudoHeader) ? ChecksumState.Offloaded
        : ChecksumState.Bad;

    /// <summary>Whether IANA gave the type to a message or to experiments. Behind another one nothing says that there is a checksum at all.</summary>
    private static bool IsAssigned(byte icmpType) => icmpType is 0 or (>= 3 and <= 6) or (>= 8 and <= 18) or (>= 30 and <= 43) or 253 or 254;
}
