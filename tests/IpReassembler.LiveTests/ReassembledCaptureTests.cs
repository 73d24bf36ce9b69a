namespace IpReassembler.LiveTests;

/// <summary>What <c>ipreasm reassemble</c> writes is whole in the eyes of tshark, which recomputes every checksum.</summary>
public class ReassembledCaptureTests
{
    /// <summary>Captures of which every datagram can be delivered, and how many there are.</summary>
    public static TheoryData<string, int> WholeCaptures => new()
    {
        { "clean.pcap", 3 },
        { "reversed.pcap", 1 },
        { "tiny.pcap", 1 },
        { "options.pcap", 5 },
        { "vlan-qinq.pcap", 4 },
        { "links.pcapng", 16 },
        { "kernel-udp-ping.pcap", 8 }, // 3 of UDP, 3 whole answers to them, the echo and its reply
    };

    [Theory]
    [MemberData(nameof(WholeCaptures))]
    public void Has_only_whole_datagrams_with_good_checksums(string name, int count)
    {
        var frames = Reassemble(name);
        Assert.Equal(count, frames.Count);
        Assert.All(frames, frame =>
        {
            Assert.True(frame.IsWhole);
            Assert.Equal(Good, frame.IpChecksum);
            Assert.True(frame.UdpChecksum is "" or Good, $"UDP checksum status {frame.UdpChecksum}");
        });
    }

    [Fact]
    public void Of_mix_has_what_linux_delivers_and_keeps_the_rest()
    {
        var frames = Reassemble("mix.pcap", "--policy", "linux");
        var whole = frames.Where(frame => frame.IsWhole).ToList();
        Assert.Equal(30, whole.Count);
        Assert.Equal(29, whole.Count(frame => frame.UdpChecksum == Good));
        Assert.Equal(1, whole.Count(frame => frame.UdpChecksum == Bad)); // #193, spliced of two datagrams
    }

    [Fact]
    public void Of_tunnels_all_that_is_inside_is_whole_too()
    {
        Tshark.Require();
        var folder = Directory.CreateTempSubdirectory("ipreasm-");
        try
        {
            var output = Path.Combine(folder.FullName, "whole.pcapng");
            Assert.Equal(0, Ipreasm.Run(["reassemble", "-r", CaptureFolder.PathOf("tunnels.pcapng"), "-w", output, "--depth", "all"]).ExitCode);
            var rows = Tshark.Fields(output, "ip.checksum.status", "udp.checksum.status", "udp.length", "ip.flags.mf", "ip.frag_offset", "_ws.malformed");
            Assert.Equal(12, rows.Count);
            Assert.All(rows, row =>
            {
                // Of every header in the frame, from the outside in.
                Assert.All(row[0].Split(',').Concat(row[1].Split(',')), status => Assert.Equal(Good, status));
                Assert.Equal("2008", row[2].Split(',')[^1]);
                Assert.All(row[3].Split(',').Concat(row[4].Split(',')), value => Assert.True(value is "0" or "False" or ""));
                Assert.Equal("", row.Length > 5 ? row[5] : "");
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private const string Bad = "0";
    private const string Good = "1";

    private sealed record Frame(bool IsWhole, string IpChecksum, string UdpChecksum);

    private static List<Frame> Reassemble(string name, params IEnumerable<string> options)
    {
        Tshark.Require();
        var folder = Directory.CreateTempSubdirectory("ipreasm-");
        try
        {
            var output = Path.Combine(folder.FullName, "whole.pcapng");
            var run = Ipreasm.Run(["reassemble", "-r", CaptureFolder.PathOf(name), "-w", output, .. options]);
            Assert.True(run.ExitCode == 0, $"exit code {run.ExitCode}: {run.Error}");
            // An ICMP error quotes a second IP header: the first value of a field is the outer one's.
            return [.. Tshark.Fields(output, "ip.flags.mf", "ip.frag_offset", "ip.checksum.status", "udp.checksum.status", "icmp.type")
                .Select(row => row.Select(field => field.Split(',')[0]).ToArray())
                .Select(row => new Frame(row is ["0" or "False", "0", ..], row[2], row[4] == "3" ? "" : row[3]))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
