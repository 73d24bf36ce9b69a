using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class TunnelTests
{
    private static readonly byte[] Inside = Bytes.Ipv4(Bytes.Counting(24), protocol: 253);
    private static readonly byte[] Inside6 = Bytes.Ipv6(new Ipv6Header { Protocol = 253 }, Bytes.Counting(24));
    private static readonly byte[] EthernetVlan = Bytes.Hex("0200 00000002 0200 00000001 8100 0007 86dd");

    private const byte Gre = 47;
    private const byte Udp = 17;

    public static TheoryData<string, byte, string, TunnelKind, uint> Headers() => new()
    {
        { "IPIP", 4, "", TunnelKind.IpInIp, 0 },
        { "GRE", Gre, "0000 0800", TunnelKind.Gre, 0 },
        { "GRE with checksum", Gre, "8000 0800 12340000", TunnelKind.Gre, 0 },
        { "GRE with key", Gre, "2000 0800 deadbeef", TunnelKind.Gre, 0xdeadbeef },
        { "GRE with sequence", Gre, "1000 0800 00000009", TunnelKind.Gre, 0 },
        { "GRE with all three", Gre, "b000 0800 12340000 deadbeef 00000009", TunnelKind.Gre, 0xdeadbeef },
        { "GRE with PPP", Gre, "0000 880b ff03 0021", TunnelKind.Gre, 0 },
        { "PPTP", Gre, "2001 880b 00200007 21", TunnelKind.Gre, 7 },
        { "PPTP with sequence and acknowledgment", Gre, "3081 880b 00200007 00000001 00000002 ff03 0021", TunnelKind.Gre, 7 },
        { "GRE with Ethernet", Gre, "0000 6558 020000000002 020000000001 0800", TunnelKind.Gre, 0 },
        { "GRE with a label", Gre, "0000 8847 0001 2140", TunnelKind.Gre, 0 },
        { "VXLAN", Udp, "1000 12b5 0000 0000" + "08 000000 00002a 00" + "020000000002 020000000001 0800", TunnelKind.Vxlan, 42 },
        { "Geneve with Ethernet", Udp, "1000 17c1 0000 0000" + "00 00 6558 00002a 00" + "020000000002 020000000001 0800", TunnelKind.Geneve, 42 },
        { "Geneve with options and IP", Udp, "1000 17c1 0000 0000" + "02 40 0800 00002a 00" + "0102 80 01 01020304", TunnelKind.Geneve, 42 },
        { "GTP-U", Udp, "0868 0868 0000 0000" + "30 ff 002c 00000005", TunnelKind.GtpU, 5 },
        { "GTP-U with sequence", Udp, "0868 0868 0000 0000" + "32 ff 0030 00000005 0001 00 00", TunnelKind.GtpU, 5 },
        { "GTP-U with extensions", Udp, "0868 0868 0000 0000" + "34 ff 0038 00000005 0000 00 85" + "01 0009 85" + "01 0009 00", TunnelKind.GtpU, 5 },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void Opens_what_is_put_in(string what, byte protocol, string header, TunnelKind kind, uint key)
    {
        Assert.True(TryOpen(protocol, [.. Bytes.Hex(header), .. Inside], out var inner, out var name), what);
        Assert.Equal(Convert.ToHexString(Inside), inner);
        Assert.Equal(new TunnelName(kind, Bytes.Alice, Bytes.Bob, key, 3), name);
    }

    [Theory]
    [MemberData(nameof(Headers))]
    public void Every_prefix_is_refused_or_holds_a_prefix(string what, byte protocol, string header, TunnelKind kind, uint key)
    {
        byte[] whole = [.. Bytes.Hex(header), .. Inside];
        for (var length = 0; length < whole.Length; length++)
        {
            // The packet says how long it is, and the capture kept less.
            var isOpened = TryOpen(protocol, whole, out var inner, out var name, captured: 20 + length);
            Assert.Equal(length > whole.Length - Inside.Length, isOpened);
            if (isOpened)
            {
                Assert.True(Convert.ToHexString(Inside).StartsWith(inner, StringComparison.Ordinal), what);
                Assert.Equal((kind, key), (name.Kind, name.Key));
            }
        }
    }

    [Fact]
    public void Both_versions_carry_both()
    {
        foreach (var (protocol, packet) in new[] { ((byte)4, Inside), ((byte)41, Inside6) })
        {
            Assert.True(TryOpen(protocol, packet, out var inner, out _));
            Assert.Equal(Convert.ToHexString(packet), inner);

            // Behind extension headers too, and behind an atomic fragment's.
            byte[] options = [44, 0, 1, 4, 0, 0, 0, 0, protocol, 0, 0, 0, 0, 0, 0, 1];
            var outer = new IpPacket { Bytes = Bytes.Ipv6(new Ipv6Header { Protocol = 60 }, [.. options, .. packet]), Version = IpVersion.V6 };
            Assert.True(Tunnel.MayBeIn(outer));
            Assert.True(Tunnel.TryOpen(outer, out var opened, out _));
            Assert.Equal(packet, opened.Bytes);
            Assert.Equal((IpVersion)(packet[0] >> 4), opened.Version);
        }
    }

    [Fact]
    public void The_packet_inside_knows_where_it_was()
    {
        var outer = new IpPacket
        {
            Bytes = Bytes.Ipv4([.. Bytes.Hex("0000 6558"), .. EthernetVlan, .. Inside6], Gre),
            Version = IpVersion.V4, FrameNumber = 12, Timestamp = new Timestamp(5), Interface = 2, Depth = 1, Tunnel = 9, Vlans = VlanTags.None.With(100),
        };
        Assert.True(Tunnel.TryOpen(outer, out var inner, out _));
        Assert.Equal((IpVersion.V6, 12, 5L, 2, 2, 9u), (inner.Version, inner.FrameNumber, inner.Timestamp.Nanoseconds, inner.Interface, inner.Depth, inner.Tunnel));
        Assert.Equal("100.7", inner.Vlans.ToString());
    }

    [Theory]
    [InlineData("no tunnel", 6, "00")]
    [InlineData("another version than the protocol says", 41, "")]
    [InlineData("nothing", 4, null)]
    [InlineData("GRE that routes", 47, "4000 0800 00000000")]
    [InlineData("GRE of a version nobody knows", 47, "0002 0800")]
    [InlineData("PPTP with anything but PPP", 47, "2001 0800 00200007")]
    [InlineData("PPTP without a key", 47, "0001 880b 21")]
    [InlineData("PPTP with a checksum", 47, "a001 880b 12340000 00200007 21")]
    [InlineData("GRE with a length for a protocol", 47, "0000 0040 aaaa03 000000 0800")]
    [InlineData("GRE with ARP", 47, "0000 0806")]
    [InlineData("PPP that negotiates", 47, "0000 880b ff03 c021")]
    [InlineData("another port", 17, "1000 1234 0000 0000")]
    [InlineData("VXLAN without a network", 17, "1000 12b5 0000 0000 00 000000 00002a 00 020000000002 020000000001 0800")]
    [InlineData("Geneve of another version", 17, "1000 17c1 0000 0000 40 00 0800 00002a 00")]
    [InlineData("GTP that echoes", 17, "0868 0868 0000 0000 32 01 0030 00000005 0001 00 00")]
    [InlineData("GTP' ", 17, "0868 0868 0000 0000 20 ff 002c 00000005")]
    [InlineData("GTP-U with an empty extension", 17, "0868 0868 0000 0000 34 ff 0034 00000005 0000 00 85 00 0009 85")]
    [InlineData("UDP that is shorter than its header", 17, "1000 12b5 0007 0000 08 000000 00002a 00 020000000002 020000000001 0800")]
    public void Leaves_alone(string what, byte protocol, string? header)
    {
        byte[] payload = header is null ? [] : [.. Bytes.Hex(header), .. Inside];
        Assert.False(TryOpen(protocol, payload, out _, out _, keepUdpLength: what.StartsWith("UDP", StringComparison.Ordinal)), what);
    }

    [Fact]
    public void What_is_in_pieces_or_damaged_is_not_opened()
    {
        var header = new Ipv4Header { Protocol = 4, MoreFragments = true };
        Assert.False(Tunnel.TryOpen(new IpPacket { Bytes = Bytes.Ipv4(header, Inside), Version = IpVersion.V4 }, out _, out _));
        var header6 = new Ipv6Header { Protocol = 4, IsFragment = true, MoreFragments = true };
        Assert.False(Tunnel.TryOpen(new IpPacket { Bytes = Bytes.Ipv6(header6, Inside), Version = IpVersion.V6 }, out _, out _));

        var bytes = Bytes.Ipv4(Inside, protocol: 4);
        bytes[10] ^= 1;
        Assert.False(Tunnel.TryOpen(new IpPacket { Bytes = bytes, Version = IpVersion.V4 }, out _, out _));
    }

    [Fact]
    public void Opens_only_so_many()
    {
        var bytes = Inside;
        while (bytes.Length + 20 <= 65_535)
        {
            bytes = Bytes.Ipv4(bytes, protocol: 4);
        }

        var packet = new IpPacket { Bytes = bytes, Version = IpVersion.V4 };
        while (Tunnel.TryOpen(packet, out var inner, out _))
        {
            Assert.Equal(packet.Depth + 1, inner.Depth);
            packet = inner;
        }

        Assert.Equal(Tunnel.MaxDepth, packet.Depth);
    }

    [Fact]
    public void Nothing_that_may_come_is_read_beyond_its_end()
    {
        byte[] protocols = [4, 41, 47, 17];
        string[] ports = ["100012b5", "100017c1", "08680868"];
        var random = new Random(9);
        for (var round = 0; round < 30_000; round++)
        {
            var payload = Bytes.Random(round, random.Next(120));
            Bytes.Hex(ports[round % 3] + "0000").AsSpan(0, Math.Min(6, payload.Length)).CopyTo(payload);
            _ = TryOpen(protocols[random.Next(4)], payload, out _, out _);
        }
    }

    private static bool TryOpen(byte protocol, byte[] payload, out string inner, out TunnelName name, int? captured = null, bool keepUdpLength = false)
    {
        if (protocol == Udp && payload.Length >= 8 && !keepUdpLength)
        {
            (payload[4], payload[5]) = ((byte)(payload.Length >> 8), (byte)payload.Length);
        }

        var bytes = Bytes.Ipv4(payload, protocol);
        var packet = new IpPacket { Bytes = captured is { } length ? bytes.AsSpan(0, length) : bytes, Version = IpVersion.V4, Tunnel = 3 };
        var isOpened = Tunnel.TryOpen(packet, out var opened, out name);
        Assert.True(Tunnel.MayBeIn(packet) || !isOpened, "the quick look passes whatever can be opened");
        inner = Convert.ToHexString(opened.Bytes);
        return isOpened;
    }
}
