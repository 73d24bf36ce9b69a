using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class Ipv4PacketTests
{
    /// <summary>The middle piece of an ICMP datagram: id f6b4, MF, offset 185 * 8.</summary>
    private const string MiddleHeader = "4500 05dc f6b4 20b9 4001 d9cb c0a8 0196 c0a8 0101";

    [Fact]
    public void Reads_every_field_of_a_fragment()
    {
        byte[] bytes = [.. Bytes.Hex(MiddleHeader), .. Bytes.Counting(1480)];
        Assert.True(Ipv4Packet.TryParse(bytes, out var packet, out var defect));
        Assert.Equal(PacketDefect.None, defect);
        Assert.Equal(20, packet.HeaderLength);
        Assert.Equal(1500, packet.TotalLength);
        Assert.Equal(0xf6b4, packet.Identification);
        Assert.Equal(1480, packet.Offset.Bytes);
        Assert.Equal((false, false, true, true), (packet.ReservedFlag, packet.DontFragment, packet.MoreFragments, packet.IsFragment));
        Assert.Equal((64, 1), (packet.TimeToLive, packet.Protocol));
        Assert.Equal((0xd9cb, ChecksumState.Ok), (packet.HeaderChecksum, packet.HeaderChecksumState));
        Assert.Equal(("192.168.1.150", "192.168.1.1"), (packet.Source.ToString(), packet.Destination.ToString()));
        Assert.Equal((0xc0a80196u, 0xc0a80101u), (packet.SourceValue, packet.DestinationValue));
        Assert.True(packet.Header.SequenceEqual(bytes.AsSpan(0, 20)));
        Assert.True(packet.Payload.SequenceEqual(bytes.AsSpan(20)));
        Assert.True(packet.OptionBytes.IsEmpty);
        Assert.Equal((1480, false, false), (packet.PayloadLength, packet.IsCutShort, packet.IsLengthZero));
    }

    [Theory]
    [InlineData("0000", false, false, false, 0, false)]
    [InlineData("8000", true, false, false, 0, false)]      // the reserved bit is a flag of its own, not a sign
    [InlineData("4000", false, true, false, 0, false)]
    [InlineData("2000", false, false, true, 0, true)]
    [InlineData("0001", false, false, false, 8, true)]      // the unit is eight bytes
    [InlineData("1fff", false, false, false, 65_528, true)]
    [InlineData("ffff", true, true, true, 65_528, true)]
    public void Tells_flags_and_offset_apart(string field, bool reserved, bool dont, bool more, int offset, bool isFragment)
    {
        var bytes = Bytes.Hex($"4500 0014 0001 {field} 4011 0000 c0000201 c6336402");
        Assert.True(Ipv4Packet.TryParse(bytes, out var packet, out _));
        Assert.Equal((reserved, dont, more, offset, isFragment),
            (packet.ReservedFlag, packet.DontFragment, packet.MoreFragments, packet.Offset.Bytes, packet.IsFragment));
    }

    [Fact]
    public void Splits_the_traffic_class()
    {
        Assert.True(Ipv4Packet.TryParse(Bytes.Hex("45bb 0014 0000 0000 4011 0000 00000000 00000000"), out var packet, out _));
        Assert.Equal((0xbb, 46, 3), (packet.TrafficClass, packet.Dscp, packet.Ecn));
    }

    [Theory]
    [InlineData("", PacketDefect.TooShort)]
    [InlineData("4500 0014 0000 0000 4011 0000 00000000 000000", PacketDefect.TooShort)]
    [InlineData("6500 0014 0000 0000 4011 0000 00000000 00000000", PacketDefect.VersionMismatch)]
    [InlineData("0500 0014 0000 0000 4011 0000 00000000 00000000", PacketDefect.VersionMismatch)]
    [InlineData("f500 0014 0000 0000 4011 0000 00000000 00000000", PacketDefect.VersionMismatch)]
    [InlineData("4000 0014 0000 0000 4011 0000 00000000 00000000", PacketDefect.HeaderLengthTooSmall)]   // IHL 0
    [InlineData("4400 0014 0000 0000 4011 0000 00000000 00000000", PacketDefect.HeaderLengthTooSmall)]
    [InlineData("4f00 0014 0000 0000 4011 0000 00000000 00000000", PacketDefect.HeaderCutShort)]         // IHL 15, 20 bytes there
    [InlineData("4600 0014 0000 0000 4011 0000 00000000 00000000 00000000", PacketDefect.LengthTooSmall)]
    [InlineData("4500 0013 0000 0000 4011 0000 00000000 00000000", PacketDefect.LengthTooSmall)]
    [InlineData("4500 0001 0000 0000 4011 0000 00000000 00000000", PacketDefect.LengthTooSmall)]
    public void Refuses_what_has_no_sound_header(string bytes, PacketDefect expected)
    {
        Assert.False(Ipv4Packet.TryParse(Bytes.Hex(bytes), out _, out var defect));
        Assert.Equal(expected, defect);
    }

    [Fact]
    public void A_long_header_claimed_in_a_short_frame_is_not_summed_beyond_its_end()
    {
        // IHL 15 with 34 bytes there: a sum over the claimed 60 would read what lies behind the frame.
        var bytes = Bytes.Hex("4f00 003c 0000 0000 4011 0000 00000000 00000000" + "0000000000000000000000000000");
        Assert.False(Ipv4Packet.TryParse(bytes, out _, out var defect));
        Assert.Equal(PacketDefect.HeaderCutShort, defect);
    }

    [Fact]
    public void Total_length_zero_takes_all_that_was_captured_and_stays_zero()
    {
        var bytes = Bytes.Hex("4500 0000 0001 4000 4006 0000 c0000201 c6336402" + "0102030405");
        var before = bytes.ToArray();
        Assert.True(Ipv4Packet.TryParse(bytes, out var packet, out _));
        Assert.Equal((0, true, 5, 5, false), (packet.TotalLength, packet.IsLengthZero, packet.PayloadLength, packet.Payload.Length, packet.IsCutShort));
        Assert.Equal(before, bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(26)]
    public void Padding_is_not_payload(int padding)
    {
        byte[] bytes = [.. Bytes.Ipv4(Bytes.Counting(20)), .. new byte[padding]];
        Assert.True(Ipv4Packet.TryParse(bytes, out var packet, out _));
        Assert.Equal(Bytes.Counting(20), packet.Payload);
        Assert.Equal((20, false), (packet.PayloadLength, packet.IsCutShort));
    }

    [Fact]
    public void A_first_fragment_promises_no_more_than_it_has()
    {
        // The UDP header inside says 2,000 bytes; that is the datagram's affair, not the fragment's.
        var header = new Ipv4Header { Protocol = 17, MoreFragments = true };
        Assert.True(Ipv4Packet.TryParse(Bytes.Ipv4(header, Bytes.Hex("0035 0035 07d0 0000 0102030405060708")), out var packet, out _));
        Assert.True(packet.IsFragment);
        Assert.Equal(16, packet.PayloadLength);
        Assert.True(UdpDatagram.TryParse(packet.Payload, out var datagram, out _));
        Assert.Equal((true, 2000, 8), (datagram.IsCutShort, datagram.Length, datagram.Payload.Length));
    }

    [Fact]
    public void Every_prefix_is_refused_or_cut_short()
    {
        var header = new Ipv4Header { Protocol = 17, Options = Bytes.Hex("94040000 07070400000000 00") };
        var whole = Bytes.Ipv4(header, Bytes.Counting(30));
        for (var length = 0; length < whole.Length; length++)
        {
            var isParsed = Ipv4Packet.TryParse(whole.AsSpan(0, length), out var packet, out var defect);
            Assert.Equal(length >= header.Length, isParsed);
            Assert.Equal(length < 20 ? PacketDefect.TooShort : length < header.Length ? PacketDefect.HeaderCutShort : PacketDefect.None, defect);
            if (isParsed)
            {
                Assert.True(packet.IsCutShort);
                Assert.Equal((30, length - header.Length, ChecksumState.Ok), (packet.PayloadLength, packet.Payload.Length, packet.HeaderChecksumState));
            }
        }
    }

    [Theory]
    [InlineData("d9cb", ChecksumState.Ok)]
    [InlineData("d9cc", ChecksumState.Bad)]
    [InlineData("0000", ChecksumState.Offloaded)]
    public void Judges_the_checksum(string field, ChecksumState expected)
    {
        Assert.True(Ipv4Packet.TryParse(Bytes.Hex(MiddleHeader.Replace("d9cb", field)), out var packet, out _));
        Assert.Equal(expected, packet.HeaderChecksumState);
    }

    [Fact]
    public void A_checksum_that_is_rightly_zero_is_ok()
    {
        // The identification is chosen so that all other words sum to ffff.
        var bytes = Bytes.Hex("4500 0014 0000 0000 4000 0000 00000000 00000000");
        var sum = InternetChecksum.Sum(bytes);
        (bytes[4], bytes[5]) = ((byte)((0xffff - sum) >> 8), (byte)(0xffff - sum));
        Assert.True(Ipv4Packet.TryParse(bytes, out var packet, out _));
        Assert.Equal((0, ChecksumState.Ok), (packet.HeaderChecksum, packet.HeaderChecksumState));
    }

    [Theory]
    [InlineData("", "198.51.100.2")]
    [InlineData("07 07 04 cb007105 00", "198.51.100.2")]                    // a recorded route is no source route
    [InlineData("83 0b 04 cb007105 cb007106 00", "203.0.113.6")]            // two stops to go
    [InlineData("94 04 0000 89 0b 08 cb007105 cb007106 00", "203.0.113.6")] // one
    [InlineData("83 0b 0c cb007105 cb007106 00", "198.51.100.2")]           // arrived
    [InlineData("83 0a 04 cb007105 cb0071 00", "198.51.100.2")]               // malformed
    [InlineData("83 03 04 00", "198.51.100.2")]
    public void Knows_the_receiver_the_sender_meant(string options, string expected)
    {
        var header = new Ipv4Header { Source = Bytes.Alice, Destination = Bytes.Bob, Options = Bytes.Hex(options) };
        Assert.True(Ipv4Packet.TryParse(Bytes.Ipv4(header, []), out var packet, out _));
        Assert.Equal(expected, packet.FinalDestination.ToString());
    }

    [Fact]
    public void A_fragment_has_every_field_of_its_packet()
    {
        var header = new Ipv4Header
        {
            Source = Bytes.Alice,
            Destination = Bytes.Bob,
            Identification = 0xabcd,
            Protocol = 17,
            Offset = new FragmentOffset(3),
            MoreFragments = true,
            DontFragment = true,
            TimeToLive = 9,
            TrafficClass = 0xb8,
            Options = Bytes.Hex("94040000"),
        };
        byte[] bytes = [.. Bytes.Ipv4(header, Bytes.Counting(16)), 0, 0, 0];
        var context = new IpPacket { Bytes = bytes, Version = IpVersion.V4, FrameNumber = 12, Timestamp = new Timestamp(5), Depth = 1 };
        Assert.True(Ipv4Packet.TryParse(context.Bytes, out var packet, out _));
        packet.ToFragment(context, out var fragment);
        Assert.Equal((12, 5L, 1), (fragment.FrameNumber, fragment.Timestamp.Nanoseconds, fragment.Depth));
        Assert.Equal((Bytes.Alice, Bytes.Bob), (fragment.Source, fragment.Destination));
        Assert.Equal((0xabcdu, 17, 24, true, true), (fragment.Identification, fragment.Protocol, fragment.Offset.Bytes, fragment.MoreFragments, fragment.DontFragment));
        Assert.Equal((9, 0xb8, 16), (fragment.TimeToLive, fragment.TrafficClass, fragment.PayloadLength));
        Assert.Equal(bytes.AsSpan(0, 24), fragment.Header);
        Assert.Equal(Bytes.Counting(16), fragment.Payload);
    }
}
