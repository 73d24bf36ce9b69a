using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class Ipv4FragmenterTests
{
    [Theory]
    [InlineData(0, 1500, "20+0:0")]
    [InlineData(1480, 1500, "20+0:1480")]                           // fits exactly
    [InlineData(1481, 1500, "20+0:1480> 20+1480:1")]
    [InlineData(4000, 1500, "20+0:1480> 20+1480:1480> 20+2960:1040")]
    [InlineData(100, 68, "20+0:48> 20+48:48> 20+96:4")]             // the smallest MTU there may be (RFC 791 section 3.2)
    [InlineData(20, 28, "20+0:8> 20+8:8> 20+16:4")]
    [InlineData(20, 35, "20+0:8> 20+8:12")]                         // the last piece need not end at a multiple of eight
    public void Cuts_at_multiples_of_eight(int payload, int mtu, string expected) =>
        Assert.Equal(expected, Show(new Ipv4Header(), payload, mtu));

    [Fact]
    public void Later_pieces_keep_the_options_with_the_copied_flag()
    {
        // Record route is on the first piece alone; loose source route and router alert are on all (RFC 791 section 3.1).
        var header = new Ipv4Header { Options = Bytes.Hex("07 07 04 00000000 83 07 04 c0000201 94 04 0000 01") };
        var packets = Cut(header, Bytes.Counting(100), mtu: 72);
        Assert.Equal(3, packets.Count);
        Assert.Equal(header.Options.Span.ToArray(), packets[0][20..39]);
        Assert.Equal(Bytes.Hex("83 07 04 c0000201 94 04 0000 00"), packets[1][20..32]);
        Assert.Equal("40+0:32> 32+32:40> 32+72:28", Show(header, 100, 72));
    }

    [Fact]
    public void A_fragment_is_cut_further()
    {
        var header = new Ipv4Header { Offset = new FragmentOffset(100), MoreFragments = true, DontFragment = true, Identification = 9 };
        Assert.Equal("20+800:48> 20+848:48> 20+896:8>", Show(header, 104, 68));
        foreach (var bytes in Cut(header, Bytes.Counting(104), 68))
        {
            Assert.True(Ipv4Packet.TryParse(bytes, out var packet, out _));
            Assert.Equal((9, true), (packet.Identification, packet.DontFragment));
        }
    }

    [Fact]
    public void Pieces_put_together_are_the_payload()
    {
        var random = new Random(6);
        for (var i = 0; i < 500; i++)
        {
            var header = new Ipv4Header { Options = Bytes.Random(i, random.Next(41)) };
            var payload = Bytes.Random(i, random.Next(5000));
            var mtu = header.Length + 8 + random.Next(1500);
            var end = 0;
            foreach (var bytes in Cut(header, payload, mtu))
            {
                Assert.True(Ipv4Packet.TryParse(bytes, out var packet, out _));
                Assert.True(bytes.Length <= mtu);
                Assert.Equal(ChecksumState.Ok, packet.HeaderChecksumState);
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
        var packets = Cut(new Ipv4Header(), new byte[65_515], mtu: 28);
        Assert.Equal(8190, packets.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ipv4Fragmenter(new Ipv4Header(), new byte[65_516], 1500).TryWriteNext([], out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ipv4Fragmenter(new Ipv4Header(), new byte[9], 27).TryWriteNext([], out _));
    }

    [Fact]
    public void Allocates_nothing()
    {
        var header = new Ipv4Header { Options = Bytes.Hex("83 07 04 c0000201 00") };
        var payload = Bytes.Counting(8000);
        var buffer = new byte[1500];
        // A collection that another test causes is charged to whoever runs: the least of several rounds is ours.
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10; i++)
            {
                var fragmenter = new Ipv4Fragmenter(header, payload, buffer.Length);
                while (fragmenter.TryWriteNext(buffer, out _))
                {
                }
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private static List<byte[]> Cut(Ipv4Header header, byte[] payload, int mtu)
    {
        var packets = new List<byte[]>();
        var buffer = new byte[mtu];
        var fragmenter = new Ipv4Fragmenter(header, payload, mtu);
        while (fragmenter.TryWriteNext(buffer, out var length))
        {
            packets.Add(buffer[..length]);
        }

        return packets;
    }

    private static string Show(Ipv4Header header, int payload, int mtu) => string.Join(' ', Cut(header, Bytes.Counting(payload), mtu).Select(Show));

    /// <summary>Header length, offset, payload length, and ">" where more fragments follow.</summary>
    private static string Show(byte[] bytes)
    {
        Assert.True(Ipv4Packet.TryParse(bytes, out var packet, out _));
        return $"{packet.HeaderLength}+{packet.Offset.Bytes}:{packet.PayloadLength}{(packet.MoreFragments ? ">" : "")}";
    }
}
