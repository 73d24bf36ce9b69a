using System.Text;

namespace IpReassembler.Tests.Cli;

public class ScenarioVerbTests
{
    [Fact]
    public void A_difference_is_shown_and_the_exit_code_is_1()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.scenario", Encoding.UTF8.GetBytes(
            "datagram A payload letters\nfrag 0:8 \"A\" mf\nfrag 8:8 \"B\"\nrepeat 3 every 1ms id+1\nexpect A first \"AB\" linux \"BA\""));
        var run = ToolRun.Of(["scenario", "test", file]);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            $"ok    A  first  \"AB\"\nFAIL  A  linux  {file}:5   (3 of 3 times)\n        expected  \"BA\"\n        came      \"AB\"\n2 expectations, 1 not met\n", run.Text);
        Assert.StartsWith("FAIL", ToolRun.Of(["scenario", "test", "-q", file]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_is_shown_with_its_place()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.scenario", "datagram A\n  fragg 0:8"u8.ToArray());
        var run = ToolRun.Of(["scenario", "test", file]);
        Assert.Equal((3, ""), (run.ExitCode, run.Text));
        Assert.Equal($"ipreasm: {file}:2:3: 'fragg': no line begins so; did you mean 'frag'?\n    fragg 0:8\n    ^^^^^\n", run.Error);
    }

    [Theory]
    [InlineData("scenario", 2, "scenario needs one of run, test, list, show, grammar.")]
    [InlineData("scenario rnu", 2, "scenario has no 'rnu'; did you mean 'run'?")]
    [InlineData("scenario run tiny", 2, "'--write' is required")]
    [InlineData("scenario test tinny", 3, "called so; did you mean 'tiny'?")]
    [InlineData("scenario test nothing-like-it", 3, "called so. ipreasm scenario list shows them.")]
    [InlineData("scenario test /", 3, "it is a folder")]
    [InlineData("scenario run tiny -w /nowhere/x.pcap", 3, "cannot write /nowhere/x.pcap")]
    public void Wrong_usage_is_told(string commandLine, int exitCode, string message)
    {
        var run = ToolRun.Of(commandLine.Split(' '));
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Text));
        Assert.Contains(message, run.Error);
    }

    [Fact]
    public void A_scenario_is_not_written_over()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.scenario", "datagram A"u8.ToArray());
        var run = ToolRun.Of(["scenario", "run", file, "-w", file]);
        Assert.Equal((2, $"ipreasm: {file} is the scenario: write to another file.\n"), (run.ExitCode, run.Error));
        Assert.Equal("datagram A", File.ReadAllText(file));
    }

    [Fact]
    public void Nothing_expected_is_nothing_tested()
    {
        using var folder = new TemporaryFolder();
        var run = ToolRun.Of(["scenario", "test", folder.Write("x.scenario", "datagram A"u8.ToArray())]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("nothing was tested", run.Error);
    }

    [Fact]
    public void The_gallery_is_listed_and_the_grammar_printed()
    {
        Assert.Contains(ToolRun.Of("scenario list").Lines, line => line.StartsWith("tiny ", StringComparison.Ordinal) && line.EndsWith("in padded frames", StringComparison.Ordinal));
        Assert.StartsWith("# Scenarios\n", ToolRun.Of("scenario grammar").Text, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(ToolRun.Capture("mix.scenario")), ToolRun.Of("scenario show mix").Text);
    }

    [Fact]
    public void Times_below_a_microsecond_make_a_capture_of_nanoseconds()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.scenario", "datagram A payload random 16\nsize 8 every 1ns"u8.ToArray());
        var target = Path.Combine(folder.Path, "x.pcap");
        var run = ToolRun.Of(["scenario", "run", file, "-w", target]);
        Assert.Equal((0, "2 frames written\n"), (run.ExitCode, run.Error));
        Assert.Equal([0x4d, 0x3c, 0xb2, 0xa1], File.ReadAllBytes(target)[..4]);
        Assert.Contains("1 lost", ToolRun.Of(["scenario", "run", folder.Write("y.scenario", "datagram A\nimpair loss 100%"u8.ToArray()), "-w", "-"]).Error);
    }
}
