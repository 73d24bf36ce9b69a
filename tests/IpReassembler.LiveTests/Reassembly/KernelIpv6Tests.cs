using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Scenarios;
using IpReassembler.Tests.Reassembly;

namespace IpReassembler.LiveTests.Reassembly;

/// <summary>What the kernel of this machine does with fragments of IPv6 is what policy <c>linux</c> does.</summary>
public class KernelIpv6Tests(SharedIpv6Kernel kernel) : IClassFixture<SharedIpv6Kernel>
{
    public static TheoryData<string> Patterns => [.. Vector.All.Where(vector => vector.IsForPolicies).Select(vector => vector.Name)];

    public static TheoryData<string> Vectors => [.. Vector.NamesIn("v6")];

    // The patterns of IPv4, as they are. Where the families differ (what is misaligned, too long, or empty) both sides must.
    [Theory]
    [MemberData(nameof(Patterns))]
    public void Patterns_show_no_difference(string name) => ShowNoDifference(name);

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Vectors_show_no_difference(string name)
    {
        var packets = ShowNoDifference(name);
        if (Vector.Find(name).Spec.TryGetProperty("linux", out var linux))
        {
            Assert.Equal(Vector.Payloads(linux), packets.Select(Convert.ToHexStringLower));
        }
    }

    [Theory]
    [InlineData("0:16 mf, 16:8")]
    [InlineData("0:16 mf, 0:24, 16:8")]          // an atomic fragment passes by
    [InlineData("0:12 mf, 8:8")]                 // misaligned: refused, and the rest stays
    [InlineData("8:8, 0:12 mf, 0:8 mf")]
    [InlineData("65528:8 mf, 65528:7, 0:8 mf")]  // beyond 65,535, and just not
    [InlineData("0:0 mf, 8:8, 0:8 mf")]          // nothing of the transport in the first
    [InlineData("0:8 mf, 8:0 mf, 8:8")]          // an empty one behind it kills
    [InlineData("0:8 mf, 8:8 tos 3")]
    public void These_show_no_difference(string words) => Find([new Trial(words, FragmentSketch.Parse(words))]);

    // A first piece that ends before the transport does: Linux goes from header to header by what each says of its length, and refuses the
    // piece only if that brings it to a transport. Destination options in front of the data, cut after so many bytes.
    [Theory]
    [InlineData("3c00010400000000 fd00010400000000 4141414141414141", 16, false)]  // the headers are there, and none of the data
    [InlineData("fd00010400000000 4141414141414141", 8, false)]
    [InlineData("fd011e0c00000000 0000000000000000 4141414141414141", 8, false)]   // half of the last one
    [InlineData("3c00010400000000 fd00010400000000 4141414141414141", 8, true)]    // between two of them
    [InlineData("3c011e0c00000000 0000000000000000 fd00010400000000 4141414141414141", 8, true)]   // half of one, and another one behind it
    [InlineData("3c011e0c00000000 0000000000000000 fd00010400000000 4141414141414141", 16, true)]
    [InlineData("3c00010400000000 fd00010400000000 4141414141414141", 24, true)]
    public void A_first_piece_without_all_headers(string digits, int cut, bool isDelivered)
    {
        var bytes = Convert.FromHexString(digits.Replace(" ", "", StringComparison.Ordinal));
        Piece[] pieces = cut < bytes.Length
            ? [new Piece(0, bytes[..cut], More: true) { Protocol = 60 }, new Piece(cut, bytes[cut..], More: false) { Protocol = 60 }]
            : [new Piece(0, bytes, More: true) { Protocol = 60 }, new Piece(cut, Piece.Fill(8, 'B'), More: false) { Protocol = 60 }];
        var host = kernel.Require();
        var one = host.Case(pieces);
        Assert.Equal(isDelivered ? 1 : 0, host.Ask([one]).Packets[0].Count);
        Assert.Equal(isDelivered ? 1 : 0, OurReassembler.Ask(OverlapPolicy.Linux, [one]).Packets[0].Count);
    }

