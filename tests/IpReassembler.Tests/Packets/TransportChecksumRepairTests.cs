using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class TransportChecksumRepairTests
{
    private static readonly IpAddress Sender = IpAddress.Parse("192.0.2.1");
    private static readonly IpAddress Receiver = IpAddress.Parse("198.51.100.2");

    [Theory]
    [InlineData(TransportChecksum.Udp, 6)]
    [InlineData(TransportChecksum.Tcp, 16)]
    [InlineData(TransportChecksum.Icmp, 2)]
    public void A_wrong_checksum_becomes_the_one_the_header_writes(byte protocol, int checksumAt)
    {
        var right = Payload(protocol);
        var wrong = right.ToArray();
        wrong[checksumAt] ^= 0x55;

        Assert.False(Repair(protocol, right, []));
        Assert.True(Repair(protocol, wrong, []));
        Assert.Equal(right, wrong);
    }

    [Fact]
    public void Udp_that_says_it_has_none_and_what_cannot_be_verified_stay()
    {
        var none = Payload(TransportChecksum.Udp);
        (none[6], none[7]) = (0, 0);
        Assert.False(Repair(TransportChecksum.Udp, none, []));
        Assert.False(Repair(TransportChecksum.Udp, Payload(TransportChecksum.Udp)[..20], [])); // its length says more
        Assert.False(Repair(99, [1, 2, 3, 4, 5, 6, 7, 8], []));
    }

    // Bytes behind UDP's own length are no part of it.
    [Fact]
    public void Udp_is_as_long_as_it_says()
    {
        byte[] longer = [.. Payload(TransportChecksum.Udp), 1, 2, 3];
        Assert.False(Repair(TransportChecksum.Udp, longer, []));
        longer[6] ^= 1;
        Assert.True(Repair(TransportChecksum.Udp, longer, []));
        Assert.Equal([.. Payload(TransportChecksum.Udp), 1, 2, 3], longer);
    }

    [Fact]
    public void On_the_way_along_a_source_route_either_receiver_will_do_and_the_last_is_written()
    {
        byte[] route = [131, 7, 4, 203, 0, 113, 9, 0]; // loose, the last stop still to come
        var payload = Payload(TransportChecksum.Tcp);
        Assert.False(Repair(TransportChecksum.Tcp, payload, route));
        payload[16] ^= 1;
        Assert.True(Repair(TransportChecksum.Tcp, payload, route));
        Assert.Equal(ChecksumState.Ok, TransportChecksum.Verify(TransportChecksum.Tcp, Sender, IpAddress.Parse("203.0.113.9"), payload));
    }

    private static bool Repair(byte protocol, byte[] payload, byte[] options)
    {
        var header = new Ipv4Header { Source = Sender, Destination = Receiver, Protocol = protocol, Options = options };
        var packet = new byte[header.Length + payload.Length];
        header.WriteTo(packet, payload.Length);
        payload.CopyTo(packet, header.Length);
        Assert.True(Ipv4Packet.TryParse(packet, out var view, out _));
        return TransportChecksumRepair.Repair(view, payload);
    }

    private static byte[] Payload(byte protocol)
    {
        byte[] data = [.. Enumerable.Range(0, 33).Select(number => (byte)number)];
        var header = new byte[protocol == TransportChecksum.Tcp ? 20 : 8];
        _ = protocol switch
        {
            TransportChecksum.Udp => new UdpHeader(1, 2).WriteTo(header, Sender, Receiver, data),
            TransportChecksum.Tcp => new TcpHeader { SourcePort = 1 }.WriteTo(header, Sender, Receiver, data),
            _ => IcmpHeader.Echo(isReply: false, 1, 2).WriteTo(header, data),
        };
        return [.. header, .. data];
    }
}
