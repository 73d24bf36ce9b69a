using System.Globalization;
using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Scenarios;

namespace IpReassembler.LiveTests;

/// <summary>What a scenario says is what tshark finds in the capture that was made of it.</summary>
public class ScenarioTests
{
    // tshark prints a field for each header of a frame, and in tunnels there are several.
    private static readonly string[] Tunnels = ["tunnel-mtu", "tunnel-kinds"];

    public static TheoryData<string> Names => [.. Gallery.Names.Except(Tunnels)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_the_gallery(string name)
    {
        Assert.True(Gallery.TryFind(name, out var file));
        Compare(file.Parse(), name, ".pcapng");
    }

    [Fact]
    public void Of_tunnels_every_header_is_found_and_every_checksum_is_right()
    {
        Tshark.Require();
        using var made = new TemporaryFile(".pcapng");
        var run = Ipreasm.Run("scenario", "run", "tunnel-kinds", "-w", made.Path);
        Assert.True(run.ExitCode == 0, run.Error);
        var rows = Tshark.Fields(made.Path, "frame.protocols", "ip.checksum.status", "udp.checksum.status");
        string[] kinds =
        [
            "ip:ip", "ip:gre:ip", "ip:udp:vxlan:eth:ethertype:ip", "ipv6:udp:geneve:eth:ethertype:ip", "ip:udp:gtp:ip", "ip:ipv6:ipv6.fraghdr",
            "ip:udp:vxlan:eth:ethertype:ip:gre:ipv6:ipv6:ipv6.fraghdr",
        ];
        Assert.Equal(kinds.SelectMany(kind => Enumerable.Repeat($"eth:ethertype:{kind}:data", 3)), rows.Select(row => row[0]));
        Assert.All(rows.SelectMany(row => row.Skip(1)).SelectMany(field => field.Split(',')).Where(status => status.Length > 0), status => Assert.Equal("1", status));
    }

    [Theory]
    [InlineData(".pcap")]
    [InlineData(".pcapng")]
    public void With_times_of_nanoseconds(string ending)
    {
        const string Text = """
            start 1234567890.123456789
            datagram A  udp 1>2 payload random 5000 ttl 9
              mtu 1500 mtu 576 every 1ns
            repeat 3 every 1.000000001s id+1
            impair reorder 20% by 2 dup 10% jitter 777ns rate 1gbit seed 4
            """;
        using var folder = new TemporaryFile();
        File.WriteAllText(folder.Path, Text);
        Compare(Scenario.Parse(Text), folder.Path, ending);
    }

    private static void Compare(Scenario scenario, string name, string ending)
    {
        Tshark.Require();
        using var made = new TemporaryFile(ending);
        var run = Ipreasm.Run("scenario", "run", name, "-w", made.Path);
        Assert.True(run.ExitCode == 0, run.Error);

        string[] fields4 = ["ip.id", "ip.frag_offset", "ip.flags.mf", "ip.len", "ip.ttl"];
        string[] fields6 = ["ipv6.fraghdr.ident", "ipv6.fraghdr.offset", "ipv6.fraghdr.more", "ipv6.plen", "ipv6.hlim"];
        var found = Tshark.Fields(made.Path, ["frame.time_epoch", .. fields4, .. fields6, "frame.len"]);
        // tshark shows the offset as the header has it, in units of eight bytes.
        var expected = new List<string>();
        using var source = scenario.Play();
        while (source.Read(out var frame) == ReadResult.Frame)
        {
            Assert.True(LinkLayer.TryGetIp(frame, out var packet, out _));
            expected.Add(string.Create(CultureInfo.InvariantCulture, $"{frame.Timestamp} {Facts(packet)} {frame.OriginalLength}"));
        }

        Assert.Equal(expected, found.Select(row => string.Join(' ', row.Where(value => value.Length > 0).Select(Flag))));
    }

    private static string Facts(IpPacket packet)
    {
        if (Ipv6Packet.TryParse(packet.Bytes, out var ip6, out _))
        {
            var facts = ip6.HeaderLength == Ipv6Packet.FixedHeaderLength ? "" : $"0x{ip6.Identification:x8} {ip6.Offset.EightByteUnits} {(ip6.MoreFragments ? 1 : 0)} ";
            return $"{facts}{ip6.TotalLength - Ipv6Packet.FixedHeaderLength} {ip6.HopLimit}";
        }

        Assert.True(Ipv4Packet.TryParse(packet.Bytes, out var ip, out _));
        return $"0x{ip.Identification:x4} {ip.Offset.EightByteUnits} {(ip.MoreFragments ? 1 : 0)} {ip.TotalLength} {ip.TimeToLive}";
    }

    // Newer versions write flags as words.
    private static string Flag(string value) => value switch { "True" => "1", "False" => "0", _ => value };

    private sealed class TemporaryFile(string ending = ".scenario") : IDisposable
    {
        public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"ipreasm-{Guid.NewGuid():N}{ending}");

        public void Dispose() => File.Delete(Path);
    }
}
