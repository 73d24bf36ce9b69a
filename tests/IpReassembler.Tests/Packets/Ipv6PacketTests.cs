using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class Ipv6PacketTests
{
    private const string Addresses = "20010db8000000000000000000000001 20010db8000000000000000000000002";

    // One extension header of eight bytes in each place that RFC 8200 section 4.1 recommends.
    private const string Options = "01 04 00000000";                                       // PadN of six bytes
    private const string RoutingDone = "00 00 00000000";                                    // type 0, no segments left

    [Fact]
    public void Reads_every_field_of_a_fragment()
    {
        byte[] bytes = [.. Bytes.Hex("6b8abcde 0018 2c 3f" + Addresses + "11 ff 00b9 deadbeef"), .. Bytes.Counting(16)];
        Assert.True(Ipv6Packet.TryParse(bytes, out var packet, out var defect));
        Assert.Equal(PacketDefect.None, defect);
        Assert.Equal((0xb8, 46, 0, 0xa_bcde), (packet.TrafficClass, packet.Dscp, packet.Ecn, packet.FlowLabel));
        Assert.Equal((64, 44, 63), (packet.TotalLength, packet.NextHeader, packet.HopLimit));
        Assert.Equal(("2001:db8::1", "2001:db8::2"), (packet.Source.ToString(), packet.Destination.ToString()));
        Assert.Equal((true, false, 0xdeadbeef, true, 184), (packet.IsFragment, packet.IsAtomicFragment, packet.Identification, packet.MoreFragments, packet.Offset.Bytes));
        Assert.Equal((17, 48, 16, false), (packet.Protocol, packet.HeaderLength, packet.PayloadLength, packet.IsCutShort));
        Assert.Equal((40, 17), (packet.PerFragmentHeaderLength, packet.FragmentableProtocol));
        Assert.Equal(Bytes.Counting(16), packet.Payload);
    }

    [Theory]
    [InlineData("0000", false, 0, false)]
    [InlineData("0001", true, 0, true)]
    [InlineData("0006", false, 0, false)]           // the two reserved bits are ignored (RFC 8200 section 4.5)
    [InlineData("0008", false, 8, true)]
    [InlineData("fff9", true, 65_528, true)]
    public void Tells_atomic_fragments_from_pieces(string field, bool more, int offset, bool isFragment)
    {
        var bytes = Bytes.Hex("60000000 0010 2c 40" + Addresses + $"3b 00 {field} 00000007 0102030405060708");
        Assert.True(Ipv6Packet.TryParse(bytes, out var packet, out _));
        Assert.Equal((more, offset, isFragment, !isFragment), (packet.MoreFragments, packet.Offset.Bytes, packet.IsFragment, packet.IsAtomicFragment));
        Assert.Equal((7u, 59), (packet.Identification, packet.Protocol));
    }

    [Theory]
    [InlineData(17, "", 17, 40)]
    [InlineData(0, "11 00" + Options, 17, 48)]
    [InlineData(0, "3c 00" + Options + "2b 00" + Options + "3c 00" + RoutingDone + "11 00" + Options, 17, 72)]
    [InlineData(51, "06 04 0000 00000001 00000002 000000000000000000000000", 6, 64)]      // authentication counts in units of four
    [InlineData(60, "3c 01" + Options + "0000000000000000" + "06 00" + Options, 6, 64)]
    [InlineData(60, "00 00" + Options + "11 00" + Options, 0, 48)]                        // hop-by-hop options anywhere else are nothing known
    [InlineData(44, "2c 00 0000 00000001" + "11 00 0000 00000002", 44, 48)]              // nor is a second Fragment header
    [InlineData(50, "0011223344556677", 50, 40)]                                            // encrypted: nobody can look further
    public void Walks_the_headers_up_to_the_transport(byte first, string headers, int protocol, int headerLength)
    {
        Assert.True(Ipv6Packet.TryParse(Packet(first, Bytes.Hex(headers + "0102030405060708")), out var packet, out _));
        Assert.Equal((protocol, headerLength, false), (packet.Protocol, packet.HeaderLength, packet.IsFragment));
    }

    [Theory]
    [InlineData(17, "", 40, 17)]
    [InlineData(0, "11 00" + Options, 48, 17)]
    [InlineData(0, "3c 00" + Options + "11 00" + Options, 48, 60)]                                // options for the receiver are cut with the rest
    [InlineData(60, "2b 00" + Options + "3c 00" + RoutingDone + "11 00" + Options, 56, 60)]      // those in front of a routing header are not
    [InlineData(0, "2c 00" + Options + "3c 00 0000 00000009" + "11 00" + Options, 48, 60)]      // an atomic fragment
    public void Knows_what_each_fragment_would_carry(byte first, string headers, int length, int protocol)
    {
        Assert.True(Ipv6Packet.TryParse(Packet(first, Bytes.Hex(headers + "0102030405060708")), out var packet, out _));
        Assert.Equal((length, protocol), (packet.PerFragmentHeaderLength, packet.FragmentableProtocol));
    }

    [Theory]
    [InlineData("", PacketDefect.TooShort)]
    [InlineData("40000000 0000 3b 40" + Addresses, PacketDefect.VersionMismatch)]
    [InlineData("60000000 0008 00 40" + Addresses + "3b 00 c2 04 00010000", PacketDefect.None)]       // a jumbo option beside a length is a lie, and ignored
    [InlineData("60000000 0000 00 40" + Addresses + "3b 00 c2 04 00010000", PacketDefect.Jumbogram)]
    [InlineData("60000000 0000 00 40" + Addresses + "3b 00 00 00 c2 04 0001", PacketDefect.Jumbogram)]  // found behind padding, cut as it is
    [InlineData("60000000 0000 00 40" + Addresses + "3b 00 01 04 00000000", PacketDefect.HeaderCutShort)]
    [InlineData("60000000 0000 3b 40" + Addresses + "0011", PacketDefect.None)]                        // no payload, and padding behind it
    [InlineData("60000000 0004 2c 40" + Addresses + "11000001", PacketDefect.HeaderCutShort)]
    [InlineData("60000000 0000 2c 40" + Addresses + "11000001 00000001", PacketDefect.HeaderCutShort)]  // of no length, though the bytes are there
    [InlineData("60000000 0010 3c 40" + Addresses + "1101 000000000000", PacketDefect.HeaderCutShort)]
    public void Refuses_what_has_no_sound_headers(string bytes, PacketDefect expected)
    {
        Assert.Equal(expected == PacketDefect.None, Ipv6Packet.TryParse(Bytes.Hex(bytes), out _, out var defect));
        Assert.Equal(expected, defect);
    }

    [Theory]
    [InlineData(Ipv6Packet.MaxExtensionHeaders, PacketDefect.None)]
    [InlineData(Ipv6Packet.MaxExtensionHeaders + 1, PacketDefect.HeaderChainTooLong)]
    [InlineData(8_000, PacketDefect.HeaderChainTooLong)]
    public void Walks_only_so_far(int count, PacketDefect expected)
    {
        byte[] headers = [.. Enumerable.Repeat(Bytes.Hex("3c 00" + Options), count - 1).SelectMany(one => one), .. Bytes.Hex("11 00" + Options)];
        Assert.Equal(expected == PacketDefect.None, Ipv6Packet.TryParse(Packet(60, headers), out _, out var defect));
        Assert.Equal(expected, defect);
    }

    [Theory]
    [InlineData(121, PacketDefect.None)]
    [InlineData(122, PacketDefect.HeaderChainTooLong)]
    public void Keeps_only_so_many_headers_of_a_fragment(int units, PacketDefect expected)
    {
        byte[] headers = [44, (byte)(units - 1), .. new byte[(units * 8) - 2], .. Bytes.Hex("11 00 0001 00000001")];
        Assert.Equal(expected == PacketDefect.None, Ipv6Packet.TryParse(Packet(60, [.. headers, .. new byte[8]]), out _, out var defect));
        Assert.Equal(expected, defect);

        // The same options in a packet that is whole are nobody's trouble, not even in front of an atomic fragment's header.
        headers[^5] = 0;
        Assert.True(Ipv6Packet.TryParse(Packet(60, [.. headers, .. new byte[8]]), out _, out _));
        headers[0] = 17;
        Assert.True(Ipv6Packet.TryParse(Packet(60, headers), out _, out _));
    }

    [Theory]
    [InlineData("00 02 00 01 00000000" + "cafe0000000000000000000000000003", "cafe::3")]
    [InlineData("00 04 00 01 00000000" + "cafe0000000000000000000000000003" + "cafe0000000000000000000000000004", "cafe::4")]
    [InlineData("00 04 00 00 00000000" + "cafe0000000000000000000000000003" + "cafe0000000000000000000000000004", "2001:db8::2")]    // arrived
    [InlineData("00 02 02 01 00000000" + "cafe0000000000000000000000000003", "cafe::3")]
    [InlineData("00 04 04 01 01000000" + "cafe0000000000000000000000000003" + "cafe0000000000000000000000000004", "cafe::3")]        // segments, the last one first
    [InlineData("00 02 03 01 00000000" + "cafe0000000000000000000000000003", "2001:db8::2")]                                     // compressed: not read
    [InlineData("00 00 00 ff 00000000", "2001:db8::2")]                                                                          // a list of none
    public void Knows_the_receiver_the_sender_meant(string routing, string expected)
    {
        var header = Bytes.Hex(routing);
        header[0] = 17;
        Assert.True(Ipv6Packet.TryParse(Packet(43, [.. header, .. new byte[8]]), out var packet, out _));
        Assert.Equal(expected, packet.FinalDestination.ToString());
    }

    [Fact]
    public void Every_prefix_is_refused_or_cut_short()
    {
        var headers = Bytes.Hex("2b 00" + Options + "2c 00" + RoutingDone + "3c 00 0001 00000009");
        var whole = Packet(0, [.. headers, .. Bytes.Counting(40)]);
        for (var length = 0; length < whole.Length; length++)
        {
            var isParsed = Ipv6Packet.TryParse(whole.AsSpan(0, length), out var packet, out var defect);
            Assert.Equal(length >= 64, isParsed);
            Assert.Equal(length < 40 ? PacketDefect.TooShort : length < 64 ? PacketDefect.HeaderCutShort : PacketDefect.None, defect);
            if (isParsed)
            {
                Assert.Equal((true, 40, length - 64), (packet.IsCutShort, packet.PayloadLength, packet.Payload.Length));
            }
        }
    }

    [Fact]
    public void Nothing_that_may_come_makes_a_property_throw()
    {
        var random = new Random(8);
        byte[] numbers = [0, 43, 44, 51, 60, 17, 59];
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Bytes.Random(round, random.Next(40, 200));
            (bytes[0], bytes[4], bytes[5], bytes[6]) = ((byte)(0x60 | (bytes[0] & 15)), 0, (byte)random.Next(256), numbers[random.Next(7)]);
            for (var at = 40; at + 1 < bytes.Length; at += 8)
            {
                (bytes[at], bytes[at + 1]) = (numbers[random.Next(7)], (byte)random.Next(3));
            }

            if (Ipv6Packet.TryParse(bytes, out var packet, out _))
            {
                _ = (packet.FinalDestination, packet.Identification, packet.Offset, packet.MoreFragments, packet.FragmentableProtocol);
                Assert.True(packet.Header.Length + packet.Payload.Length <= bytes.Length);
                Assert.True(packet.Fragmentable.Length >= packet.Payload.Length);
                _ = TransportChecksum.Verify(packet, packet.Payload);
                _ = Ipv6Transport.TryFind(packet.FragmentableProtocol, packet.Fragmentable, out _, out _);
                var header = Ipv6Header.CopyOf(packet);
                Assert.Equal(header.Length, header.WriteTo(new byte[header.Length], 0));
            }
        }
    }

    [Fact]
    public void A_fragment_has_every_field_of_its_packet()
    {
        byte[] bytes = [.. Packet(0, [.. Bytes.Hex("2c 00" + Options + "06 00 0019 cafebabe"), .. Bytes.Counting(24)]), 0, 0];
        var context = new IpPacket { Bytes = bytes, Version = IpVersion.V6, FrameNumber = 12, Timestamp = new Timestamp(5), Depth = 1, Tunnel = 3 };
        Assert.True(Ipv6Packet.TryParse(context.Bytes, out var packet, out _));
        packet.ToFragment(context, out var fragment);
        Assert.Equal((12, 5L, 1, 3u), (fragment.FrameNumber, fragment.Timestamp.Nanoseconds, fragment.Depth, fragment.Tunnel));
        Assert.Equal((IpVersion.V6, "2001:db8::1", "2001:db8::2"), (fragment.Version, fragment.Source.ToString(), fragment.Destination.ToString()));
        Assert.Equal((0xcafebabe, 6, 24, true, false, false), (fragment.Identification, fragment.Protocol, fragment.Offset.Bytes, fragment.MoreFragments, fragment.DontFragment, fragment.ReservedFlag));
        Assert.Equal((64, 0, 24, 80), (fragment.TimeToLive, fragment.TrafficClass, fragment.PayloadLength, fragment.PacketLength));
        Assert.Equal((56, 8), (fragment.HeaderLength, fragment.CountedHeaderLength));
        Assert.Equal(bytes.AsSpan(0, 56), fragment.Header);
        Assert.Equal(Bytes.Counting(24), fragment.Payload);
    }

    [Theory]
    [InlineData(17, "0001020304050607", false)]
    [InlineData(6, "0001020304050607", true)]                             // TCP has twenty bytes
    [InlineData(58, "0001020304050607", false)]
    [InlineData(253, "0001020304050607", false)]
    [InlineData(253, "", true)]
    [InlineData(59, "", false)]                                           // nothing is to follow
    [InlineData(60, "11 00" + Options, true)]                           // all headers, and then nothing
    [InlineData(60, "3b 00" + Options, false)]
    [InlineData(60, "11 00" + Options + "0001020304050607", false)]
    [InlineData(60, "11 01" + Options, true)]                           // not even those
    [InlineData(60, "3c 00" + Options, true, false)]                    // Linux looks no further than a header that is not there
    [InlineData(60, "3c 01" + Options, true, false)]
    [InlineData(60, "3b 01" + Options, true, false)]
    [InlineData(44, "11 00 0000 00000001", false, true)]                  // who goes on to a second Fragment header finds nothing behind it
    public void Knows_a_first_piece_without_its_transport(byte protocol, string payload, bool hides, bool? linuxMinds = null)
    {
        var packet = new IpPacket { Bytes = Fragment(protocol, "0001", payload), Version = IpVersion.V6 };
        Assert.True(Ipv6Packet.TryParse(packet.Bytes, out var ip, out _));
        ip.ToFragment(packet, out var fragment);
        Assert.Equal((hides, linuxMinds ?? hides), (fragment.HidesTransport, fragment.HidesTransportFromLinux));

        // The rule is about first pieces alone.
        packet = new IpPacket { Bytes = Fragment(protocol, "0009", payload), Version = IpVersion.V6 };
        Assert.True(Ipv6Packet.TryParse(packet.Bytes, out ip, out _));
        ip.ToFragment(packet, out fragment);
        Assert.False(fragment.HidesTransport);
    }

    [Theory]
    [InlineData(44, "", true)]
    [InlineData(60, "2c 00" + Options, true)]
    [InlineData(51, "2b 04" + Options + "00000000 00000000 00000000 00000000 2c 00" + Options, true)]
    [InlineData(60, "2c 01" + Options, false)]                            // no more than half of it
    [InlineData(60, "2c", false)]
    [InlineData(60, "11 00" + Options, false)]
    [InlineData(17, "2c 00" + Options, false)]
    [InlineData(0, "2c 00" + Options, false)]                             // hop-by-hop options stand nowhere else than in front
    [InlineData(50, "2c 00" + Options, false)]
    public void Knows_what_leads_to_another_Fragment_header(byte number, string payload, bool leads) =>
        Assert.Equal(leads, Ipv6Transport.LeadsToFragmentHeader(number, Bytes.Hex(payload)));

    private static byte[] Fragment(byte protocol, string offsetAndFlag, string payload) =>
        Packet(44, [protocol, 0, .. Bytes.Hex(offsetAndFlag + "00000001" + payload)]);

    private static byte[] Packet(byte nextHeader, byte[] rest) =>
        [.. Bytes.Hex("60000000"), (byte)(rest.Length >> 8), (byte)rest.Length, nextHeader, 64, .. Bytes.Hex(Addresses), .. rest];
}
