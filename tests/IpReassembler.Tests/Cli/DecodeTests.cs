using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Tests.Cli.Text;
using IpReassembler.Tests.Packets;

namespace IpReassembler.Tests.Cli;

public class DecodeTests
{
    private const string Middle = "4500 05dc f6b4 20b9 4001 d9cb c0a8 0196 c0a8 0101";

    public static TheoryData<string, string> Explained => new()
    {
        { "decode-middle", Middle },
        { "decode-udp", Packet(17, "0fa0 1388 000c 0000 61626364") },
        { "decode-tcp-syn", Packet(6, "9c40 0050 00000001 00000000 a002 ffff 0000 0000 020405b4 0402 080a 00000064 00000000 01 030307") },
        { "decode-tcp-malformed", Packet(6, "9c40 0050 00000001 00000000 6010 ffff 0000 0000 02030000") },
        { "decode-icmp-error", Packet(1, "0304 0000 0000 05b4 4500 2000 f6b4 4000 4011 0000 c0000201 c6336402 0fa0 1388 1fec 0000") },
        { "decode-icmp-echo", Packet(1, "0800 f7fc 0000 0003") },
        { "decode-offloaded", "4500 0014 0001 4000 4001 0000 c0000201 e0000001" },
        { "decode-wrong-checksum", "45b9 0014 0001 0000 0011 dead ffffffff 08080808" },
        { "decode-length-zero", "4500 0000 0001 8000 4011 0000 0a000001 0a000002 0fa0 1388 0000 0000" },
        { "decode-record-route", Packet(1, "0800 0000 0001 0002", "07 0b 0c c0000201 c6336402 00000000", more: true) },
        { "decode-source-route", Packet(253, "00", "83 0b 04 c6336402 cb007109") },
        { "decode-timestamp", Packet(253, "00", "44 14 0d 31 c0000201 02932e00 c6336402 00000000", offset: 8) },
        { "decode-options", Packet(253, "00", "94 04 0000 82 0b d788 0000 0000 000000 5e 04 beef 01 00 ff") },
        { "decode-malformed-option", Packet(253, "00", "07 ff 04 00") },
        { "decode-odd", Packet(253, "00 01 02", offset: 65_528, more: true, dontFragment: true) + "0000" },
        { "decode-v6-udp", Packet6(17, "0fa0 1388 000c 0000 61626364") },
        { "decode-v6-first", Fragment6(58, "8000 dead 0001 0002 00000000 00000000", more: true) },
        { "decode-v6-middle", Fragment6(17, "0000000000000000", offset: 1448, more: true) },
        { "decode-v6-last", Fragment6(17, "00", offset: 2896) },
        { "decode-v6-atomic", Fragment6(17, "0fa0 1388 0008 0000") },
        { "decode-v6-hidden", Fragment6(60, "0600 010400000000 9c40 0050 00000001", more: true) },
        { "decode-v6-odd-fragment", "6000000000 0b 2c 00".Replace(" ", "") + "ff020000000000000000000000000001" + "20010db8000000000000000000000002" + "11 01 fffb 00000001 000102" },
        { "decode-v6-options", Packet6(17, "0fa0 1388 0008 0000", 0, "3c01 0502 0000 0401 07 3e02 beef 00 00 00" + "1100 0104 00000001") },
        { "decode-v6-routing", Packet6(6, "9c40 0050 00000001 00000000 5002 ffff 0000 0000", 43, "0002 0001 00000000 20010db8000000000000000000000009") },
        { "decode-v6-segments", Packet6(59, "", 43, "0004 0401 01000000 20010db8000000000000000000000009 20010db8000000000000000000000008") },
        { "decode-v6-authentication", Packet6(50, "00000100 00000007 deadbeef", 51, "3204 0000 00000200 00000001 0102030405060708090a0b0c") },
        { "decode-v6-too-big", Packet6(58, "0200 0000 00000500" + "600000000008 2c 40 20010db8000000000000000000000002 20010db8000000000000000000000001 11 00 0001 12345678".Replace(" ", "")) },
        { "decode-v6-none", Packet6(59, "0102") },
        { "decode-v6-order", Packet6(253, "00", 60, "2b00 010400000000" + "0000 000000000000" ) },
        { "decode-v6-jumbo", Packet6(17, "", 0, "1100 c204 00012345", payloadLength: 0) },
        { "decode-v6-malformed-option", Packet6(17, "0fa0 1388 0008 0000", 0, "1100 0509 00000000") },
        { "decode-v6-cut", "600000000030 00 40 20010db8000000000000000000000001 20010db8000000000000000000000002 1103 05020000".Replace(" ", "") },
        { "decode-v6-broken", "6ff12345 0010 11 00 fe80" },
        { "decode-broken", "4600 0014 0001 0000 4011 0000 c0000201" },
    };

