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
    [InlineData("scenario run tiny", 2, "--write FILE or --interface NAME is required")]
    [InlineData("scenario run tiny -w x.pcap -i lo", 2, "--write and --interface exclude each other")]
    [InlineData("scenario run tiny -w x.pcap --to 127.0.0.1", 2, "--to needs --interface")]
    [InlineData("scenario run tiny -w x.pcap --dry-run", 2, "--dry-run needs --interface")]
    [InlineData("scenario run tiny -w x.pcap --i-own-this-network", 2, "--i-own-this-network needs --interface")]
    [InlineData("scenario run tiny -i lo -F pcap", 2, "-F needs --write")]
    [InlineData("scenario run tiny -i lo --to ::1", 2, "--to ::1: not an IPv4 address")]
    [InlineData("scenario run tiny -i lo --to 8.8.8.8", 2, "nothing was sent: 9 frames would go to 8.8.8.8, which may be somebody's. Send them elsewhere with --to ADDRESS, or say --i-own-this-network.")]
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
        var link = Path.Combine(folder.Path, "link");
        File.CreateSymbolicLink(link, file);
        var linked = ToolRun.Of(["scenario", "run", file, "-w", link]);
        Assert.Equal((2, $"ipreasm: {link} is the scenario: write to another file.\n"), (linked.ExitCode, linked.Error));
        Assert.Equal("datagram A", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("lo", "run mix -i lo --dry-run")]
    [InlineData("frames", "run mix -i nosuch0 --dry-run")]
    [InlineData("to", "run mix -i nosuch0 --to 10.9.0.2 --dry-run")]
    [InlineData("whole", "run truncated -i nosuch0 --dry-run")]
    [InlineData("vlan", "run vlan-qinq -i nosuch0 --dry-run")]
    [InlineData("vlan-to", "run vlan-qinq -i nosuch0 --to 10.9.0.2 --dry-run")]
    public void A_dry_run_says_what_goes_where(string name, string commandLine)
    {
        var run = ToolRun.Of("scenario " + commandLine);
        Assert.Equal(0, run.ExitCode);
        Text.Golden.Check("scenario-send-" + name, output => output.Write(run.Text + run.Error), Here());
    }

    [Theory]
    [InlineData("", "1 frame not sent: they carry no packet that can be sent so")] // a total length beyond the packet's end
    [InlineData("checksum bad", "1 frame changed by the kernel")]
    [InlineData("id 0", "1 frame changed by the kernel")]
    public void What_the_kernel_makes_of_odd_packets_is_told(string odd, string told)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.scenario", Encoding.UTF8.GetBytes($"datagram A id 7\nfrag 0:8 \"A\" mf {(odd.Length > 0 ? odd : "total 99")}"));
        Assert.Contains(told, ToolRun.Of(["scenario", "run", file, "-i", "nosuch0", "--to", "10.9.0.2", "--dry-run"]).Error, StringComparison.Ordinal);
        var asTheyAre = ToolRun.Of(["scenario", "run", file, "-i", "nosuch0", "--dry-run"]);
        Assert.Equal("", asTheyAre.Error);
        Assert.StartsWith("would send 1 frame, ", asTheyAre.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_destination_that_is_somebodys_keeps_everything_from_being_sent()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.scenario", "datagram A\ndatagram B dst 8.8.8.8"u8.ToArray());
        var refused = ToolRun.Of(["scenario", "run", file, "-i", "nosuch0"]);
        Assert.Equal((2, ""), (refused.ExitCode, refused.Text));
        Assert.Contains("nothing was sent: 1 frame would go to 8.8.8.8", refused.Error, StringComparison.Ordinal);
        Assert.Contains("would send 2 frames", ToolRun.Of(["scenario", "run", file, "-i", "nosuch0", "--i-own-this-network", "--dry-run"]).Text, StringComparison.Ordinal);
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
    public void Expectations_are_held_against_the_fragments_as_they_are_written_and_that_is_said()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.scenario", "datagram A payload random 9\nexpect A linux whole\nimpair loss 100%"u8.ToArray());
        var run = ToolRun.Of(["scenario", "test", file]);
        Assert.Equal((0, $"ipreasm: {file}: tested as its fragments are written, without its impair line\n"), (run.ExitCode, run.Error));
        Assert.Equal((0, ""), (ToolRun.Of(["scenario", "test", "-q", file]).ExitCode, ToolRun.Of(["scenario", "test", "-q", file]).Error));
        Assert.Equal("", ToolRun.Of("scenario test clean").Error);
    }

    [Fact]
    public void Another_seed_draws_anew()
    {
        using var folder = new TemporaryFolder();
        string Text(int seed) => $"seed {seed}\ndatagram A payload random 900\nsize 8 order random seed {seed} every 1us\nimpair loss 50% seed {seed}";
        string Made(int seed, params string[] more)
        {
            var run = ToolRun.Of(["scenario", "run", folder.Write("x.scenario", Encoding.UTF8.GetBytes(Text(seed))), "-w", "-", .. more]);
            Assert.True(run.ExitCode == 0, run.Error);
            return Convert.ToHexString(run.Output);
        }

        Assert.Equal(Made(7), Made(1, "--seed", "7"));
        Assert.NotEqual(Made(1), Made(1, "--seed", "7"));
        Assert.Equal(2, ToolRun.Of("scenario run tiny -w x.out --seed -1").ExitCode);
    }

    [Fact]
    public void What_the_link_did_to_frames_that_are_sent_is_told()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.scenario", "datagram A payload random 80\nsize 8\nimpair loss 30% dup 20% seed 7"u8.ToArray());
        var run = ToolRun.Of(["scenario", "run", file, "-i", "nosuch0", "--dry-run"]);
        var written = ToolRun.Of(["scenario", "run", file, "-w", Path.Combine(folder.Path, "x.pcap")]);
        Assert.StartsWith("would send 9 frames, ", run.Text, StringComparison.Ordinal);
        Assert.Equal("ipreasm: impaired link: 10 frames in, 3 lost, 0 without room, 2 doubled, 0 held back, 0 corrupted\n", run.Error);
        Assert.Equal("9 frames written; impaired link: 10 frames in, 3 lost, 0 without room, 2 doubled, 0 held back, 0 corrupted\n", written.Error);
    }

    // Each stop of a source route is sent to in its turn, not only the next and the last.
    [Fact]
    public void A_stop_of_a_source_route_that_is_somebodys_keeps_everything_from_being_sent()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("x.scenario", "datagram A dst 10.0.0.1 options hex \"830b04 08080808 0a000002 00\""u8.ToArray());
        var refused = ToolRun.Of(["scenario", "run", file, "-i", "nosuch0", "--dry-run"]);
        Assert.Equal((2, ""), (refused.ExitCode, refused.Text));
        Assert.Contains("nothing was sent: 1 frame would go to 8.8.8.8", refused.Error, StringComparison.Ordinal);
        var passed = folder.Write("x.scenario", "datagram A dst 10.0.0.1 options hex \"830b08 08080808 0a000002 00\""u8.ToArray());
        Assert.StartsWith("would send 1 frame, ", ToolRun.Of(["scenario", "run", passed, "-i", "nosuch0", "--dry-run"]).Text, StringComparison.Ordinal);
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

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}
