using System.Text;

namespace IpReassembler.Tests.Cli;

/// <summary>What the tool prints of the mix capture, letter by letter.</summary>
[Collection(HeavyTests.Name)]
public class GoldenTests
{
    [Theory]
    [InlineData("summary", "summary mix.pcap")]
    [InlineData("summary-first", "summary --policy first mix.pcap")]
    [InlineData("summary-q", "summary -q mix.pcap")]
    [InlineData("summary-v", "summary -v mix.pcap")]
    [InlineData("summary-not-sound", "summary -Y 'verdict != sound' mix.pcap")]
    [InlineData("list", "list mix.pcap")]
    [InlineData("list-first", "list --policy first mix.pcap")]
    [InlineData("list-not-sound", "list -Y 'verdict != sound' mix.pcap")]
    [InlineData("show-121", "show 121 mix.pcap")]
    [InlineData("show-185", "show 185 mix.pcap")]
    [InlineData("show-160", "show 160 mix.pcap")]
    [InlineData("show-frame-198", "show frame:198 mix.pcap")]
    [InlineData("show-id-0x320", "show id:0x320 mix.pcap")]
    [InlineData("show-182", "show 182 mix.pcap --width 80")]
    [InlineData("show-200", "show 200 mix.pcap --width 80")]
    [InlineData("show-185-policies", "show 185 mix.pcap --policies --width 80")]
    [InlineData("show-121-explain", "show 121 mix.pcap --explain --fragments --width 100")]
    [InlineData("show-185-explain", "show 185 mix.pcap --explain --gaps --width 100")]
    [InlineData("show-165-ascii", "show 165 mix.pcap --explain --gaps --ascii --width 40")]
    [InlineData("show-191-explain", "show 191 mix.pcap --explain --width 80")]
    [InlineData("show-193-explain", "show 193 mix.pcap --explain --width 80")]
    [InlineData("show-200-explain", "show 200 mix.pcap --explain --width 80")]
    [InlineData("show-170-explain", "show 170 mix.pcap --explain --width 80")]
    [InlineData("show-slow-drip", "show 1 slow-drip.pcap --width 100")]
    [InlineData("show-ping-of-death", "show 1 ping-of-death.pcap --explain --width 100")]
    [InlineData("show-truncated", "show 1 truncated.pcap --explain --width 100")]
    [InlineData("show-1-policies", "show 1 mix.pcap --policies")]
    [InlineData("list-json", "list --json --payload sha256 --fingerprint --events datagram,fragment,event,summary mix.pcap")]
    [InlineData("list-csv", "list --csv mix.pcap")]
    [InlineData("list-csv-timing", "list --csv --columns num,first,complete,duration,span,gap_max,gap_max_frame,reordered,extent,n_reordering,late,ttl_changes,community_id mix.pcap")]
    [InlineData("flows", "flows mix.pcap")]
    [InlineData("flows-pair-80", "flows --by pair --sort p99 --width 80 mix.pcap")]
    [InlineData("flows-proto", "flows --by proto mix.pcap")]
    [InlineData("flows-json", "flows --json mix.pcap")]
    [InlineData("flows-csv", "flows --csv mix.pcap")]
    [InlineData("summary-json", "summary --json mix.pcap")]
    public void Mix(string name, string commandLine)
    {
        var run = ToolRun.Of(commandLine);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var folder = ToolRun.Capture("").TrimEnd(Path.DirectorySeparatorChar);
        Text.Golden.Check(name, output => output.Write(Encoding.UTF8.GetString(run.Output).Replace(folder, "captures", StringComparison.Ordinal).ReplaceLineEndings("\n")), Here());
    }

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}
