using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class UdpDatagramTests
{
    [Fact]
    public void What_the_header_writes_is_read_back()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var payload = Bytes.Random(seed, seed);
            var bytes = Write(new UdpHeader(12_345, 53), payload);
            Assert.True(UdpDatagram.TryParse(bytes, out var datagram, out var defect));
            Assert.Equal(PacketDefect.None, defect);
            Assert.Equal((12_345, 53, 8 + seed, seed), (datagram.SourcePort, datagram.DestinationPort, datagram.Length, datagram.PayloadLength));
            Assert.Equal(payload, datagram.Payload);
            Assert.False(datagram.IsCutShort);
            Assert.Equal(ChecksumState.Ok, TransportChecksum.Verify(17, Bytes.Alice, Bytes.Bob, bytes));
        }
    }

    [Theory]
    [InlineData("", PacketDefect.TooShort)]
    [InlineData("0001 0002 0008 00", PacketDefect.TooShort)]
    [InlineData("0001 0002 0000 0000", PacketDefect.LengthTooSmall)]
    [InlineData("0001 0002 0007 0000", PacketDefect.LengthTooSmall)]
    public void Refuses_what_has_no_sound_header(string bytes, PacketDefect expected)
    {
        Assert.False(UdpDatagram.TryParse(Bytes.Hex(bytes), out _, out var defect));
        Assert.Equal(expected, defect);
    }

    [Theory]
    [InlineData("0001 0002 0008 0000", 0, 0, false)]
    [InlineData("0001 0002 000a 0000 aabb", 2, 2, false)]
    [InlineData("0001 0002 000a 0000 aabbcc", 2, 2, false)]     // what follows the datagram is not payload
    [InlineData("0001 0002 000a 0000 aa", 1, 2, true)]
    [InlineData("0001 0002 ffff 0000 aa", 1, 65_527, true)]
    public void Payload_ends_where_the_length_or_the_bytes_end(string bytes, int there, int promised, bool isCutShort)
    {
        Assert.True(UdpDatagram.TryParse(Bytes.Hex(bytes), out var datagram, out _));
        Assert.Equal((there, promised, isCutShort), (datagram.Payload.Length, datagram.PayloadLength, datagram.IsCutShort));
    }

    [Fact]
    public void A_sum_of_zero_is_written_as_all_ones()
    {
        // The payload is one word that brings the sum of everything else to ffff.
        var bytes = Write(new UdpHeader(1, 2), [0, 0]);
        var checksum = (bytes[6] << 8) | bytes[7];
        bytes = Write(new UdpHeader(1, 2), [(byte)(checksum >> 8), (byte)checksum]);
        Assert.Equal((0xff, 0xff), (bytes[6], bytes[7]));
        Assert.Equal(ChecksumState.Ok, TransportChecksum.Verify(17, Bytes.Alice, Bytes.Bob, bytes));
    }

    [Fact]
    public void Refuses_to_write_more_than_the_length_field_can_say()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new UdpHeader(1, 2).WriteTo(new byte[8], Bytes.Alice, Bytes.Bob, new byte[65_528]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UdpHeader(1, 2).WriteTo(new byte[7], Bytes.Alice, Bytes.Bob, []));
    }

    private static byte[] Write(UdpHeader header, byte[] payload)
    {
        var bytes = new byte[UdpHeader.Length + payload.Length];
        header.WriteTo(bytes, Bytes.Alice, Bytes.Bob, payload);
        payload.CopyTo(bytes, UdpHeader.Length);
        return bytes;
    }
}
