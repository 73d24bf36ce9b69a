using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class IpAddressTests
{
    [Theory]
    [InlineData("0.0.0.0", "00000000")]
    [InlineData("192.0.2.1", "c0000201")]
    [InlineData("255.255.255.255", "ffffffff")]
    [InlineData("::", "00000000000000000000000000000000")]
    [InlineData("2001:db8::1", "20010db8000000000000000000000001")]
    [InlineData("::ffff:192.0.2.1", "00000000000000000000ffffc0000201")]
    public void Text_and_bytes_say_the_same(string text, string bytes)
    {
        var address = IpAddress.Parse(text);
        Assert.Equal(IpAddress.Read(Bytes.Hex(bytes)), address);
        Assert.Equal(text, address.ToString());
        Span<byte> written = stackalloc byte[16];
        Assert.Equal(Bytes.Hex(bytes), written[..address.WriteTo(written)]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("127.1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("256.0.0.1")]
    [InlineData("fe80::1%eth0")]
    [InlineData("example.org")]
    public void Refuses_other_text(string? text)
    {
        Assert.False(IpAddress.TryParse(text, out _));
        Assert.Throws<FormatException>(() => IpAddress.Parse(text!));
    }

    [Fact]
    public void Families_never_meet()
    {
        Assert.NotEqual(IpAddress.V4(1), IpAddress.V6(0, 1));
        Assert.NotEqual(IpAddress.Parse("192.0.2.1"), IpAddress.Parse("::ffff:192.0.2.1"));
        Assert.Throws<ArgumentException>(() => IpAddress.Read(new byte[6]));
    }
}