    [Theory]
    [MemberData(nameof(Explained))]
    public void Explains(string name, string hex)
    {
        Golden.Check(name, output => DecodeText.Write(output, Read(hex), Style.Plain));
        Golden.Check(name + "-48", output => DecodeText.Write(output, Read(hex), new Style(false, true, 48)));
    }

    [Theory]
    [MemberData(nameof(Explained))]
    public void No_line_is_wider_than_asked_and_all_of_it_is_ascii(string name, string hex)
    {
        foreach (var width in new[] { 40, 65, 66, 80, 100, 120 })
        {
            var lines = Golden.Lines(output => DecodeText.Write(output, Read(hex), new Style(false, true, width)));
            Assert.All(lines, line => Assert.True(line.Length <= width && Ascii.IsValid(line), $"{name} at {width}: {line}"));
        }
    }

    [Theory]
    [MemberData(nameof(Explained))]
    public void Colour_adds_nothing_but_colour(string name, string hex) => Assert.True(
        Golden.Lines(output => DecodeText.Write(output, Read(hex), Style.Plain)).SequenceEqual(
            Golden.Lines(output => DecodeText.Write(output, Read(hex), Style.Plain with { Color = true })).Select(line => Regex.Replace(line, "\u001b\\[[0-9]*m", ""))),
        name);

    [Theory]
    [MemberData(nameof(Explained))]
    public void Every_prefix_is_explained(string name, string hex)
    {
        var bytes = Read(hex).Bytes;
        for (var length = 1; length <= bytes.Length; length++)
        {
            var packet = DecodedPacket.Of(bytes[..length]);
            foreach (var width in new[] { 40, 80 })
            {
                Assert.NotEmpty(Golden.Lines(output => DecodeText.Write(output, packet, new Style(false, false, width))));
            }

            using var json = JsonDocument.Parse(DecodeJson.Write(packet));
            Assert.True(packet.Defect is PacketDefect.None == (json.RootElement.GetProperty("defect").ValueKind is JsonValueKind.Null), name);
        }
    }

    [Fact]
    public void Half_an_offset_does_not_make_a_fragment() =>
        Assert.Empty(DecodeFindings.Oddities(Read("4500 0014 0001 40")));

    [Fact]
    public void Any_bytes_are_explained()
    {
        var random = new Random(791);
        for (var i = 0; i < 3000; i++)
        {
            var bytes = new byte[random.Next(1, 100)];
            random.NextBytes(bytes);
            var isV6 = i % 2 == 0;
            bytes[0] = (byte)((isV6 ? 0x60 : 0x40) | (bytes[0] & 0xf));
            if (isV6 && bytes.Length > 48)
            {
                bytes[4] = 0;
                (bytes[6], bytes[40], bytes[48]) = (Next(random), Next(random), Next(random));
            }

            bytes[Math.Min(2, bytes.Length - 1)] &= (byte)(bytes.Length > 2 ? 0 : 0xff);
            bytes[Math.Min(9, bytes.Length - 1)] = (byte)(i % 3 == 0 ? 6 : i % 3 == 1 ? 1 : 17);
            var packet = DecodedPacket.Of(bytes);
            Golden.Lines(output => DecodeText.Write(output, packet, Style.Plain));
            JsonDocument.Parse(DecodeJson.Write(packet)).Dispose();
        }
    }

    private static byte Next(Random random) => (byte[])[0, 6, 17, 43, 44, 50, 51, 58, 59, 60] is var numbers ? numbers[random.Next(numbers.Length)] : default;

