using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class IpPrefixTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("10.9.8.7/8", "10.0.0.0/8")]
    [InlineData("10.9.8.7", "10.9.8.7")]
    [InlineData("10.9.8.7/32", "10.9.8.7")]
    [InlineData("255.255.255.255/0", "0.0.0.0/0")]
    [InlineData("255.255.255.255/31", "255.255.255.254/31")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("2001:db8:ffff::1/33", "2001:db8:8000::/33")]
    [InlineData("2001:db8::ffff/127", "2001:db8::fffe/127")]
    [InlineData("ffff::/0", "::/0")]
    [InlineData("2001:db8:0:0:ffff:ffff:ffff:ffff/64", "2001:db8::/64")]
    public void Reads_and_normalizes(string text, string expected)
    {
        Assert.True(IpPrefix.TryParse(text, out var prefix));
        Assert.Equal(expected, prefix.Normalized.ToString());
        Assert.Equal(prefix.Normalized, prefix.Normalized.Normalized);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/8")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/ 8")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("10/8")]
    [InlineData("2001:db8::/129")]
    [InlineData("2001:db8::/99999999999")]
    [InlineData("host.example/8")]
    public void Refuses_what_is_none(string text) => Assert.False(IpPrefix.TryParse(text, out _));
}
