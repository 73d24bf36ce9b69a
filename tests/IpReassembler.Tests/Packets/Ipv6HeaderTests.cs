using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class Ipv6HeaderTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        var random = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            var header = new Ipv6Header
            {
                TrafficClass = (byte)random.Next(256),
                FlowLabel = random.Next(1 << 20),
                HopLimit = (byte)random.Next(256),
                Protocol = 17,
                Source = IpAddress.V6((ulong)random.NextInt64(), (ulong)random.NextInt64()),
                Destination = IpAddress.V6((ulong)random.NextInt64(), (ulong)random.NextInt64()),
                IsFragment = true,
                Identification = (uint)random.NextInt64(1L << 32),
                MoreFragments = random.Next(2) == 1,
                Offset = new FragmentOffset((ushort)random.Next(1, 8192)),
            };
            var payload = Bytes.Random(i, random.Next(100));
            Assert.True(Ipv6Packet.TryParse(Bytes.Ipv6(header, payload), out var packet, out _));
            Assert.Equal(header with { Extensions = default }, Ipv6Header.CopyOf(packet) with { Extensions = default });
            Assert.Equal(payload, packet.Payload);
        }
    }

    [Theory]
    [InlineData(false, "11")]
    [InlineData(true, "2c")]
    public void Extension_headers_name_what_follows_them(bool isFragment, string named)
    {
        var header = new Ipv6Header
        {
            Protocol = 17,
            Extensions = Bytes.Hex("2b00 010400000000 ff00 000000000000"),
            FirstExtension = Ipv6NextHeader.HopByHopOptions,
            IsFragment = isFragment,
            MoreFragments = isFragment,
        };
        var bytes = Bytes.Ipv6(header, Bytes.Counting(16));
        Assert.Equal(Bytes.Hex($"2b00 010400000000 {named}00 000000000000"), bytes[40..56]);
        Assert.Equal(isFragment ? 64 : 56, header.Length);
        Assert.True(Ipv6Packet.TryParse(bytes, out var packet, out _));
        Assert.Equal((17, 56, isFragment), (packet.Protocol, packet.PerFragmentHeaderLength, packet.IsFragment));
    }

    [Fact]
    public void Refuses_what_no_header_can_hold()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ipv6Header { FlowLabel = 1 << 20 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ipv6Header { Offset = new FragmentOffset(8192) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ipv6Header { Extensions = new byte[1_000] });
        Assert.Throws<ArgumentException>(() => new Ipv6Header { Source = IpAddress.Parse("192.0.2.1") });
        Assert.Throws<ArgumentException>(() => new Ipv6Header { Destination = default });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ipv6Header().WriteTo(new byte[40], 65_536));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ipv6Header { IsFragment = true }.WriteTo(new byte[48], 65_528));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ipv6Header().WriteTo(new byte[39], 0));
        Assert.Equal(40, new Ipv6Header().WriteTo(new byte[40], 65_535));
    }

    [Fact]
    public void The_fragment_header_is_cut_out_of_the_middle()
    {
        var extensions = Bytes.Hex("2b00 010400000000 ff00 000000000000");
        var header = new Ipv6Header { Protocol = 58, Extensions = extensions, FirstExtension = 0, IsFragment = true, MoreFragments = true };
        var headers = new byte[header.Length];
        header.WriteTo(headers, 0);
        Ipv6FragmentHeader.CutOut(headers);
        Assert.Equal(Bytes.Ipv6(header with { IsFragment = false }, [])[6..], headers[14..]);

        header = header with { Extensions = default };
        headers = new byte[header.Length];
        header.WriteTo(headers, 0);
        Ipv6FragmentHeader.CutOut(headers);
        Assert.Equal(58, headers[8 + 6]);
    }
}
