using System.Buffers.Binary;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class TransportChecksumTests
{
    private static readonly IpAddress Alice6 = IpAddress.Parse("2001:db8::1");
    private static readonly IpAddress Bob6 = IpAddress.Parse("2001:db8::2");

    [Theory]
    [InlineData(17, 0, ChecksumState.Unchecked)]                // no whole header
    [InlineData(17, 7, ChecksumState.Unchecked)]
    [InlineData(6, 19, ChecksumState.Unchecked)]
    [InlineData(1, 7, ChecksumState.Unchecked)]
    [InlineData(58, 3, ChecksumState.Unchecked)]
    [InlineData(47, 100, ChecksumState.Unchecked)]              // GRE: nothing known
    [InlineData(0, 100, ChecksumState.Unchecked)]
    public void Says_nothing_where_nothing_can_be_said(byte protocol, int length, ChecksumState expected) =>
        Assert.Equal(expected, TransportChecksum.Verify(protocol, Bytes.Alice, Bytes.Bob, Enumerable.Repeat((byte)0xff, length).ToArray()));

    [Fact]
    public void Any_flipped_bit_is_seen()
    {
        foreach (var (protocol, bytes) in new[] { ((byte)17, Udp(50)), ((byte)6, Tcp(50)), ((byte)1, Icmp(50)) })
        {
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                var state = TransportChecksum.Verify(protocol, Bytes.Alice, Bytes.Bob, bytes);
                Assert.NotEqual(ChecksumState.Ok, state);
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            Assert.Equal(ChecksumState.Ok, TransportChecksum.Verify(protocol, Bytes.Alice, Bytes.Bob, bytes));
        }
    }

    [Theory]
    [InlineData(17, 6)]
    [InlineData(6, 16)]
    public void A_field_with_the_pseudo_header_alone_was_left_to_hardware(byte protocol, int checksumAt)
    {
        var bytes = protocol == 17 ? Udp(31) : Tcp(31);
        var partial = InternetChecksum.Fold(InternetChecksum.PseudoHeader(Bytes.Alice, Bytes.Bob, protocol, bytes.Length));
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(checksumAt), partial);
        Assert.Equal(ChecksumState.Offloaded, TransportChecksum.Verify(protocol, Bytes.Alice, Bytes.Bob, bytes));

        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(checksumAt), (ushort)(partial + 1));
        Assert.Equal(ChecksumState.Bad, TransportChecksum.Verify(protocol, Bytes.Alice, Bytes.Bob, bytes));
    }

    [Fact]
    public void Udp_says_what_its_checksum_covers()
    {
        var bytes = Udp(20);
        Assert.Equal(ChecksumState.Ok, TransportChecksum.Verify(17, Bytes.Alice, Bytes.Bob, [.. bytes, 1, 2, 3]));
        Assert.Equal(ChecksumState.Unverifiable, TransportChecksum.Verify(17, Bytes.Alice, Bytes.Bob, bytes.AsSpan(0, 27)));
        (bytes[6], bytes[7]) = (0, 0);
        Assert.Equal(ChecksumState.Unchecked, TransportChecksum.Verify(17, Bytes.Alice, Bytes.Bob, bytes));
        (bytes[4], bytes[5], bytes[6]) = (0, 7, 1);
        Assert.Equal(ChecksumState.Unchecked, TransportChecksum.Verify(17, Bytes.Alice, Bytes.Bob, bytes));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(3, true)]
    [InlineData(7, false)]
    [InlineData(8, true)]
    [InlineData(18, true)]
    [InlineData(19, false)]
    [InlineData(29, false)]
    [InlineData(30, true)]
    [InlineData(43, true)]
    [InlineData(44, false)]
    [InlineData(49, false)]     // the digit "1": test programs fill datagrams with such
    [InlineData(252, false)]
    [InlineData(253, true)]
    [InlineData(255, false)]
    public void Icmp_has_a_checksum_where_the_type_is_one(byte type, bool isChecked)
    {
        var bytes = Bytes.Counting(40);
        bytes[0] = type;
        Assert.Equal(isChecked ? ChecksumState.Bad : ChecksumState.Unchecked, TransportChecksum.Verify(1, Bytes.Alice, Bytes.Bob, bytes));
    }

    [Fact]
    public void A_splice_of_two_datagrams_is_seen()
    {
        // RFC 4963: the first piece of one and the last of another, put together under one identification.
        var (one, two) = (Udp(3000, seed: 1), Udp(3000, seed: 2));
        byte[] splice = [.. one.AsSpan(0, 1480), .. two.AsSpan(1480)];
        Assert.Equal(ChecksumState.Bad, TransportChecksum.Verify(17, Bytes.Alice, Bytes.Bob, splice));
    }

    [Fact]
    public void IPv6_has_the_pseudo_header_of_its_own()
    {
        var payload = Bytes.Random(9, 77);
        var bytes = new byte[8 + payload.Length];
        new UdpHeader(1, 2).WriteTo(bytes, Alice6, Bob6, payload);
        payload.CopyTo(bytes, 8);
        Assert.Equal(ChecksumState.Ok, TransportChecksum.Verify(17, Alice6, Bob6, bytes));
        Assert.Equal(ChecksumState.Bad, TransportChecksum.Verify(17, Alice6, Bytes.Bob, bytes));

        var echo = Bytes.Hex("80 00 0000 0001 0001 61626364");
        var sum = InternetChecksum.Fold(InternetChecksum.Add(InternetChecksum.PseudoHeader(Alice6, Bob6, 58, echo.Length), echo));
        BinaryPrimitives.WriteUInt16BigEndian(echo.AsSpan(2), (ushort)~sum);
        Assert.Equal(ChecksumState.Ok, TransportChecksum.Verify(58, Alice6, Bob6, echo));
        Assert.Equal(ChecksumState.Unchecked, TransportChecksum.Verify(58, Bytes.Alice, Bytes.Bob, echo));
    }

    [Theory]
    [InlineData("198.51.100.2", ChecksumState.Ok)]      // the next stop: Linux
    [InlineData("203.0.113.6", ChecksumState.Ok)]       // the last one: RFC 1122 section 4.1.3.4
    [InlineData("203.0.113.5", ChecksumState.Bad)]      // one in between
    public void Under_a_source_route_either_receiver_is_as_good(string covered, ChecksumState expected)
    {
        var route = Bytes.Hex("83 0b 04 cb007105 cb007106 00");
        var udp = new byte[12];
        new UdpHeader(1000, 2000).WriteTo(udp, Bytes.Alice, IpAddress.Parse(covered), Bytes.Counting(4));
        Bytes.Counting(4).CopyTo(udp, 8);
        var header = new Ipv4Header { Source = Bytes.Alice, Destination = Bytes.Bob, Protocol = 17, Options = route };
        Assert.True(Ipv4Packet.TryParse(Bytes.Ipv4(header, udp), out var packet, out _));
        Assert.Equal(expected, TransportChecksum.Verify(packet, packet.Payload));
    }

    private static byte[] Udp(int payloadLength, int seed = 8)
    {
        var payload = Bytes.Random(seed, payloadLength);
        var bytes = new byte[8 + payloadLength];
        new UdpHeader(1000, 2000).WriteTo(bytes, Bytes.Alice, Bytes.Bob, payload);
        payload.CopyTo(bytes, 8);
        return bytes;
    }

    private static byte[] Tcp(int payloadLength)
    {
        var payload = Bytes.Random(8, payloadLength);
        var header = new TcpHeader { SourcePort = 1000, DestinationPort = 80, ControlBits = TcpControlBits.Acknowledgment };
        var bytes = new byte[header.Length + payloadLength];
        header.WriteTo(bytes, Bytes.Alice, Bytes.Bob, payload);
        payload.CopyTo(bytes, header.Length);
        return bytes;
    }

    private static byte[] Icmp(int payloadLength)
    {
        var payload = Bytes.Random(8, payloadLength);
        var bytes = new byte[8 + payloadLength];
        IcmpHeader.Echo(isReply: false, 1, 2).WriteTo(bytes, payload);
        payload.CopyTo(bytes, 8);
        return bytes;
    }
}
