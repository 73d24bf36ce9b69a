using System.Text.Json;

namespace IpReassembler.Tests.Cli;

/// <summary>The verbs that rewrite and list captures, over IPv6 and inside tunnels.</summary>
public class Ipv6VerbTests
{
    private static readonly string Captures = Path.Combine(RepositoryRoot.Path, "captures");

    [Fact]
    public void What_is_put_together_is_cut_again_and_is_the_same()
    {
        using var folder = new TemporaryFolder();
        var (whole, cut) = (Path.Combine(folder.Path, "whole.pcap"), Path.Combine(folder.Path, "cut.pcap"));
        Run("reassemble", Path.Combine(Captures, "ipv6.pcap"), "-w", whole, "--only-fragments");
        Assert.Empty(Payloads(whole));
        Run("fragment", whole, "-w", cut, "--mtu", "1280", "--order", "reverse");

        var before = Payloads(Path.Combine(Captures, "ipv6.pcap")).Where(payload => payload.Length > 1240).ToArray();
        Assert.Equal(3, before.Length);
        Assert.Equal(before.Order(), Payloads(cut).Order());
    }

    [Fact]
    public void Padding_fills_the_hole_of_an_IPv6_datagram()
    {
        using var folder = new TemporaryFolder();
        var padded = Path.Combine(folder.Path, "padded.pcapng");
        Run("reassemble", Path.Combine(Captures, "ipv6.pcap"), "-w", padded, "--only-fragments", "--incomplete", "pad");
        // Two plain ones, the one that Linux takes although pieces overlap, the echo, the one in 45 s, and the one with the hole: none is in pieces any more.
        var summary = Summary(padded);
        Assert.Equal((6, 0), (summary.GetProperty("ipv6_packets").GetInt32(), summary.GetProperty("ipv6_fragments").GetInt32()));
    }

    [Fact]
    public void Records_tell_how_deep_they_were_and_depth_outer_keeps_out()
    {
        var all = Lines(Path.Combine(Captures, "tunnels.pcapng"));
        Assert.Equal([0, 1, 3], all.Select(line => line.GetProperty("depth").GetInt32()).Distinct().Order());
        Assert.All(all.Where(line => line.GetProperty("depth").GetInt32() > 0), line => Assert.Equal("complete", line.GetProperty("state").GetString()));

        var outer = Lines(Path.Combine(Captures, "tunnels.pcapng"), "--depth", "outer");
        Assert.All(outer, line => Assert.Equal(0, line.GetProperty("depth").GetInt32()));
        Assert.NotEmpty(outer);
    }

    [Fact]
    public void Counts_are_those_of_the_outermost_layer()
    {
        var summary = Summary(Path.Combine(Captures, "ipv6.pcap"));
        Assert.Equal((0, 0), (summary.GetProperty("ipv4_packets").GetInt32(), summary.GetProperty("ipv4_fragments").GetInt32()));
        // One of them is an atomic fragment, which is none.
        Assert.Equal(summary.GetProperty("ipv6_packets").GetInt32() - 1, summary.GetProperty("ipv6_fragments").GetInt32());
    }

    private static void Run(params string[] arguments) => Assert.True(ToolRun.Of(arguments) is { ExitCode: 0 }, string.Join(' ', arguments));

    private static JsonElement Summary(string capture) => All("summary", capture, "--json").Single(line => line.GetProperty("type").GetString() == "summary");

    private static List<(int Length, string Sha256)> Payloads(string capture) =>
        [.. Lines(capture).Where(line => line.GetProperty("state").GetString() == "complete")
            .Select(line => (line.GetProperty("payload_len").GetInt32(), line.GetProperty("payload_sha256").GetString()!))];

    private static List<JsonElement> Lines(string capture, params string[] more) =>
        [.. All(["list", capture, "--json", "--payload", "sha256", .. more]).Where(line => line.GetProperty("type").GetString() == "datagram")];

    private static IEnumerable<JsonElement> All(params string[] arguments) => System.Text.Encoding.UTF8.GetString(ToolRun.Of(arguments).Output)
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement);
}
