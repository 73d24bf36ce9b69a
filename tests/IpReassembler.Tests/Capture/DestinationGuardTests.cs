using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Capture;

public class DestinationGuardTests
{
    [Theory]
    [InlineData("127.0.0.0", "127.255.255.255")]
    [InlineData("10.0.0.0", "10.255.255.255")]
    [InlineData("172.16.0.0", "172.31.255.255")]
    [InlineData("192.168.0.0", "192.168.255.255")]
    [InlineData("169.254.0.0", "169.254.255.255")]
    [InlineData("192.0.2.0", "192.0.2.255")]
    [InlineData("198.51.100.0", "198.51.100.255")]
    [InlineData("203.0.113.0", "203.0.113.255")]
    [InlineData("198.18.0.0", "198.19.255.255")]
    [InlineData("::1", "::1")]
    [InlineData("fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff")]
    public void Permits_a_network_from_its_first_to_its_last_address_and_no_further(string first, string last)
    {
        Assert.True(DestinationGuard.Permits(IpAddress.Parse(first)));
        Assert.True(DestinationGuard.Permits(IpAddress.Parse(last)));
        Assert.False(DestinationGuard.Permits(Beside(IpAddress.Parse(first), -1)));
        Assert.False(DestinationGuard.Permits(Beside(IpAddress.Parse(last), 1)));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("8.8.8.8")]
    [InlineData("100.64.0.1")] // a provider's network (RFC 6598)
    [InlineData("224.0.0.251")] // multicast
    [InlineData("255.255.255.255")] // broadcast
    [InlineData("::")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("ff02::1")]
    public void Refuses_what_may_be_somebodys(string address) => Assert.False(DestinationGuard.Permits(IpAddress.Parse(address)));

    private static IpAddress Beside(IpAddress address, int step) => address.Version == IpVersion.V4
        ? IpAddress.V4((uint)(address.Low + (ulong)step))
        : ((UInt128)address.High << 64 | address.Low) + (UInt128)step is var sum ? IpAddress.V6((ulong)(sum >> 64), (ulong)sum) : default;
}
