using IpReassembler.Cli;

namespace IpReassembler.Tests.Cli;

/// <summary>Ctrl-C while a pipe is silent: nothing moves, and still the tool ends with what it has.</summary>
public class InterruptionTests
{
    private static readonly byte[] Mix = File.ReadAllBytes(ToolRun.Capture("mix.pcap"));

    [Theory]
    [InlineData("summary --json -r -", 0, "\"packets\":213,", "interrupted after 213 packets")]
    [InlineData("summary --json -r -", 10, "\"packets\":212,", "interrupted after 212 packets")]     // in the middle of the last record
    [InlineData("list -r -", 0, "  201  12.000000", "interrupted after 213 packets")]
    public async Task What_came_is_printed(string commandLine, int missing, string expected, string message)
    {
        var run = await Interrupted(commandLine, Mix[..^missing]);
        Assert.Equal(ExitCode.Interrupted, run.ExitCode);
        Assert.Contains(expected, run.Text, StringComparison.Ordinal);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("damaged at", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\"damaged\":true", run.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("summary -r -")]
    [InlineData("decode --hex -")]
    [InlineData("reassemble -r - -w -")]
    public async Task Where_nothing_came_nothing_is_printed(string commandLine)
    {
        var run = await Interrupted(commandLine, []);
        Assert.Equal((ExitCode.Interrupted, "", "ipreasm: interrupted before there was anything to print\n"), (run.ExitCode, run.Text, run.Error));
    }

    [Fact]
    public void One_stroke_that_arrives_twice_asks_and_a_second_one_ends()
    {
        var clock = new JumpingClock();
        using var interruption = new Interruption(clock);
        Assert.True(interruption.Hear(ExitCode.Terminated));
        Assert.True(interruption.Hear(ExitCode.Terminated));
        Assert.Equal(ExitCode.Terminated, interruption.ExitCode);

        clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.False(interruption.Hear(ExitCode.Interrupted));
        Assert.Equal(ExitCode.Terminated, interruption.ExitCode);
    }

    // The tool runs on a thread of its own; the test asks for the end when the input has gone silent and the tool waits for it.
    private static async Task<ToolRun> Interrupted(string commandLine, byte[] input)
    {
        using var silent = new SilentStream(input);
        using var interruption = new Interruption();
        var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(silent, false, output, error, false, false, Style.Unlimited, _ => null);
        var exitCode = new TaskCompletionSource<int>();
        var tool = new Thread(() => exitCode.SetResult(Tool.Run(ToolRun.Split(commandLine), terminal, interruption)));
        tool.Start();
        var generous = TimeSpan.FromSeconds(60);
        await silent.Silent.WaitAsync(generous, TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => (tool.ThreadState & ThreadState.WaitSleepJoin) != 0, generous));
        interruption.Request(ExitCode.Interrupted);
        return new ToolRun(await exitCode.Task.WaitAsync(generous, TestContext.Current.CancellationToken), output.ToArray(), error.ToString());
    }
}
