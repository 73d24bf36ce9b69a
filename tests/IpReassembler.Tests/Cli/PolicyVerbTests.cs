using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using IpReassembler.Cli;
using IpReassembler.Records;
using IpReassembler.Tests.Cli.Text;
using IpReassembler.Tests.Records;

namespace IpReassembler.Tests.Cli;

/// <summary>What each system would have rebuilt, side by side.</summary>
public class PolicyVerbTests
{
    /// <summary>The published results: for each payload, who gives it.</summary>
    public static TheoryData<string, string, string> Published => new()
    {
        { "active-mapping.pcap", "1-first+windows+solaris.bin", "111422333666" },
        { "active-mapping.pcap", "1-bsd.bin", "111442333666" },
        { "active-mapping.pcap", "1-linux-classic.bin", "111442555666" },
        { "active-mapping.pcap", "1-bsd-right.bin", "144422555666" },
        { "active-mapping.pcap", "1-last.bin", "144442555666" },
        { "novak.pcap", "1-first.bin", "AAAJBBCCCLDLMEEFFFGGHHIQ" },
        { "novak.pcap", "1-last.bin", "AJJJJBKKKLLLMMMFNFGOPHQQ" },
        { "novak.pcap", "1-bsd.bin", "AAAJJBCCCLLLMMMFFFGGHHIQ" },
        { "novak.pcap", "1-linux-classic.bin", "AAAJJBKKKLLLMMMFFFGGPHQQ" },
        { "novak.pcap", "1-windows.bin", "AAAJBBCCCLLLMEEFFFGGHHIQ" },
        { "novak.pcap", "1-solaris.bin", "AAAJBBCCCLLLMMMFFFGGHHIQ" },
        { "novak.pcap", "1-bsd-right.bin", "AJJJBBKKKLDLMEEFNFGOPHQQ" },
    };

    [Theory]
    [InlineData("mix")]
    [InlineData("active-mapping")]
    [InlineData("novak")]
    public void What_people_see(string capture)
    {
        foreach (var (name, options) in new[] { ("-80", "--width 80"), ("-40", "--width 40"), ("-200", "--width 200 --ascii"), ("", ""), ("-json", "--json") })
        {
            var run = ToolRun.Of($"policy {capture}.pcap {options}");
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            var folder = ToolRun.Capture("").TrimEnd(Path.DirectorySeparatorChar);
            Golden.Check($"policy-{capture}{name}", output => output.Write(run.Text.Replace(folder, "captures", StringComparison.Ordinal)), Here());
        }
    }

    [Theory]
    [InlineData("mix.pcap")]
    [InlineData("novak.pcap")]
    [InlineData("active-mapping.pcap")]
    public void No_line_is_wider_than_the_terminal(string capture)
    {
        foreach (var width in new[] { 40, 50, 60, 71, 72, 73, 80, 100, 200 })
        {
            var run = ToolRun.Of(["policy", ToolRun.Capture(capture)], isTerminal: true, width: width, variables: ("NO_COLOR", "1"));
            Assert.All(run.Lines, line => Assert.InRange(line.Length, 0, width));
        }
    }

    [Fact]
    public void Colour_changes_nothing_but_the_colour()
    {
        var plain = ToolRun.Of("policy mix.pcap --width 80").Text;
        var painted = ToolRun.Of("policy mix.pcap --width 80 --color always").Text;
        Assert.NotEqual(plain, painted);
        Assert.Equal(plain, System.Text.RegularExpressions.Regex.Replace(painted, "\u001b\\[[0-9]*m", ""));
    }

    [Theory]
    [InlineData("policy -q mix.pcap", "38 datagrams: 35 come out the same everywhere (or fail everywhere), 3 do not: #182 #185 #193\n")]
    [InlineData("policy clean.pcap", "3 datagrams: all come out the same everywhere (or fail everywhere)\n")]
    [InlineData("policy mix.pcap -Y 'n == 185' -q", "1 datagram: it does not come out the same everywhere: #185\n")]
    [InlineData("policy mix.pcap -Y 'n == 1'", "1 datagram: it comes out the same everywhere (or fails everywhere)\n")]
    [InlineData("policy mix.pcap -Y 'n == 9999'", "No fragmented datagram to compare.\n")]
    [InlineData("policy -q mix.pcap --only linux,rfc5722", "38 datagrams: all come out the same everywhere (or fail everywhere)\n")]
    [InlineData("policy -q mix.pcap --only bsd,cisco,linux", "38 datagrams: 35 come out the same everywhere (or fail everywhere), 3 do not: #182 #185 #193\n")]
    [InlineData("policy -q mix.pcap --only first,windows", "38 datagrams: all come out the same everywhere (or fail everywhere)\n")]
    public void The_first_line_is_the_answer(string commandLine, string expected)
    {
        var run = ToolRun.Of(commandLine);
        Assert.Equal((0, "", expected), (run.ExitCode, run.Error, run.Text));
    }

