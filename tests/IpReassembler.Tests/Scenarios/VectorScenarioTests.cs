using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Scenarios;
using IpReassembler.Tests.Reassembly;

namespace IpReassembler.Tests.Scenarios;

/// <summary>Every conformance vector can be written as a scenario, and what is played is the vector again.</summary>
public class VectorScenarioTests
{
    // Those of IPv6 are for another header, and one begins later than it ends.
    public static TheoryData<string> Names =>
        [.. Vector.All.Where(vector => vector.Group != "v6" && !vector.Name.StartsWith("time/clock", StringComparison.Ordinal)).Select(vector => vector.Name)];

    public static TheoryData<string> PolicyNames => [.. Vector.All.Where(vector => vector.IsForPolicies).Select(vector => vector.Name)];

    // Nine times the digits of the largest datagram are more than a scenario may have.
    private static string Outcome(string payload) =>
        payload.Length < 10_000 ? $"hex \"{payload}\"" : $"sha256 \"{Convert.ToHexString(SHA256.HashData(Convert.FromHexString(payload)))}\"";

    [Theory]
    [MemberData(nameof(Names))]
    public void Played_it_is_the_same_again(string name)
    {
        var pieces = Vector.Find(name).Pieces.OrderBy(piece => piece.At).ToArray();
        var frames = Played.All(Text(Vector.Find(name)));

        Assert.Equal(pieces.Length, frames.Count);
        for (var i = 0; i < pieces.Length; i++)
        {
            var tags = pieces[i].Vlans.Length;
            Assert.Equal(pieces[i].At.Nanoseconds, frames[i].At.Nanoseconds);
            Assert.Equal(Convert.ToHexString(pieces[i].ToEthernet().AsSpan(12 + (4 * tags))), Convert.ToHexString(frames[i].Bytes.AsSpan(12 + (4 * tags))));
            Assert.True(LinkLayer.TryGetIp(new CapturedFrame(frames[i].Bytes, LinkType.Ethernet, default), out var packet, out _));
            Assert.Equal(string.Join('.', pieces[i].Vlans), packet.Vlans.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(PolicyNames))]
    public void Tested_it_comes_out_as_the_vector_says(string name)
    {
        var vector = Vector.Find(name);
        var text = new StringBuilder(Text(vector));
        foreach (var policy in OverlapPolicy.All)
        {
            var payloads = Vector.Payloads(vector.Expect(policy.Name)).Select(Outcome).ToArray();
            var outcome = payloads.Length > 0 ? string.Join(" then ", payloads) : "nothing";
            text.Append(CultureInfo.InvariantCulture, $"expect A {policy.Name} {outcome}\n");
        }

        var findings = ScenarioTest.Run(Scenario.Parse(text.ToString()));
        Assert.Equal(OverlapPolicy.All.Count, findings.Count);
        Assert.All(findings, finding => Assert.True(finding.IsMet, $"{finding.Policy}: expected {finding.Expected}, came {finding.Came}"));
    }

    private static string Text(Vector vector)
    {
        var text = new StringBuilder("datagram A  dst 192.0.2.2 proto 253 payload letters\n");
        foreach (var piece in vector.Pieces)
        {
            text.Append(CultureInfo.InvariantCulture, $"  frag {piece.Offset}:{piece.Payload.Length} hex \"{Convert.ToHexString(piece.Payload)}\" at {piece.At.Nanoseconds}ns");
            text.Append(CultureInfo.InvariantCulture, $" src {piece.Source} dst {piece.Destination} proto {piece.Protocol} id {piece.Id} ttl {piece.TimeToLive} tos {piece.TypeOfService}");
            text.Append(piece.More ? " mf" : "").Append(piece.DontFragment ? " df" : "").Append(piece.Reserved ? " evil" : "");
            text.Append(piece.Options.Length > 0 ? $" options hex \"{Convert.ToHexString(piece.Options)}\"" : "");
            text.Append(piece.Trailer.Length > 0 ? $" trailer hex \"{Convert.ToHexString(piece.Trailer)}\"" : "");
            text.Append(piece.Vlans.Length > 0 ? $" vlan {string.Join(',', piece.Vlans)}" : "");
            text.Append(piece.TotalLength is { } total ? $" total {total}" : "").Append('\n');
        }

        return text.ToString();
    }
}
