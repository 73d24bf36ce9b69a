using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class Ipv6FragmenterTests
{
    [Theory]
    [InlineData(0, 1500, "40:0")]                                    // what fits has no Fragment header
    [InlineData(1460, 1500, "40:1460")]
    [InlineData(1461, 1500, "48+0:1448> 48+1448:13")]
    [InlineData(1240, 1280, "40:1240")]
    [InlineData(20, 56, "48+0:8> 48+8:8> 48+16:4")]
    public void Cuts_at_multiples_of_eight(int payload, int mtu, string expected) =>
        Assert.Equal(expected, Show(new Ipv6Header { Protocol = 17 }, payload, mtu));

    [Fact]
    public void Every_piece_has_the_headers_that_routers_look_at()
    {
        var header = new Ipv6Header { Protocol = 60, Extensions = Bytes.Hex("2b00 010400000000 ff00 000000000000"), FirstExtension = 0, Identification = 0xfeedface, FlowLabel = 5 };
        Assert.Equal("64+0:32> 64+32:32> 64+64:6", Show(header, 70, 96));
        foreach (var bytes in Cut(header, Bytes.Counting(70), 96))
        {
            Assert.True(Ipv6Packet.TryParse(bytes, out var packet, out _));
            Assert.Equal((0xfeedface, 60, 5, 0), (packet.Identification, packet.Protocol, packet.FlowLabel, packet.NextHeader));
        }
    }

    [Fact]
    public void A_fragment_is_cut_further()
    {
        var header = new Ipv6Header { IsFragment = true, Offset = new FragmentOffset(100), MoreFragments = true, Identification = 9 };
        Assert.Equal("48+800:48> 48+848:48> 48+896:8>", Show(header, 104, 96));
        Assert.Equal("48+800:48>", Show(header, 48, 96));
    }

    [Fact]
    public void Pieces_put_together_are_the_payload()
    {
        var random = new Random(6);
        for (var i = 0; i < 500; i++)
        {
            var payload = Bytes.Random(i, random.Next(1, 5000));
            var mtu = 56 + random.Next(1500);
            var end = 0;
            foreach (var bytes in Cut(new Ipv6Header { Protocol = 17 }, payload, mtu))
            {
                Assert.True(Ipv6Packet.TryParse(bytes, out var packet, out _));
                Assert.True(bytes.Length <= mtu);
                Assert.Equal(end, packet.Offset.Bytes);
                Assert.Equal(payload.AsSpan(end, packet.PayloadLength), packet.Payload);
                end += packet.PayloadLength;
                Assert.Equal(end < payload.Length, packet.MoreFragments);
            }

            Assert.Equal(payload.Length, end);
        }
    }

    [Fact]
    public void Cuts_the_largest_datagram_there_is()
    {
        Assert.Equal(8192, Cut(new Ipv6Header(), new byte[65_535], mtu: 56).Count);
        // It fits a packet, but not one with a Fragment header.
        Assert.Equal(2, Cut(new Ipv6Header { IsFragment = true }, new byte[65_535], mtu: 70_000).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ipv6Fragmenter(new Ipv6Header(), new byte[65_536], 1500).TryWriteNext([], out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ipv6Fragmenter(new Ipv6Header { Extensions = new byte[8] }, new byte[65_528], 1500).TryWriteNext([], out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ipv6Fragmenter(new Ipv6Header(), new byte[9], 55).TryWriteNext([], out _));
    }

    private static List<byte[]> Cut(Ipv6Header header, byte[] payload, int mtu)
    {
        var packets = new List<byte[]>();
        var buffer = new byte[mtu];
        var fragmenter = new Ipv6Fragmenter(header, payload, mtu);
        while (fragmenter.TryWriteNext(buffer, out var length))
        {
            packets.Add(buffer[..length]);
        }

        return packets;
    }

    private static string Show(Ipv6Header header, int payload, int mtu) => string.Join(' ', Cut(header, Bytes.Counting(payload), mtu).Select(Show));

    /// <summary>Header length, offset where there is one, payload length, and ">" where more fragments follow.</summary>
    private static string Show(byte[] bytes)
    {
        Assert.True(Ipv6Packet.TryParse(bytes, out var packet, out _));
        return $"{packet.HeaderLength}{(packet.IsFragment ? $"+{packet.Offset.Bytes}" : "")}:{packet.PayloadLength}{(packet.MoreFragments ? ">" : "")}";
    }
}
