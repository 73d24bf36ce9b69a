using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class TunnelEnvelopeTests
{
    private static readonly byte[] Short = Bytes.Ipv4([1, 2, 3, 4], protocol: 253);
    private static readonly byte[] Long = Bytes.Ipv4(Bytes.Counting(3_000), protocol: 253);
    private static readonly byte[] Macs = new byte[12];

    [Fact]
    public void A_checksum_of_GRE_is_made_anew()
    {
        byte[] gre = [0x80, 0x00, 0x08, 0x00, 0xde, 0xad, 0, 0];
        Assert.True(TryPut(Bytes.Ipv4([.. gre, .. Short], protocol: 47), Long, out var packet));
        Assert.Equal(ushort.MaxValue, InternetChecksum.Sum(packet.AsSpan(20)));
        Assert.Equal(Long, packet[28..]);
    }

    [Theory]
    [InlineData(0x0000, 0)]         // none stays none
    [InlineData(0xdead, 1)]
    public void A_checksum_of_UDP_is_made_anew_where_there_is_one(int before, int expected)
    {
        byte[] udp = [0xc0, 0, 0x12, 0xb5, .. Be(16 + 14 + Short.Length), .. Be(before), 0x08, 0, 0, 0, 0, 0, 42, 0, .. Macs, 0x08, 0x00, .. Short];
        Assert.True(TryPut(Bytes.Ipv4(udp), Long, out var packet));
        Assert.True(Ipv4Packet.TryParse(packet, out var ip, out _));
        Assert.Equal(expected == 0 ? ChecksumState.Unchecked : ChecksumState.Ok, TransportChecksum.Verify(ip, ip.Payload));
        Assert.Equal(packet.Length, ip.TotalLength);
    }

    [Fact]
    public void An_Ethernet_frame_that_says_its_length_cannot_hold_more()
    {
        byte[] frame = [0, 0, 0x65, 0x58, .. Macs, .. Be(8 + Short.Length), 0xaa, 0xaa, 3, 0, 0, 0, 0x08, 0x00, .. Short];
        var carrier = Bytes.Ipv4(frame, protocol: 47);
        Assert.True(TryPut(carrier, Short, out _));
        Assert.False(TryPut(carrier, Long, out _));
    }

    [Fact]
    public void Nothing_outgrows_an_IPv4_packet()
    {
        var carrier = Bytes.Ipv4(Short, protocol: 4);
        Assert.True(TryPut(carrier, Bytes.Ipv4(new byte[65_495], protocol: 253), out _));
        Assert.False(TryPut(carrier, Bytes.Ipv4(new byte[65_496], protocol: 253), out _));
    }

    [Fact]
    public void The_packet_must_lie_in_its_carrier() => Assert.Throws<ArgumentException>(() => new TunnelEnvelope().Add(Short, Long));

    private static bool TryPut(byte[] carrier, byte[] packet, out byte[] result)
    {
        Assert.True(LinkLayer.TryGetIp(new CapturedFrame(carrier, LinkType.Raw, default), out var outer, out _));
        Assert.True(Tunnel.TryOpen(outer, out var inner, out _));
        var envelope = new TunnelEnvelope();
        envelope.Add(outer.Bytes, inner.Bytes);
        result = new byte[1 << 17];
        var isWritten = envelope.TryWrite(packet, result, out var length);
        result = result[..length];
        return isWritten;
    }

    private static byte[] Be(int value) => [(byte)(value >> 8), (byte)value];
}