    // A rebuilt datagram that has another Fragment header is thrown away, be it of an only piece (RFC 6946), and wherever it stands.
    [Theory]
    [InlineData(44, "fd00000000000007 4141414141414141 4242424242424242", false)]
    [InlineData(44, "fd00000000000007 4141414141414141 4242424242424242", false, 8)]
    [InlineData(44, "fd00000100000007 4141414141414141 4242424242424242", false)]
    [InlineData(60, "2c00010400000000 fd00000000000007 4141414141414141", false)]
    [InlineData(60, "2c00010400000000 fd00000000000007 4141414141414141", false, 8)]
    [InlineData(60, "3c00010400000000 2c00010400000000 fd00000000000007 4141414141414141", false, 16)]
    [InlineData(60, "fd00010400000000 fd00000000000007 4141414141414141", true)]
    [InlineData(253, "fd00000000000007 4141414141414141 4242424242424242", true)]
    public void A_second_Fragment_header(byte protocol, string digits, bool isDelivered, int cut = 16)
    {
        var bytes = Convert.FromHexString(digits.Replace(" ", "", StringComparison.Ordinal));
        Piece[] pieces = [new Piece(0, bytes[..cut], More: true) { Protocol = protocol }, new Piece(cut, bytes[cut..], More: false) { Protocol = protocol }];
        var host = kernel.Require();
        foreach (var order in new[] { pieces, [.. pieces.Reverse()] })
        {
            var one = host.Case(order);
            Assert.Equal(isDelivered ? 1 : 0, host.Ask([one]).Packets[0].Count);
            Assert.Equal(isDelivered ? 1 : 0, OurReassembler.Ask(OverlapPolicy.Linux, [one]).Packets[0].Count);
        }
    }

    // The kernel is given the fragments one behind the other, so that what waits too long is not seen here.
    [Fact]
    public void The_gallery_expects_of_linux_what_the_kernel_does()
    {
        var host = kernel.Require();
        Assert.True(Gallery.TryFind("ipv6", out var file));
        var scenario = file.Parse();
        var one = host.Case(Pieces(scenario));
        var (answer, ours) = (host.Ask([one]), OurReassembler.Ask(OverlapPolicy.Linux, [one]));
        Assert.Equal(answer.Packets[0].Select(Convert.ToHexString), ours.Packets[0].Select(Convert.ToHexString));
        var expected = ScenarioTest.Run(scenario).Where(finding => finding.Policy == "linux").ToList();
        Assert.Equal(11, expected.Count);
        Assert.All(expected, finding => Assert.True(finding.IsMet));

        // Of a protocol that nobody has a header of, the first piece hides none, so that datagram is whole.
        var delivered = expected.Where(finding => finding.Expected.Split(' ')[0] is not ("dropped" or "incomplete" or "nothing")).Sum(finding => finding.Sent);
        Assert.Equal(delivered + 1, answer.Packets[0].Count);
    }

    [Fact]
    public void Random_sequences_show_no_difference() => Assert.True(Find(RandomTrials.All(20_000)) >= 4_000);

    [Fact]
    public void Pairs_show_no_difference() => Assert.True(Find(FragmentGrid.OfHalfUnits(3).Pairs) >= 400);

    private IReadOnlyList<byte[]> ShowNoDifference(string name)
    {
        var host = kernel.Require();
        var one = host.Case(Vector.Find(name).Pieces);
        var (answer, ours) = (host.Ask([one]), OurReassembler.Ask(OverlapPolicy.Linux, [one]));
        Assert.Equal(answer.Packets[0].Select(Convert.ToHexString), ours.Packets[0].Select(Convert.ToHexString));
        Assert.Equal(answer.Books, ours.Books);
        return answer.Packets[0];
    }

    // The listener is a raw socket of one protocol.
    private static List<Piece> Pieces(Scenario scenario)
    {
        using var source = scenario.PlayUnimpaired();
        var pieces = new List<Piece>();
        while (source.Read(out var frame) == IpReassembler.Capture.ReadResult.Frame)
        {
            Assert.True(LinkLayer.TryGetIp(frame, out var packet, out _));
            Assert.True(Ipv6Packet.TryParse(packet.Bytes, out var ip, out _));
            pieces.Add(new Piece(ip.Offset.Bytes, ip.Fragmentable.ToArray(), ip.MoreFragments)
            {
                Source = ip.Source.ToString(),
                Id = (int)(ip.Identification & 0xffff),
                Protocol = KernelReassembler.Protocol,
                TimeToLive = ip.HopLimit,
                TypeOfService = ip.TrafficClass,
            });
        }

        return pieces;
    }

    // Sequences that never deliver would agree on nothing: how many were delivered is the answer.
    private long Find(IEnumerable<Trial> trials)
    {
        var oracle = new Oracle(kernel.Require(), OverlapPolicy.Linux);
        var difference = oracle.Find(trials);
        Assert.True(difference is null, difference?.ToString());
        TestContext.Current.TestOutputHelper?.WriteLine($"{oracle.Count} trials, {oracle.Delivered} datagrams delivered");
        return oracle.Delivered;
    }
}
