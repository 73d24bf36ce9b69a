using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Tests.Captures;
using IpReassembler.Tests.Packets;

namespace IpReassembler.Tests.Cli;

/// <summary>Nothing is sent that somebody may pass on to an address of somebody else.</summary>
public class ReplayGateTests
{
    private static readonly IpAddress Public = IpAddress.Parse("2606:4700::1111");
    private static readonly IpAddress Example = IpAddress.Parse("2001:db8::2");

    [Fact]
    public void The_destination_of_IPv6_is_looked_at()
    {
        Assert.Equal((ReplayFate.Sent, Example), Judge(To(Example)));
        Assert.Equal((ReplayFate.Refused, Public), Judge(To(Public)));
    }

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(4, 1, true)]
    [InlineData(0, 0, false)]        // nothing is left of the route
    public void A_routing_header_names_stops(byte type, byte left, bool isRefused)
    {
        byte[] route = [0, 2, type, left, 0, 0, 0, 0, .. Bytes.Hex("260647000000000000000000 00001111")];
        var packet = Bytes.Ipv6(new Ipv6Header { Source = Example, Destination = Example, Protocol = 59, FirstExtension = 43, Extensions = route }, []);
        Assert.Equal(isRefused ? ReplayFate.Refused : ReplayFate.Sent, Judge(packet).Fate);
    }

    [Fact]
    public void A_tunnel_carries_a_packet_for_somebody_else()
    {
        Assert.Equal((ReplayFate.Refused, Public), Judge(Bytes.Ipv4(To(Public), protocol: 41)));
        Assert.Equal(ReplayFate.Sent, Judge(Bytes.Ipv4(To(Example), protocol: 41)).Fate);
        Assert.Equal((ReplayFate.Refused, Public), Judge(Bytes.Ipv4(Bytes.Ipv4([0, 0, 0x86, 0xdd, .. To(Public)], protocol: 47), protocol: 4)));
    }

    private static byte[] To(IpAddress destination) => Bytes.Ipv6(new Ipv6Header { Source = Example, Destination = destination, Protocol = 59 }, []);

    private static (ReplayFate Fate, IpAddress Destination) Judge(byte[] packet)
    {
        byte[] frame = packet[0] >> 4 == 4 ? Framing.Ethernet(packet) : [.. new byte[12], 0x86, 0xdd, .. packet];
        var fate = new ReplayGate(IsRaw: false, Destination: null, OwnsNetwork: false)
            .Judge(new CapturedFrame(frame, LinkType.Ethernet, default) { OriginalLength = frame.Length }, out var destination);
        return (fate, destination);
    }
}
