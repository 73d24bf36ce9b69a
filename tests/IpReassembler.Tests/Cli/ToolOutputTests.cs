using System.Text.Json;
using System.Text.RegularExpressions;
using IpReassembler.Capture;
using IpReassembler.Cli;

namespace IpReassembler.Tests.Cli;

/// <summary>What reaches standard output: data and nothing else, the same every time, and no complaint when nobody reads it.</summary>
[Collection(HeavyTests.Name)]
public class ToolOutputTests
{
    public static TheoryData<string> Everything =>
    [
        "mix.pcap", "summary -v mix.pcap", "summary --json mix.pcap", "list mix.pcap", "list --csv mix.pcap", "show 121 mix.pcap", "show 121 mix.pcap --hexdump",
        "list --json --payload hex --events datagram,fragment,event,summary mix.pcap", "reassemble -r mix.pcap -w -", "reassemble -r mix.pcap -F pcap -w -",
        "--help", "list --help", "list --help -v", "--version", "man", "completion bash",
    ];

    [Theory]
    [MemberData(nameof(Everything))]
    public void The_same_bytes_every_time(string commandLine) => Assert.Equal(ToolRun.Of(commandLine).Output, ToolRun.Of(commandLine).Output);

    [Theory]
    [MemberData(nameof(Everything))]
    public void A_reader_that_has_gone_is_no_reason_to_complain(string commandLine)
    {
        foreach (var after in new[] { 0, 1, 5_000 })
        {
            var gone = new FailingStream(new IOException("Broken pipe", 32), [], after);
            var run = ToolRun.Of(ToolRun.Split(commandLine), outputStream: gone);
            Assert.Equal(ExitCode.Done, run.ExitCode);
            Assert.DoesNotContain("pipe", run.Error, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("cannot", run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void A_full_disk_is_said_and_is_no_bug_of_ours(string commandLine)
    {
        var full = new FailingStream(new IOException("No space left on device", 28), [], 0);
        var run = ToolRun.Of(ToolRun.Split(commandLine), outputStream: full);
        Assert.Equal(ExitCode.BadFile, run.ExitCode);
        Assert.Equal("ipreasm: cannot write to standard output: No space left on device\n", run.Error);
    }

    [Fact]
    public void A_closed_standard_output_is_no_bug_of_ours()
    {
        // What the framework makes of EBADF, after >&-.
        var closed = new FailingStream(new UnauthorizedAccessException("Access to the path is denied."), [], 0);
        Assert.Equal(ExitCode.BadFile, ToolRun.Of(ToolRun.Split("mix.pcap"), outputStream: closed).ExitCode);
    }

    [Fact]
    public void Talk_that_nobody_can_hear_is_dropped()
    {
        using var error = new StreamWriter(new StandardError(new FailingStream(new IOException("No space left on device", 28), [], 0))) { AutoFlush = true };
        error.WriteLine("said in vain");
    }

    [Fact]
    public void An_input_that_breaks_is_damage()
    {
        var bytes = File.ReadAllBytes(ToolRun.Capture("mix.pcap"));
        foreach (var commandLine in new[] { "list -r -", "summary -r -" })
        {
            var run = ToolRun.Of(ToolRun.Split(commandLine), inputStream: new FailingStream(new IOException("Input/output error", 5), bytes, 100_000));
            Assert.Equal(ExitCode.Damaged, run.ExitCode);
            Assert.NotEmpty(run.Output);
            Assert.Contains("Input/output error", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Json_is_nothing_but_json()
    {
        var run = ToolRun.Of("list --json --payload base64 --events datagram,fragment,event,summary mix.pcap");
        Assert.Equal("", run.Error);
        var types = run.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("type").GetString()).ToArray();
        Assert.Equal(("capture", "summary"), (types[0], types[^1]));
        Assert.Equal((213, 38), (types.Count(type => type == "fragment"), types.Count(type => type == "datagram")));
    }

    [Fact]
    public void Csv_has_as_many_values_as_names()
    {
        var lines = ToolRun.Of("list --csv --columns num,src,dst,id,state,verdict mix.pcap").Text.TrimEnd().Split("\r\n");
        Assert.Equal("n,src,dst,id,state,verdict", lines[0]);
        Assert.Equal(39, lines.Length);
        Assert.All(lines, line => Assert.Equal(6, line.Split(',').Length));
    }

    [Theory]
    [InlineData("pcap", CaptureFormat.Pcap, "")]
    [InlineData("pcapng", CaptureFormat.Pcapng, ", commented so")]
    public void A_capture_on_standard_output_is_nothing_but_a_capture(string format, CaptureFormat expected, string comments)
    {
        var run = ToolRun.Of($"reassemble -r mix.pcap -F {format} -w -");
        Assert.Equal($"30 whole written (1 of them spliced{comments}); 8 left as fragments: 4 incomplete, 1 dropped by policy, 1 expired, 1 conflict, 1 malformed", run.Error.Trim());
        using var reader = CaptureFile.Open(new MemoryStream(run.Output), "out");
        Assert.Equal(expected.ToString(), reader.Format, ignoreCase: true);
        var frames = 0;
        while (reader.Read(out _) == ReadResult.Frame)
        {
            frames++;
        }

        Assert.Null(reader.Damage);
        Assert.Equal(30 + 19 + 3 + 6 + 2 + 3, frames);
    }

    [Fact]
    public void A_full_disk_under_the_capture_that_is_made_is_no_bug_of_ours_either()
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Skip("This system has no /dev/full.");
        }

        var run = ToolRun.Of("reassemble -r mix.pcap -w /dev/full");
        Assert.Equal(ExitCode.BadFile, run.ExitCode);
        Assert.StartsWith("ipreasm: cannot write /dev/full: No space left on device", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_run_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        var target = Path.Combine(folder.Path, "out.pcap");
        Assert.Equal(ExitCode.BadFile, ToolRun.Of(["reassemble", ToolRun.Capture("README.md"), "-w", target]).ExitCode);
        Assert.Equal(ExitCode.Usage, ToolRun.Of(["reassemble", ToolRun.Capture("mix.pcap"), "-w", target, "--time", "noon"]).ExitCode);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(6, 1)]
    [InlineData(213, 38)]
    [InlineData(9_999, 38)]
    public void Count_stops_the_reading(int count, int whole)
    {
        var summary = ToolRun.Of($"list --json -c {count} mix.pcap").Lines[^1];
        Assert.Contains($"\"packets\":{Math.Min(count, 213)},", summary, StringComparison.Ordinal);
        Assert.Contains($"\"datagrams\":{Math.Max(whole, 1)},", summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("r", "4.000000")]
    [InlineData("d", "0.600000")]
    [InlineData("dd", "0.600000")]
    [InlineData("e", "1700000004.000000")]
    [InlineData("ud", "2023-11-14 22:13:24.000000")]
    public void Times_in_every_form(string form, string expected) =>
        Assert.Contains(expected, ToolRun.Of($"list -t {form} mix.pcap").Lines.Single(line => line.StartsWith("  151", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Theory]
    [InlineData("summary -v mix.pcap")]
    [InlineData("list mix.pcap")]
    [InlineData("show 185 mix.pcap")]
    [InlineData("show 121 mix.pcap --hexdump")]
    public void No_line_is_longer_than_the_width_asked_for(string commandLine)
    {
        for (var width = 40; width <= 200; width += 4)
        {
            foreach (var ascii in new[] { "", " --ascii" })
            {
                // A command to type again stands in one piece, whatever its length.
                var lines = ToolRun.Of($"{commandLine} --width {width}{ascii}").Lines.Where(line => !line.StartsWith("    ipreasm ", StringComparison.Ordinal));
                Assert.All(lines, line => Assert.True(line.Length <= width, $"{line.Length} > {width}: {line}"));
            }
        }
    }

    [Theory]
    [InlineData("summary -v mix.pcap")]
    [InlineData("list mix.pcap")]
    [InlineData("show 185 mix.pcap")]
    public void Ascii_means_ascii_and_colour_is_only_colour(string commandLine)
    {
        Assert.All(ToolRun.Of(commandLine + " --ascii").Output, letter => Assert.InRange(letter, 0, 0x7e));
        var plain = ToolRun.Of(commandLine).Text;
        var coloured = ToolRun.Of(commandLine + " --color always").Text;
        Assert.DoesNotContain("\u001b", plain, StringComparison.Ordinal);
        Assert.Contains("\u001b[", coloured, StringComparison.Ordinal);
        Assert.Equal(plain, Regex.Replace(coloured, "\u001b\\[[0-9]*m", ""));
    }

    [Theory]
    [InlineData(true, "", "", true)]
    [InlineData(true, "NO_COLOR", "", false)]
    [InlineData(true, "", "--color never", false)]
    [InlineData(true, "NO_COLOR", "--color always", true)]
    [InlineData(false, "", "", false)]
    [InlineData(false, "", "--color always", true)]
    [InlineData(false, "FORCE_COLOR", "", true)]
    public void Who_decides_over_colour(bool isTerminal, string variable, string option, bool expected)
    {
        var run = ToolRun.Of(ToolRun.Split("list mix.pcap " + option), isTerminal: isTerminal, width: 100, variables: (variable, "1"));
        Assert.Equal(expected, run.Text.Contains('\u001b'));
    }
}
