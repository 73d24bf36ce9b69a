using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Scenarios;
using IpReassembler.Tests.Reassembly;

namespace IpReassembler.LiveTests.Reassembly;

/// <summary>What the gallery expects of policy "linux" is what the kernel of this machine does.</summary>
/// <remarks>Where time does not matter: the kernel is given the fragments one behind the other, and would have to be waited for.</remarks>
public class KernelScenarioTests(SharedKernel kernel) : IClassFixture<SharedKernel>
{
    private static readonly string[] Untimely = ["expired", "slow-drip", "late-duplicate"];

    // IPv6 has a class of its own, tunnels need ends, VLANs need interfaces of their own, a cut capture has no packets to send, and the flood is about limits.
    private static readonly string[] Unsuitable = ["vlan-qinq", "truncated", "flood", "mix", "ipv6", "tunnel-mtu", "tunnel-kinds"];

    public static TheoryData<string> Names => [.. Gallery.Names.Except(Untimely).Except(Unsuitable)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_kernel_does_what_is_expected_of_linux(string name)
    {
        var host = kernel.Require();
        Assert.True(Gallery.TryFind(name, out var file));
        var scenario = file.Parse();
        // The listener is a raw socket of one protocol: what is in the datagram does not matter to reassembly.
        var one = host.Case(Pieces(scenario));

        var answer = host.Ask([one]);

        var ours = OurReassembler.Ask(OverlapPolicy.Linux, [one]);
        Assert.Equal(answer.Packets[0].Select(Convert.ToHexString), ours.Packets[0].Select(Convert.ToHexString));
        var expected = ScenarioTest.Run(scenario).Where(finding => finding.Policy == "linux").ToList();
        Assert.NotEmpty(expected);
        Assert.All(expected, finding => Assert.True(finding.IsMet));
        var delivered = expected.Where(finding => finding.Expected.Split(' ')[0] is not ("dropped" or "incomplete" or "nothing")).Sum(finding => finding.Sent);
        Assert.Equal(delivered, answer.Packets[0].Count);
    }

    private static List<Piece> Pieces(Scenario scenario)
    {
        using var source = scenario.PlayUnimpaired();
        var pieces = new List<Piece>();
        while (source.Read(out var frame) == IpReassembler.Capture.ReadResult.Frame)
        {
            Assert.True(LinkLayer.TryGetIp(frame, out var packet, out _));
            Assert.True(Ipv4Packet.TryParse(packet.Bytes, out var ip, out _));
            pieces.Add(new Piece(ip.Offset.Bytes, ip.Payload.ToArray(), ip.MoreFragments)
            {
                Id = ip.Identification,
                Protocol = KernelReassembler.Protocol,
                TimeToLive = ip.TimeToLive,
                TypeOfService = ip.TrafficClass,
                DontFragment = ip.DontFragment,
                // A source route would be refused, and a recorded route would be written into.
                Options = [],
            });
        }

        return pieces;
    }
}
