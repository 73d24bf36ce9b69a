using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class Ipv4HeaderTests
{
    [Fact]
    public void Writes_the_header_that_was_read()
    {
        var bytes = Bytes.Hex("4500 05dc f6b4 20b9 4001 d9cb c0a8 0196 c0a8 0101");
        Assert.True(Ipv4Packet.TryParse(bytes, out var packet, out _));
        var written = new byte[20];
        Assert.Equal(20, Ipv4Header.CopyOf(packet).WriteTo(written, 1480));
        Assert.Equal(bytes, written);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var random = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            var header = new Ipv4Header
            {
                TrafficClass = (byte)random.Next(256),
                Identification = (ushort)random.Next(65_536),
                ReservedFlag = random.Next(2) == 1,
                DontFragment = random.Next(2) == 1,
                MoreFragments = random.Next(2) == 1,
                Offset = new FragmentOffset((ushort)random.Next(8192)),
                TimeToLive = (byte)random.Next(256),
                Protocol = (byte)random.Next(256),
                Source = IpAddress.V4((uint)random.NextInt64(1L << 32)),
                Destination = IpAddress.V4((uint)random.NextInt64(1L << 32)),
                Options = Bytes.Random(i, random.Next(41)),
            };
            var payload = Bytes.Random(i, random.Next(100));
            Assert.True(Ipv4Packet.TryParse(Bytes.Ipv4(header, payload), out var packet, out _));
            var back = Ipv4Header.CopyOf(packet);
            Assert.Equal(header with { Options = default }, back with { Options = default });
            Assert.Equal(header.Options.Span, back.Options.Span[..header.Options.Length]);
            Assert.Equal(new byte[back.Options.Length - header.Options.Length], back.Options.Span[header.Options.Length..]);
            Assert.Equal(payload, packet.Payload);
            Assert.Equal(ChecksumState.Ok, packet.HeaderChecksumState);
        }
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(1, 24)]
    [InlineData(4, 24)]
    [InlineData(37, 60)]
    [InlineData(40, 60)]
    public void Options_are_filled_up_to_whole_words(int options, int expected) =>
        Assert.Equal(expected, new Ipv4Header { Options = new byte[options] }.Length);

    [Fact]
    public void Refuses_what_no_header_can_hold()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ipv4Header { Options = new byte[41] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ipv4Header { Offset = new FragmentOffset(8192) });
        Assert.Throws<ArgumentException>(() => new Ipv4Header { Source = IpAddress.Parse("::1") });
        Assert.Throws<ArgumentException>(() => new Ipv4Header { Destination = default });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ipv4Header().WriteTo(new byte[20], 65_516));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ipv4Header().WriteTo(new byte[20], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ipv4Header().WriteTo(new byte[19], 0));
    }
}
