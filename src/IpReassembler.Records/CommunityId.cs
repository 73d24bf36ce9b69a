using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>Names flows as Zeek, Suricata, Wireshark and others do, so that what they say of one can be put side by side: Community ID, version 1, seed 0.</summary>
/// <remarks>
/// SHA-1 over seed, addresses, protocol, a zero and ports, in base64. Both directions have one name: the smaller end comes first. ICMP has type and
/// code for ports, or, for a request and its reply, the two types; what has no counterpart has one direction. It names, it protects nothing.
/// </remarks>
public static class CommunityId
{
    private const byte Icmp = 1, Tcp = 6, Udp = 17, IcmpV6 = 58, Sctp = 132;

    // Requests and what answers them, each way: RFC 792, RFC 950, RFC 1256.
    private static readonly (byte, byte)[] Pairs = [(8, 0), (13, 14), (15, 16), (10, 9), (17, 18)];

    // RFC 4443, RFC 2710, RFC 4861, RFC 4620, RFC 6275.
    private static readonly (byte, byte)[] PairsV6 = [(128, 129), (130, 131), (133, 134), (135, 136), (139, 140), (144, 145)];

    /// <summary>The name of a datagram's flow; null when the ports that are part of it never came.</summary>
    public static string? Of(DatagramRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Of(record.Key, record.Transport ?? record.Protocol, (record.SourcePort, record.DestinationPort), (record.IcmpType, record.IcmpCode));
    }

    /// <summary>The same of a datagram whose record may be open: null as long as its ports have not come.</summary>
    public static string? Of(Datagram datagram)
    {
        ArgumentNullException.ThrowIfNull(datagram);
        return Of(datagram.Key, datagram.Transport ?? datagram.Protocol, (datagram.SourcePort, datagram.DestinationPort), (datagram.IcmpType, datagram.IcmpCode));
    }

    /// <summary>The name of a flow with ports, whichever direction it is seen in.</summary>
    public static string Of(IpAddress source, IpAddress destination, byte protocol, int sourcePort, int destinationPort) =>
        Name(source, destination, protocol, ((ushort)sourcePort, (ushort)destinationPort), isTwoWay: true);

    /// <summary>The name of a flow of ICMP messages.</summary>
    public static string OfIcmp(IpAddress source, IpAddress destination, byte protocol, byte type, byte code)
    {
        foreach (var (request, reply) in protocol == IcmpV6 ? PairsV6 : Pairs)
        {
            if (type == request || type == reply)
            {
                return Name(source, destination, protocol, (type, type == request ? reply : request), isTwoWay: true);
            }
        }

        return Name(source, destination, protocol, (type, code), isTwoWay: false);
    }

    private static string? Of(DatagramKey key, byte protocol, (int? Source, int? Destination) ports, (byte? Type, byte? Code) icmp) => (ports, icmp) switch
    {
        (({ } from, { } to), _) => Of(key.Source, key.Destination, protocol, from, to),
        (_, ({ } type, { } code)) => OfIcmp(key.Source, key.Destination, protocol, type, code),
        _ when protocol is Tcp or Udp or Sctp or Icmp or IcmpV6 || (key.Version == IpVersion.V6 && Ipv6NextHeader.IsExtension(protocol)) => null,
        _ => Name(key.Source, key.Destination, protocol, null, isTwoWay: true),
    };

    [SuppressMessage("Security", "CA5350", Justification = "The specification asks for SHA-1, and nothing is protected by it.")]
    private static string Name(IpAddress source, IpAddress destination, byte protocol, (ushort Source, ushort Destination)? ports, bool isTwoWay)
    {
        if (isTwoWay && (source.High, source.Low, ports?.Source ?? 0).CompareTo((destination.High, destination.Low, ports?.Destination ?? 0)) > 0)
        {
            (source, destination) = (destination, source);
            ports = ports is { } known ? (known.Destination, known.Source) : null;
        }

        Span<byte> text = stackalloc byte[2 + 16 + 16 + 2 + 4];
        text.Clear();
        var length = 2;
        length += source.WriteTo(text[length..]);
        length += destination.WriteTo(text[length..]);
        text[length] = protocol;
        length += 2;
        if (ports is { } both)
        {
            BinaryPrimitives.WriteUInt16BigEndian(text[length..], both.Source);
            BinaryPrimitives.WriteUInt16BigEndian(text[(length + 2)..], both.Destination);
            length += 4;
        }

        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(text[..length], hash);
        return "1:" + Convert.ToBase64String(hash);
    }
}
