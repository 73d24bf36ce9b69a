using System.Runtime.CompilerServices;
using System.Text;
using IpReassembler.Cli;
using IpReassembler.Tests.Cli.Text;

namespace IpReassembler.Tests.Cli;

/// <summary><c>ipreasm check</c> as it is typed: what it prints, and its exit codes.</summary>
public class CheckVerbTests
{
    private const string Four = "'loss < 0.1%' 'p99(duration_ns) <= 5ms' 'sum(overlap) <= 3' 'count(verdict==spliced) == 0'";

    [Theory]
    [InlineData("check", "check mix.pcap " + Four)]
    [InlineData("check-q", "check -q -r mix.pcap " + Four)]
    [InlineData("check-48", "check --width 48 --ascii mix.pcap " + Four)]
    [InlineData("check-policy", "check mix.pcap --policy first --timeout 60s 'loss < 0.1%' -Y 'src == 192.0.2.7'")]
    [InlineData("check-json", "check --json mix.pcap " + Four)]
    public void Mix(string name, string commandLine)
    {
        var run = ToolRun.Of(commandLine);
        Assert.Equal((ExitCode.Finding, ""), (run.ExitCode, run.Error));
        Golden.Check(name, output => output.Write(Relative(run.Text)), Here());
    }

    [Theory]
    [InlineData("check mix.pcap 'loss < 50%'", 0, "ok    loss < 50%  23.684 %\n")]
    [InlineData("check -r mix.pcap 'loss < 50%' 'count() == 38' -q", 0, "")]
    [InlineData("check mix.pcap 'loss < 50%' 'count() == 39'", 1, "ok    loss < 50%     23.684 %\nFAIL  count() == 39  38\n")]
    [InlineData("check mix.pcap -Y 'frags > 99' 'count() == 0' 'p99(duration_ns) < 5ms'", 1,
        "ok    count() == 0            0, there is no datagram\nFAIL  p99(duration_ns) < 5ms  nothing to measure: there is no datagram\n")]
    public void Says_what_was_measured(string commandLine, int code, string expected)
    {
        var run = ToolRun.Of(commandLine);
        Assert.Equal((code, expected, ""), (run.ExitCode, run.Text, run.Error));
    }

    [Theory]
    [InlineData("check mix.pcap 'p99(duraton_ns) < 5ms'", "ipreasm: check: no field is called 'duraton_ns'; did you mean 'duration_ns'?\n  p99(duraton_ns) < 5ms\n      ^^^^^^^^^^\n")]
    [InlineData("check 'loss < 1%'", "ipreasm: no capture to check: name it before the assertions, or with -r.\n")]
    [InlineData("check", "ipreasm: no capture to check: name it before the assertions, or with -r.\n")]
    [InlineData("check 'los < 1%'", "ipreasm: no capture to check: name it before the assertions, or with -r.\n")]
    [InlineData("check mix.pcap", "ipreasm: nothing to check: write what must hold, such as 'loss < 1%', or --baseline FILE.\n")]
    [InlineData("check nosuch 'los < 1%'", "ipreasm: check: no function is called 'los'; did you mean 'loss'?\n  los < 1%\n  ^^^\n")]
    public void Wrong_words_are_wrong_usage(string commandLine, string error)
    {
        var run = ToolRun.Of(commandLine);
        Assert.Equal((ExitCode.Usage, "", error), (run.ExitCode, run.Text, run.Error));
    }