    [Theory]
    [InlineData("07 07 04 00000000 00", "record route 0 of 1 recorded, pointer 4")]
    [InlineData("07 07 05 00000000 00", "record route 0 of 1 recorded, pointer 5 (points at no entry)")]
    [InlineData("07 06 04 0000 00 0000", "record route MALFORMED: 6 bytes is no length for it: 07 06 04 00 00 00")]
    [InlineData("89 07 08 c0000201 00", "strict source route 1 of 1 passed, pointer 8 (full): 192.0.2.1")]
    [InlineData("44 08 09 00 00000001", "timestamp times only, 1 of 1 filled, pointer 9 (full), 0 routers without room: 00:00:00.001 UTC")]
    [InlineData("44 08 09 00 80000001", "timestamp times only, 1 of 1 filled, pointer 9 (full), 0 routers without room: 0x00000001 (not standard)")]
    [InlineData("44 08 09 00 7fffffff", "timestamp times only, 1 of 1 filled, pointer 9 (full), 0 routers without room: 0x7fffffff (beyond a day)")]
    [InlineData("44 0c 05 f3 c0000201 00000000", "timestamp times of named addresses, 0 of 1 filled, pointer 5, 15 routers without room: 192.0.2.1 not yet")]
    [InlineData("44 04 05 07", "timestamp unknown flag 7, 0 of 0 filled, pointer 5 (full), 0 routers without room")]
    [InlineData("94 04 0001", "router alert 1")]
    [InlineData("94 03 00 00", "router alert MALFORMED: 3 bytes is no length for it: 94 03 00")]
    [InlineData("94", "router alert MALFORMED: its length of 0 cannot be, so what follows cannot be read: 94 00 00 00")]
    [InlineData("01 01 01 94", "router alert MALFORMED: its length is missing, so what follows cannot be read: 94")]
    [InlineData("82 03 ab 00", "security level unclassified (RFC 1108): 82 03 ab")]
    [InlineData("88 04 002a", "stream identifier 42")]
    [InlineData("c7 02 00 00", "unknown option type 199 (class 2, number 7, in every fragment), 2 bytes: c7 02")]
    public void Options_one_by_one(string options, string expected)
    {
        var lines = Golden.Lines(output => Ipv4OptionText.Write(output, (DecodedIpv4)Read(Packet(253, "00", options)), Style.Plain));
        Assert.Contains(expected, lines.Select(line => Regex.Replace(line.Trim(), "  +", " ")));
    }

    [Fact]
    public void Json_has_every_field() => Golden.Check("decode-json", output =>
    {
        foreach (var one in Explained)
        {
            var line = DecodeJson.Write(Read(one.Data.Item2));
            LineSchema.Check(line);
            output.WriteLine(line);
        }
    });

    [Fact]
    public void A_packet_in_tunnels_is_told_from_the_outside_in()
    {
        // GRE with a key over IPv6; inside, IPv4 in which is a fragment of IPv6.
        var inner = Bytes.Ipv4(new Ipv4Header { Protocol = 41, Source = Bytes.Alice, Destination = Bytes.Bob }, Bytes.Hex(Fragment6(17, "0fa0 1388 0010 beef", more: true)));
        var packets = Read(Packet6(47, "2000 0800 00000007" + Convert.ToHexString(inner))).Opened();
        Golden.Check("decode-tunnels", output =>
        {
            foreach (var packet in packets)
            {
                DecodeText.Write(output, packet, new Style(false, true, 80));
                LineSchema.Check(DecodeJson.Write(packet));
            }
        });
        Assert.Equal([0, 1, 2], packets.Select(packet => packet.Inside.Depth));
    }

    [Fact]
    public void However_many_tunnels_there_are_not_all_are_opened()
    {
        var packet = Bytes.Ipv4([1, 2, 3, 4], protocol: 253);
        for (var i = 0; i < 100; i++)
        {
            packet = Bytes.Ipv4(packet, protocol: 4);
        }

        Assert.Equal(Tunnel.MaxDepth + 1, DecodedPacket.Of(packet).Opened().Count);
    }

