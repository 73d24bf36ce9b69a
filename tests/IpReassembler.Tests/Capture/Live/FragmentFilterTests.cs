using IpReassembler.Capture;

namespace IpReassembler.Tests.Capture.Live;

public class FragmentFilterTests
{
    [Theory]
    [InlineData("port 53")]
    [InlineData("udp and port 53")]
    [InlineData("host 10.0.0.1 and (tcp dst port 80 or 443)")]
    [InlineData("udp src portrange 1000-2000")]
    [InlineData("not port 22")]
    [InlineData("tcp[13] & 2 != 0")]
    [InlineData("tcp [tcpflags] & tcp-syn != 0")]
    [InlineData("icmp[icmptype]=icmp-echo")]
    [InlineData("udp[0:2]=53")]
    public void A_filter_on_what_only_first_fragments_have_is_widened(string expression) =>
        Assert.StartsWith($"({expression}) or (ip[6:2] & 0x1fff != 0) or (ip6[6] == 44) or ", FragmentFilter.Widen(expression), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("udp")]
    [InlineData("ip proto 17")]
    [InlineData("host transport.example.org")]
    [InlineData("ip[6:2] & 0x3fff != 0")]
    [InlineData("net 192.0.2.0/24 and udp")]
    [InlineData("host port-relay")]
    [InlineData("udp and ip[2:2] > 1000")]
    public void A_filter_that_fragments_can_match_stays_as_it_is(string expression) => Assert.Null(FragmentFilter.Widen(expression));
}