    [Theory]
    [InlineData("check mix.pcap 'loss < 1%' --tolerance 5%", "--tolerance needs --baseline")]
    [InlineData("check mix.pcap --baseline x --tolerance many", "--tolerance many: takes a part such as 10% or 0.1")]
    [InlineData("check mix.pcap 'loss < 1%' --junit -", "/dev/stdout")]
    [InlineData("check -r mix.pcap 'loss < 1%' -i lo", "-i listens to an interface")]
    [InlineData("check mix.pcap 'loss < 1%' -Y 'verdct == sound'", "did you mean 'verdict'?")]
    [InlineData("list mix.pcap --csv --columns n,verdct", "did you mean 'verdict'?")]
    public void Wrong_options_are_wrong_usage(string commandLine, string error)
    {
        var run = ToolRun.Of(commandLine);
        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Text));
        Assert.Contains(error, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_input_is_a_capture_without_a_name_to_show()
    {
        var run = ToolRun.Of(["check", "-", "loss < 1%"], File.ReadAllBytes(ToolRun.Capture("mix.pcap")));
        Assert.Equal((ExitCode.Finding, "FAIL  loss < 1%  23.684 %  worst: ipreasm show 151 -r -\n"), (run.ExitCode, run.Text));
    }

    [Fact]
    public void A_damaged_capture_is_never_ok()
    {
        var run = ToolRun.Of("check damaged.pcap 'count() >= 0'");
        Assert.Equal(ExitCode.Damaged, run.ExitCode);
        Assert.StartsWith("ok    count() >= 0", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Junit_gets_the_same_results()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "out.xml");
        Assert.Equal(ExitCode.Finding, ToolRun.Of([.. ToolRun.Split("check mix.pcap " + Four), "--junit", path]).ExitCode);
        Golden.Check("check-junit", output => output.Write(Relative(File.ReadAllText(path))), Here());
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Where_junit_cannot_be_written_nothing_is_read()
    {
        using var folder = new TemporaryFolder();
        var run = ToolRun.Of(["check", "-", "loss < 1%", "--junit", Path.Combine(folder.Path, "no", "out.xml")], inputStream: MustNotBeRead());
        Assert.Equal((ExitCode.BadFile, ""), (run.ExitCode, run.Text));
        Assert.Contains("Make it first", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_holds_against_itself_and_tells_what_became_worse()
    {
        using var folder = new TemporaryFolder();
        var itself = folder.Write("mix.json", ToolRun.Of("summary --json mix.pcap").Output);
        var run = ToolRun.Of(["check", ToolRun.Capture("mix.pcap"), "--baseline", itself, "--tolerance", "0%"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));

        var better = folder.Write("clean.json", ToolRun.Of("summary --json --timeout none clean.pcap").Output);
        run = ToolRun.Of(["check", ToolRun.Capture("mix.pcap"), "--baseline", better]);
        Assert.Equal((ExitCode.Finding, "ipreasm: the baseline was made otherwise: its timeout_ns is none, now 30000000000\n"), (run.ExitCode, run.Error));
        Golden.Check("check-baseline", output => output.Write(Relative(run.Text)), Here());
    }

    [Theory]
    [InlineData("nonsense", "no summary: a line in it is not a JSON object with a type. Make one: ipreasm summary --json FILE > baseline.json\n")]
    [InlineData(null, ": there is no such file")]
    public void A_baseline_that_is_none_is_told_before_anything_is_read(string? text, string error)
    {
        using var folder = new TemporaryFolder();
        var path = text is null ? Path.Combine(folder.Path, "nosuch") : folder.Write("b.json", Encoding.UTF8.GetBytes(text));
        var run = ToolRun.Of(["check", "-", "--baseline", path], inputStream: MustNotBeRead());
        Assert.Equal((ExitCode.BadFile, ""), (run.ExitCode, run.Text));
        Assert.Contains(error, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_baseline_says_cannot_steer_the_terminal()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("b.json", """{"type":"capture","v":1,"policy":"\u001b[31m\nred","timeout_ns":30000000000}"""u8.ToArray().Concat("\n{\"type\":\"summary\",\"datagrams\":1,\"spliced\":1,\"p99_ns\":9223372036854775807}"u8.ToArray()).ToArray());
        Assert.StartsWith("ipreasm: the baseline was made otherwise: its policy is ?[31m?red, now linux\n", ToolRun.Of(["check", ToolRun.Capture("mix.pcap"), "--baseline", path]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_has_a_bound()
    {
        using var folder = new TemporaryFolder();
        var run = ToolRun.Of(["check", "-", "--baseline", folder.Write("b.json", new byte[(1 << 20) + 1])], inputStream: MustNotBeRead());
        Assert.Equal(ExitCode.BadFile, run.ExitCode);
        Assert.Contains("is no summary: over 1 MiB", run.Error, StringComparison.Ordinal);
    }

    private static FailingStream MustNotBeRead() => new(new InvalidOperationException("it was read"), [], 0);

    private static string Relative(string text) =>
        text.Replace(ToolRun.Capture("").TrimEnd(Path.DirectorySeparatorChar), "captures", StringComparison.Ordinal).ReplaceLineEndings("\n");

    private static string Here([CallerFilePath] string path = "") => path;
}
