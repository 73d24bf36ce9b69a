using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Tests.Packets;

namespace IpReassembler.Tests.Cli;

public class HexDumpCaptureTests
{
    private const string Ipv6 = "60000000 0008 11 40 20010db8000000000000000000000001 20010db8000000000000000000000002 1388138900080000";
    private const string Ipv4 = "4500001c 00640000 40110000 c0000201 c6336402 1388138900080000";
    private const string Ipv4Checked = "4500001c 00640000 4011ccc1 c0000201 c6336402 1388138900080000";

    [Theory]
    [InlineData(Ipv6, LinkType.Raw)]
    [InlineData(Ipv4, LinkType.Raw)]
    [InlineData(Ipv4Checked, LinkType.Raw)]
    [InlineData("020000000001 020000000002 86dd" + Ipv6, LinkType.Ethernet)]
    [InlineData("020000000001 020000000002 0800" + Ipv4, LinkType.Ethernet)]
    [InlineData("6045cb000001 020000000002 86dd" + Ipv6, LinkType.Ethernet)]       // a hardware address that begins like IPv6
    [InlineData("6045cb000001 020000000002 0800" + Ipv4, LinkType.Ethernet)]
    [InlineData("450000000001 020000000002 86dd" + Ipv6, LinkType.Ethernet)]       // and one like IPv4
    [InlineData("450000000001 020000000002 0800" + Ipv4, LinkType.Ethernet)]
    [InlineData("450000000001 020000000002 0800" + Ipv4Checked, LinkType.Ethernet)]
    [InlineData("6045cb000001 020000000002 8100 0007 86dd" + Ipv6, LinkType.Ethernet)]
    public void Tells_a_packet_from_a_frame(string digits, LinkType link) => Assert.Equal(link, HexDumpCapture.LinkOf(Bytes.Hex(digits)));

    [Theory]
    [InlineData(Ipv6, LinkType.Raw)]
    [InlineData("020000000001 020000000002 86dd" + Ipv6, LinkType.Ethernet)]
    [InlineData("6045cb000001 020000000002 86dd" + Ipv6, LinkType.Raw)]
    public void Where_nothing_is_whole_the_first_digit_decides(string digits, LinkType link) =>
        Assert.Equal(link, HexDumpCapture.LinkOf(Bytes.Hex(digits).AsSpan()[..^1]));
}
