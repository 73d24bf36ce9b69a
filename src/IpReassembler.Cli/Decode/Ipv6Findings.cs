using System.Buffers.Binary;
using IpReassembler.Packets;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>What is wrong with an IPv6 packet, and what is legal but strange.</summary>
internal static class Ipv6Findings
{
    /// <summary>What is wrong with the headers.</summary>
    public static string Defect(DecodedIpv6 packet) => packet.Defect switch
    {
        PacketDefect.TooShort => Invariant($"cut short: {packet.Bytes.Length} of at least 40 bytes are here"),
        PacketDefect.HeaderCutShort => CutShort(packet),
        PacketDefect.Jumbogram => $"a jumbogram (RFC 2675){JumboLength(packet)}: over the 65535 payload bytes that are read here",
        PacketDefect.HeaderChainTooLong when packet.FragmentAt > 0 => Invariant($"over {Ipv6Packet.MaxFragmentHeaderLength} bytes of headers, more than are read in front of a fragment"),
        PacketDefect.HeaderChainTooLong => Invariant($"over {Ipv6Packet.MaxExtensionHeaders} extension headers, more than are read here"),
        var other => other.ToString(),
    };

    /// <summary>What hosts may trip over.</summary>
    public static IEnumerable<string> Oddities(DecodedIpv6 packet) =>
        [.. OfChain(packet), .. OfFragment(packet), .. DecodeFindings.Piece(packet, CountedHeader(packet), "it is dropped, and answered with a parameter problem (RFC 8200 section 4.5)")];

    private static string CutShort(DecodedIpv6 packet)
    {
        foreach (var header in packet.Extensions)
        {
            if (header.IsCutShort)
            {
                var length = header.Length == 0 ? "does not say how long it is" : Invariant($"says that it has {header.Length} bytes");
                return Invariant($"cut short: the {Ipv6HeaderNames.Of(header.Number)} header at byte {header.At} {length}, and {header.Bytes.Length} are here");
            }
        }

        return "cut short";
    }

    private static string JumboLength(DecodedIpv6 packet)
    {
        foreach (var header in packet.Extensions)
        {
            foreach (var option in header.Options)
            {
                if (option is { Kind: Ipv6OptionKind.JumboPayload, IsMalformed: false })
                {
                    return Invariant($" of {BinaryPrimitives.ReadUInt32BigEndian(option.Data)} bytes");
                }
            }
        }

        return "";
    }

    private static List<string> OfChain(DecodedIpv6 packet)
    {
        var oddities = new List<string>();
        var (last, seen) = (-1, new HashSet<byte>());
        foreach (var header in packet.Extensions)
        {
            // Destination options are for every stop in front of a routing header, and for the receiver at the end.
            if (header.Number != Ipv6NextHeader.DestinationOptions)
            {
                if (!seen.Add(header.Number))
                {
                    oddities.Add($"two {Ipv6HeaderNames.Of(header.Number)} headers: each should come once (RFC 8200 section 4.1)");
                }
                else if (Place(header.Number) < last)
                {
                    oddities.Add($"the {Ipv6HeaderNames.Of(header.Number)} header stands behind one that should follow it (RFC 8200 section 4.1)");
                }

                last = Math.Max(last, Place(header.Number));
            }

            if (header.TryGetRoute(out var route) && route is { Type: Ipv6RoutingHeader.SourceRoute })
            {
                oddities.Add("a routing header of type 0: hosts refuse it (RFC 5095 section 3)");
            }

            foreach (var option in header.Options)
            {
                if (option.HasBadLength)
                {
                    oddities.Add($"an option of the {Ipv6HeaderNames.Of(header.Number)} header is longer than the header");
                }
            }
        }

        if (packet.Defect is PacketDefect.None && packet.Piece is PieceKind.Whole or PieceKind.First)
        {
            if (packet.Protocol == Ipv6NextHeader.HopByHopOptions)
            {
                oddities.Add("a hop-by-hop options header elsewhere than right behind the IPv6 header: it is not read, and answered with a parameter problem (RFC 8200 section 4.3)");
            }
            else if (packet.Protocol == Ipv6NextHeader.Fragment)
            {
                oddities.Add("a second fragment header: it is not read (RFC 8200 section 4.1: each should come once)");
            }
            else if (packet.Protocol == Ipv6NextHeader.None && packet.TransportLength > 0)
            {
                oddities.Add(Invariant($"{packet.TransportLength} bytes behind \"no next header\": they are ignored (RFC 8200 section 4.7)"));
            }
            else if (packet.Protocol == TransportChecksum.Udp && UdpDatagram.TryParse(packet.Transport, out var udp, out _) && udp.Checksum == 0)
            {
                oddities.Add("UDP without a checksum: over IPv6 only tunnels may leave it out (RFC 8200 section 8.1, RFC 6935)");
            }
        }

        if (packet.PayloadField is 0 && packet.Defect is PacketDefect.None && packet.NextHeader != Ipv6NextHeader.None)
        {
            oddities.Add("the payload length is 0, yet a next header is named");
        }

        return oddities;
    }

    private static IEnumerable<string> OfFragment(DecodedIpv6 packet)
    {
        var at = packet.FragmentAt;
        if (at == 0)
        {
            yield break;
        }

        if (packet.Field((at + 1) * 8, 8) != 0 || packet.Field((at * 8) + 29, 2) != 0)
        {
            yield return "a reserved field of the fragment header is set; it should be zero, and is ignored (RFC 8200 section 4.5)";
        }

        if (packet.IsAtomicFragment)
        {
            yield return "an atomic fragment: it is delivered by itself, whatever else has its identification (RFC 6946 section 4); nobody should send any (RFC 8021)";
        }

        if (packet is { Defect: PacketDefect.None, Piece: PieceKind.First } && packet.Payload.Length == packet.PayloadLength
            && Ipv6Transport.IsHidden((byte)packet.Field(at * 8, 8)!.Value, packet.Payload))
        {
            yield return "this first fragment ends before its headers do: receivers drop it (RFC 7112 section 5, RFC 8200 section 4.5)";
        }
    }

    // What of the headers is left when the datagram is whole, without the fixed one: its payload length counts them.
    private static int CountedHeader(DecodedIpv6 packet) =>
        packet.HeaderLength - Ipv6Packet.FixedHeaderLength - (packet.FragmentAt > 0 ? Ipv6FragmentHeader.Length : 0);

    // The order that RFC 8200 section 4.1 recommends.
    private static int Place(byte number) => number switch
    {
        Ipv6NextHeader.HopByHopOptions => 0,
        Ipv6NextHeader.Routing => 1,
        Ipv6NextHeader.Fragment => 2,
        _ => 3,
    };
}
