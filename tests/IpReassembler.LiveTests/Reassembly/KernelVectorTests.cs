using System.Text.Json;
using IpReassembler.Reassembly;
using IpReassembler.Tests.Reassembly;

namespace IpReassembler.LiveTests.Reassembly;

/// <summary>The kernel of this machine does with the conformance vectors what they say of Linux, and our cache does the same.</summary>
public class KernelVectorTests(SharedKernel kernel) : IClassFixture<SharedKernel>
{
    public static TheoryData<string> PolicyVectors => [.. Vector.All.Where(vector => vector.IsForPolicies).Select(vector => vector.Name)];

    /// <summary>Without VLANs, which would need interfaces of their own, and without the one that is sent from the receiver's own address.</summary>
    public static TheoryData<string> HeaderVectors =>
        [.. Vector.NamesIn("key", "hdr", "ecn").Except(["key/other-vlan", "key/other-inner-vlan", "key/reverse-direction"])];

    public static TheoryData<string> DistanceVectors => [.. Vector.NamesIn("dist")];

    [Theory]
    [MemberData(nameof(PolicyVectors))]
    public void Fragments(string name)
    {
        var vector = Vector.Find(name);
        var expected = vector.Expect("linux");

        var (answer, ours, counters) = Ask(vector);

        Assert.Equal(Vector.Payloads(expected), answer.Packets[0].Select(Payload));
        Assert.Equal(answer.Packets[0].Select(Convert.ToHexString), ours.Packets[0].Select(Convert.ToHexString));
        Assert.Equal(answer.Books, ours.Books);
        Assert.Equal(expected.GetProperty("left_over").GetBoolean(), counters.Waiting > 0);
        Assert.Equal(expected.GetProperty("verdicts").EnumerateArray().Count(verdict => verdict.GetString() == "killed:overlap"), counters.Overlaps);
    }

    [Theory]
    [MemberData(nameof(HeaderVectors))]
    public void Keys_headers_and_ecn(string name)
    {
        var vector = Vector.Find(name);

        var (answer, ours, _) = Ask(vector);

        Assert.Equal(Vector.Payloads(vector.ExpectOfHeader), answer.Packets[0].Select(Payload));
        Assert.Equal(answer.Packets[0].Select(Convert.ToHexString), ours.Packets[0].Select(Convert.ToHexString));
    }

    // net.ipv4.ipfrag_max_dist: the one thing Linux does that policy "linux" does not. A capture does not tell
    // what else its source sent to the host.
    [Theory]
    [MemberData(nameof(DistanceVectors))]
    public void Too_many_fragments_of_others_in_between_make_the_kernel_begin_anew_and_not_us(string name)
    {
        var vector = Vector.Find(name);
        JsonElement expected = vector.Spec.GetProperty("linux");

        var (answer, ours, _) = Ask(vector);

        Assert.Equal(Vector.Payloads(expected), answer.Packets[0].Select(Payload));
        Assert.Single(ours.Packets[0]);
    }

    private (HostAnswer Kernel, HostAnswer Ours, KernelCounters Counters) Ask(Vector vector)
    {
        var host = kernel.Require();
        var one = host.Case(vector.Pieces);
        return (host.Ask([one]), OurReassembler.Ask(OverlapPolicy.Linux, [one]), host.LastCounters);
    }

    private static string Payload(byte[] packet) => Convert.ToHexStringLower(packet.AsSpan((packet[0] & 15) * 4));
}
