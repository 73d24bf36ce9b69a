using IpReassembler.Capture;
using IpReassembler.Packets;
using static IpReassembler.Packets.Duration;

namespace IpReassembler.Tests.Captures;

/// <summary>The capture about packets inside packets: more kinds of tunnels than a scenario knows.</summary>
internal static class TunnelRecipes
{
    private const string A = "192.0.2.1", B = "198.51.100.2";
    private const byte IpInIp = 4, Ipv6InIp = 41, Gre = 47;
    private const int Vxlan = 4789, Geneve = 6081, GtpUser = 2152;

    private static readonly IpAddress Entry = IpAddress.Parse("203.0.113.1");
    private static readonly IpAddress Exit = IpAddress.Parse("203.0.113.2");
    private static readonly byte[] Frame = [2, 0, 0, 0, 0, 4, 2, 0, 0, 0, 0, 3, 0x08, 0x00];

    /// <summary>A datagram in two pieces inside each kind of tunnel; and one whose pieces are carried in pieces, with the very same key outside and inside.</summary>
    public static byte[] Tunnels()
    {
        var random = new SplitMix64(1);
        var script = new CaptureScript();
        var number = 0;
        foreach (var wrap in All)
        {
            var pieces = CutDatagram.Udp(A, B, 1 + number, Data(random)).Pieces(1024);
            script.AddFrames(FromMilliseconds(10 * number++), FromMilliseconds(1), pieces.Select(piece => Ethernet(wrap(piece))));
        }

        script.AddFrames(FromMilliseconds(10 * number++), FromMilliseconds(1), Pieces(Data(random)).Select(piece => Ethernet(Outer(Ipv6InIp, piece))));
        script.AddFrames(FromMilliseconds(10 * number), FromMilliseconds(1), SameKey(Data(random)).Select(Ethernet));
        return script.ToPcapng([new CaptureInterface { Link = LinkType.Ethernet, Name = "ethernet" }]);
    }

    private static IEnumerable<Func<byte[], byte[]>> All =>
    [
        packet => Outer(IpInIp, packet),
        packet => Outer(Gre, [0x00, 0x00, 0x08, 0x00, .. packet]),
        packet => Outer(Gre, [0x30, 0x00, 0x08, 0x00, 0, 0, 0, 42, 0, 0, 0, 1, .. packet]),                     // a key and a sequence number
        packet => Outer(Gre, [0x00, 0x00, 0x65, 0x58, .. Frame, .. packet]),                                    // Ethernet
        packet => Outer(Gre, [0x30, 0x01, 0x88, 0x0b, .. Short(packet.Length + 4), 0, 42, 0, 0, 0, 1, 0xff, 0x03, 0x00, 0x21, .. packet]), // PPTP
        packet => Udp(Vxlan, [0x08, 0, 0, 0, 0, 0, 42, 0, .. Frame, .. packet]),
        packet => Udp(Geneve, [0x00, 0, 0x65, 0x58, 0, 0, 42, 0, .. Frame, .. packet]),
        packet => Udp(GtpUser, [0x30, 0xff, .. Short(packet.Length), 0, 0, 0, 42, .. packet]),
        packet => Ipv6(IpInIp, packet),
        packet => Outer(IpInIp, Outer(Gre, [0x00, 0x00, 0x86, 0xdd, .. Ipv6(IpInIp, packet)])),                // three deep
    ];

    // Each piece of the inner datagram in an outer one that is cut in two itself.
    private static IEnumerable<byte[]> SameKey(byte[] data)
    {
        var inner = new CutDatagram(A, B, Gre, 99, [0x00, 0x00, 0x08, 0x00, .. CutDatagram.Udp(A, B, 100, data).Pieces(4096).Single()]);
        foreach (var piece in inner.Pieces(1024))
        {
            foreach (var outer in new CutDatagram(A, B, Gre, 99, [0x00, 0x00, 0x08, 0x00, .. piece]).Pieces(640))
            {
                yield return outer;
            }
        }
    }

    private static List<byte[]> Pieces(byte[] data)
    {
        var header = new Ipv6Header { Source = IpAddress.Parse("2001:db8::1"), Destination = IpAddress.Parse("2001:db8::2"), Protocol = TransportChecksum.Udp, Identification = 1 };
        var payload = new byte[UdpHeader.Length + data.Length];
        new UdpHeader(4000, 5000).WriteTo(payload, header.Source, header.Destination, data);
        data.CopyTo(payload, UdpHeader.Length);
        var pieces = new List<byte[]>();
        var buffer = new byte[1280];
        for (var fragmenter = new Ipv6Fragmenter(header, payload, buffer.Length); fragmenter.TryWriteNext(buffer, out var length);)
        {
            pieces.Add(buffer[..length]);
        }

        return pieces;
    }

    private static byte[] Ethernet(byte[] packet) =>
        packet[0] >> 4 == 4 ? Framing.Ethernet(packet) : [.. Framing.Ethernet(packet)[..12], 0x86, 0xdd, .. packet];

    private static byte[] Outer(byte protocol, byte[] payload) =>
        Packets.Bytes.Ipv4(new Ipv4Header { Source = Entry, Destination = Exit, Protocol = protocol, Identification = 7 }, payload);

    private static byte[] Ipv6(byte protocol, byte[] payload) => Packets.Bytes.Ipv6(
        new Ipv6Header { Source = IpAddress.Parse("2001:db8::a"), Destination = IpAddress.Parse("2001:db8::b"), Protocol = protocol }, payload);

    private static byte[] Udp(int port, byte[] payload)
    {
        var header = new byte[UdpHeader.Length];
        new UdpHeader(49_152, (ushort)port).WriteTo(header, Entry, Exit, payload);
        return Outer(TransportChecksum.Udp, [.. header, .. payload]);
    }

    private static byte[] Data(SplitMix64 random)
    {
        var bytes = new byte[2000];
        random.Fill(bytes);
        return bytes;
    }

    private static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];
}
