namespace IpReassembler.Tests.Cli;

/// <summary>Why <c>show</c> says a datagram was not delivered; and that the setting it names does what it says.</summary>
public class ReasonTests
{
    [Theory]
    [InlineData("182 mix.pcap", "why: dropped by policy linux at frame 183: its bytes 1400-2959 overlap #182; --policy first would deliver 4008 bytes.")]
    [InlineData("185 mix.pcap", "why: dropped by policy linux at frame 188: its bytes 8-39 overlap #185, #186; --policy first would deliver 96 bytes.")]
    [InlineData("191 mix.pcap", "why: dropped by policy linux at frame 192: second end seen; no policy delivers it.")]
    [InlineData("191 mix.pcap --policy bsd", "why: timeout 30.0 s after its first fragment: 40-end never came; not taken: #192 (overlap, conflicting-end); no policy delivers it.")]
    [InlineData("1 truncated.pcap", "why: the input ended before its timeout of 30.0 s: 0-8007 never came; not taken: #1, #2, #3, ... (truncated-fragment), capture whole packets (tcpdump -s 0).")]
    [InlineData("200 mix.pcap", "why: expired: whole 70.0 s after its first fragment, timeout 30.0 s; --timeout 71s is long enough.")]
    [InlineData("199 mix.pcap --timeout 24s", "why: expired: whole 24.0 s after its first fragment, timeout 24.0 s; --timeout 25s is long enough.")]
    [InlineData("151 mix.pcap", "why: timeout 30.0 s after its first fragment: 2960-5919 never came.")]
    [InlineData("1 mix.pcap -c 3", "why: the input ended before its timeout of 30.0 s: 4440-end never came.")]
    [InlineData("1 mix.pcap -c 3 --timeout none", "why: the input ended before it was whole: 4440-end never came.")]
    [InlineData("199 mix.pcap --max-datagrams 1", "why: thrown away to keep --max-datagrams 1; allow more of them.")]
    [InlineData("1 mix.pcap --max-fragments 2", "why: thrown away to keep --max-fragments 2; allow more of them.")]
    public void Tells_the_rule_the_frames_and_the_setting(string what, string expected) =>
        Assert.Contains(expected, ToolRun.Of("show " + what).Lines);

    [Theory]
    [InlineData("200 mix.pcap --timeout 71s")]
    [InlineData("199 mix.pcap --timeout 25s")]
    [InlineData("182 mix.pcap --policy first")]
    [InlineData("185 mix.pcap --policy first")]
    public void What_it_advises_helps(string what)
    {
        var run = ToolRun.Of("show " + what);
        Assert.StartsWith("complete and ", run.Lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("why:", run.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--policy first --timeout 71s", " --policy first --timeout 71s")]
    [InlineData("--key src,dst,proto,id --timeout none", " --timeout none --key src,dst,proto,id")]
    [InlineData("", "")]
    public void Commands_that_the_summary_suggests_repeat_the_engine_options(string options, string repeated)
    {
        var run = ToolRun.Of($"summary mix.pcap {options}");
        Assert.Contains($"ipreasm policy -r {ToolRun.Capture("mix.pcap")}{repeated}\n", run.Text, StringComparison.Ordinal);
        Assert.Contains($"ipreasm show 193 -r {ToolRun.Capture("mix.pcap")}{repeated}\n", run.Text, StringComparison.Ordinal);
    }
}