    [Theory]
    [InlineData("policy -q mix.pcap --fail-on disagreement", ExitCode.Finding)]
    [InlineData("policy -q clean.pcap --fail-on disagreement", ExitCode.Done)]
    [InlineData("policy --json mix.pcap --fail-on disagreement", ExitCode.Finding)]
    [InlineData("policy -q damaged.pcap", ExitCode.Damaged)]
    public void Exit_codes(string commandLine, int code) => Assert.Equal(code, ToolRun.Of(commandLine).ExitCode);

    [Theory]
    [InlineData("policy mix.pcap --only linx,bsd", "did you mean 'linux'?")]
    [InlineData("policy mix.pcap --only linux", "name two or more")]
    [InlineData("policy mix.pcap --only macos,bsd", "name two or more")]
    [InlineData("policy mix.pcap --payload hex", "--payload needs --json")]
    [InlineData("policy mix.pcap --fail-on disagrement", "did you mean 'disagreement'?")]
    [InlineData("policy mix.pcap --extract ''", "the folder to write into has an empty name")]
    [InlineData("policy", "no capture to read")]
    public void Bad_usage_is_told(string commandLine, string expected)
    {
        var run = ToolRun.Of(commandLine);
        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Text));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void Each_payload_that_is_extracted_is_the_published_one(string capture, string file, string letters)
    {
        using var folder = new TemporaryFolder();
        var run = ToolRun.Of(["policy", "-q", ToolRun.Capture(capture), "--extract", Path.Combine(folder.Path, "new")]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(Published.Where(row => row.Data.Item1 == capture).Select(row => row.Data.Item2).Order(), Files(folder));
        Assert.Equal(string.Concat(letters.Select(letter => new string(letter, 8))), File.ReadAllText(Path.Combine(folder.Path, "new", file), Encoding.ASCII));
    }

    [Fact]
    public void A_file_that_is_there_stays_and_the_answer_is_printed_all_the_same()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "new"));
        folder.Write("new/1-bsd.bin", [1, 2, 3]);
        var run = ToolRun.Of(["policy", "-q", ToolRun.Capture("active-mapping.pcap"), "--extract", Path.Combine(folder.Path, "new")]);
        Assert.Equal(ExitCode.BadFile, run.ExitCode);
        Assert.StartsWith("1 datagram: it does not", run.Text, StringComparison.Ordinal);
        Assert.Contains("1-bsd.bin is there already", run.Error, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(Path.Combine(folder.Path, "new", "1-bsd.bin")));
        Assert.Equal(["1-bsd.bin", "1-first+windows+solaris.bin"], Files(folder));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told_before_anything_is_read()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("taken", []);
        var run = ToolRun.Of(["policy", ToolRun.Capture("mix.pcap"), "--extract", Path.Combine(file, "under")]);
        Assert.Equal((ExitCode.BadFile, ""), (run.ExitCode, run.Text));
        Assert.Contains("cannot make the folder", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policy --json mix.pcap")]
    [InlineData("policy --json --payload hex mix.pcap -Y 'frags > 3'")]
    [InlineData("policy --json --payload base64 novak.pcap --only last,linux")]
    public void Every_line_of_json_is_valid(string commandLine)
    {
        var schema = JsonDocument.Parse(RecordSchema.Read()).RootElement;
        var lines = ToolRun.Of(commandLine).Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(lines, line => Assert.Empty(MiniSchema.Violations(schema, line)));
        Assert.Contains(lines, line => line.TryGetProperty("views", out _));
    }

    [Fact]
    public void What_frames_supplied_adds_up_to_the_payload()
    {
        foreach (var view in ToolRun.Of("policy --json mix.pcap").Lines.Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("views", out _)).SelectMany(line => line.GetProperty("views").EnumerateArray()))
        {
            foreach (var delivery in view.GetProperty("deliveries").EnumerateArray())
            {
                var at = 0;
                foreach (var supplied in delivery.GetProperty("supplied").EnumerateArray())
                {
                    Assert.Equal(at, supplied[0].GetInt32());
                    at = supplied[1].GetInt32();
                }

                Assert.Equal(delivery.GetProperty("payload_len").GetInt32(), at);
            }
        }
    }

    [Fact]
    public void The_list_has_every_policy() => Golden.Check("policy-list", output => output.Write(ToolRun.Of("policy --list --width 80").Text), Here());

    private static IEnumerable<string> Files(TemporaryFolder folder) => Directory.EnumerateFiles(Path.Combine(folder.Path, "new")).Select(file => Path.GetFileName(file)!).Order();

    private static string Here([CallerFilePath] string path = "") => path;
}