    [Fact]
    public void However_many_headers_there_are_not_all_are_read()
    {
        // 8,000 bytes of empty destination options.
        var packet = Bytes.Hex(Packet6(60, string.Concat(Enumerable.Repeat("3c00 0104 00000000", 1000))));
        var lines = Golden.Lines(output => DecodeText.Write(output, DecodedPacket.Of(packet), Style.Plain));
        Assert.Equal("! broken header: over 16 extension headers, more than are read here", lines[0]);
        Assert.Equal(16, lines.Count(line => line.StartsWith("DESTINATION OPTIONS", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("07ef")]    // Linux: the next stop
    [InlineData("f61d")]    // the last stop of the route
    public void Udp_under_a_source_route_is_verified_as_the_cache_does(string checksum)
    {
        var lines = Golden.Lines(output => DecodeText.Write(output, Read(Packet(17, $"03e8 07d0 0008 {checksum}", "83 0b 04 cb007105 cb007106")), Style.Plain));
        Assert.Contains(lines, line => line.Contains($"checksum {checksum}  correct", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("10.1.2.3", "private")]
    [InlineData("172.32.0.1", "public")]
    [InlineData("172.31.255.255", "private")]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("203.0.113.9", "documentation")]
    [InlineData("239.1.1.1", "multicast")]
    [InlineData("255.255.255.255", "broadcast")]
    [InlineData("255.255.255.254", "reserved")]
    [InlineData("0.0.0.0", "unspecified")]
    [InlineData("8.8.8.8", "public")]
    [InlineData("::", "unspecified")]
    [InlineData("::1", "loopback")]
    [InlineData("::2", "reserved")]
    [InlineData("::ffff:10.0.0.1", "IPv4-mapped")]
    [InlineData("2001:db8:ffff::1", "documentation")]
    [InlineData("2001:0:1::1", "Teredo")]
    [InlineData("2001:db9::1", "public")]
    [InlineData("2a00::1", "public")]
    [InlineData("fd00::1", "private")]
    [InlineData("febf::1", "link-local")]
    [InlineData("ff02::1", "multicast")]
    public void Kinds_of_addresses(string address, string kind) => Assert.Equal(kind, AddressKind.Of(IpAddress.Parse(address)));

    [Theory]
    [InlineData(0, "CS0")]
    [InlineData(1, "LE")]
    [InlineData(10, "AF11")]
    [InlineData(38, "AF43")]
    [InlineData(46, "EF")]
    [InlineData(56, "CS7")]
    [InlineData(42, null)]
    [InlineData(63, null)]
    public void Names_of_code_points(int dscp, string? name) => Assert.Equal(name, TrafficClassNames.OfDscp(dscp));

    private static DecodedPacket Read(string hex) => DecodeInput.FromHex(hex, "test");

    /// <summary>An IPv6 packet in digits; the transport's checksum is not mended.</summary>
    private static string Packet6(byte protocol, string payload, byte first = 0, string extensions = "", int? payloadLength = null)
    {
        var header = new Ipv6Header
        {
            Protocol = protocol,
            Source = IpAddress.Parse("2001:db8::1"),
            Destination = IpAddress.Parse("2001:db8::2"),
            FirstExtension = first,
            Extensions = Bytes.Hex(extensions),
        };
        var packet = Bytes.Ipv6(header, Bytes.Hex(payload));
        return Convert.ToHexStringLower(payloadLength is { } length ? [.. packet[..4], (byte)(length >> 8), (byte)length, .. packet[6..]] : packet);
    }

    private static string Fragment6(byte protocol, string payload, int offset = 0, bool more = false) => Convert.ToHexStringLower(Bytes.Ipv6(
        new Ipv6Header
        {
            Protocol = protocol,
            Source = IpAddress.Parse("fe80::1"),
            Destination = IpAddress.Parse("2001:db8::2"),
            FlowLabel = 0x12345,
            TrafficClass = 0xb9,
            IsFragment = true,
            Identification = 0xdeadbeef,
            Offset = new FragmentOffset((ushort)(offset / 8)),
            MoreFragments = more,
        },
        Bytes.Hex(payload)));

    /// <summary>A packet from Alice to Bob in digits; what the digits say of the transport's checksum is not mended.</summary>
    private static string Packet(byte protocol, string payload, string options = "", int offset = 0, bool more = false, bool dontFragment = false) =>
        Convert.ToHexStringLower(Bytes.Ipv4(
            new Ipv4Header
            {
                Protocol = protocol,
                Identification = 0x1234,
                Source = Bytes.Alice,
                Destination = Bytes.Bob,
                Options = Bytes.Hex(options),
                Offset = new FragmentOffset((ushort)(offset / 8)),
                MoreFragments = more,
                DontFragment = dontFragment,
            },
            Bytes.Hex(payload)));
}
