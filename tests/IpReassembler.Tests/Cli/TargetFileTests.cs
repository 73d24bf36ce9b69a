using System.Text;
using System.Text.Json;
using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using IpReassembler.Tests.Records;

namespace IpReassembler.Tests.Cli;

/// <summary>A file of targets, from its text to what the tool prints.</summary>
public class TargetFileTests
{
    [Fact]
    public void Reads_hosts_policies_and_timeouts()
    {
        const string Text = """
            # the old machines

            10.0.0.0/8      first            # all of them
              10.9.0.0/16	linux   60s
            192.0.2.1       first   none
            2001:db8::/32   linux   500ms
            2001:db8::1     first
            """;
        Assert.True(TargetFile.TryParse(Text, "hosts.txt", out var table, out _));
        Assert.Equal("hosts.txt", table.Name);
        Assert.Equal(
            ["10.0.0.0/8 first ", "10.9.0.0/16 linux 60.0 s", "192.0.2.1 first never", "2001:db8::/32 linux 500.0 ms", "2001:db8::1 first "],
            table.Targets.Select(target => $"{target.Hosts} {target.Policy.Name} {(target.Timeout == Duration.Longest ? "never" : target.Timeout)}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n# nothing\r\n#")]
    public void A_file_without_targets_is_one(string text)
    {
        Assert.True(TargetFile.TryParse(text, "hosts.txt", out var table, out _));
        Assert.Empty(table.Targets);
    }

    [Theory]
    [InlineData("10.0.0.0/33 first", 1, "10.0.0.0/33 is no address or network", "10.0.0.0/8")]
    [InlineData("first 10.0.0.0/8", 1, "first is no address or network", "2001:db8::/32")]
    [InlineData("10.0.0.0/8", 1, "10.0.0.0/8 has no policy", "HOSTS POLICY [TIMEOUT]")]
    [InlineData("10.0.0.0/8 # first", 1, "10.0.0.0/8 has no policy", "HOSTS POLICY [TIMEOUT]")]
    [InlineData("10.9.8.7/8 first", 1, "10.9.8.7/8 has bits behind its first 8", "10.0.0.0/8, or 10.9.8.7 for one host")]
    [InlineData("2001:db8::1/32 first", 1, "2001:db8::1/32 has bits behind its first 32", "2001:db8::/32, or 2001:db8::1 for one host")]
    [InlineData("\n10.0.0.0/8 frist", 2, "there is no policy frist; did you mean 'first'?", "one of linux")]
    [InlineData("10.0.0.0/8 First", 1, "there is no policy First; did you mean 'first'?", "one of linux")]
    [InlineData("10.0.0.0/8 first soon", 1, "soon is no timeout", "60s or 500ms, or none")]
    [InlineData("10.0.0.0/8 first 0", 1, "0 is no timeout", "none")]
    [InlineData("10.0.0.0/8 first -5s", 1, "-5s is no timeout", "none")]
    [InlineData("10.0.0.0/8 first 5 s", 1, "s stands behind the timeout", "HOSTS POLICY [TIMEOUT]")]
    [InlineData("10.0.0.0/8 first\n#\n10.0.0.0/8 linux", 3, "10.0.0.0/8 stands on line 1 too", "one line for the same hosts")]
    [InlineData("10.0.0.1 first\n10.0.0.1/32 first", 2, "10.0.0.1 stands on line 1 too", "one line for the same hosts")]
    [InlineData("\u001b[2J first", 1, "'?[2J' is no address or network", "10.0.0.0/8")]
    public void Names_the_line_the_reason_and_what_should_stand_there(string text, int line, string reason, string expected)
    {
        Assert.False(TargetFile.TryParse(text, "hosts.txt", out var table, out var error));
        Assert.Null(table);
        Assert.Equal((line, reason), (error.Line, error.Reason));
        Assert.Contains(expected, error.Expected, StringComparison.Ordinal);
        Assert.StartsWith($"hosts.txt:{line}: {reason}{(reason.EndsWith('?') ? "" : ".")} Expected: ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Has_bounds()
    {
        string Lines(int count, Func<int, string> timeout) => string.Join('\n', Enumerable.Range(0, count).Select(i => $"10.{i >> 16}.{(i >> 8) & 255}.{i & 255} first {timeout(i)}"));
        Assert.True(TargetFile.TryParse(Lines(TargetTable.MaxTargets, _ => ""), "hosts.txt", out _, out _));
        Assert.False(TargetFile.TryParse(Lines(TargetTable.MaxTargets + 1, _ => ""), "hosts.txt", out _, out var error));
        Assert.Equal((TargetTable.MaxTargets + 1, "there are too many targets"), (error.Line, error.Reason));
        Assert.True(TargetFile.TryParse(Lines(TargetTable.MaxTimeouts, i => $"{i + 1}s"), "hosts.txt", out _, out _));
        Assert.False(TargetFile.TryParse(Lines(TargetTable.MaxTimeouts + 1, i => $"{i + 1}s"), "hosts.txt", out _, out error));
        Assert.Equal((TargetTable.MaxTimeouts + 1, "there are too many different timeouts"), (error.Line, error.Reason));
    }

    [Fact]
    public void Whatever_the_bytes_are_it_gives_a_table_or_an_error()
    {
        string[] words = ["10.0.0.0/8", "::/0", "first", "linux", "60s", "none", "#", "\n", "\r\n", " ", "\t", "/", "1.2.3.4", "\0", "é", "999999999999999999s"];
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => words[random.Next(words.Length)]));
            Assert.True(TargetFile.TryParse(text, "hosts.txt", out var table, out var error) ? table is not null && error is null : table is null && error!.Line > 0);
        }
    }

    [Fact]
    public void The_tool_judges_each_datagram_as_its_destination_does()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("hosts.txt", "203.0.113.0/24 first 5s\n"u8.ToArray());
        var run = ToolRun.Of(["list", ToolRun.Capture("mix.pcap"), "--json", "--targets", file]);
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));

        var lines = run.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        var schema = JsonDocument.Parse(RecordSchema.Read()).RootElement;
        Assert.All(lines, line => Assert.Empty(MiniSchema.Violations(schema, line)));
        Assert.Equal((file, "linux"), (lines[0].GetProperty("targets").GetString(), lines[0].GetProperty("policy").GetString()));
        var datagrams = lines.Where(line => line.GetProperty("type").GetString() == "datagram").ToArray();
        Assert.All(datagrams, line => Assert.Equal(line.GetProperty("dst").GetString() == "203.0.113.9" ? "first" : "linux", line.GetProperty("policy").GetString()));

        // #185 is killed where linux judges; #151 waits 30 s there.
        var conflict = datagrams.Single(line => line.GetProperty("n").GetString() == "185");
        Assert.Equal("complete", conflict.GetProperty("state").GetString());
        var incomplete = datagrams.Single(line => line.GetProperty("n").GetString() == "151");
        Assert.Equal(5_000_000_000, incomplete.GetProperty("waited_ns").GetInt64());
        Assert.DoesNotContain("\"policy\"", string.Concat(ToolRun.Of("list mix.pcap --json").Lines.Skip(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_says_by_which_policies()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("hosts.txt", "203.0.113.0/24 first 5s\n"u8.ToArray());
        var summary = ToolRun.Of(["summary", ToolRun.Capture("mix.pcap"), "--targets", file, "--policy", "first"]);
        Assert.Contains("policy by targets hosts.txt, else first, timeout 30 s", summary.Text, StringComparison.Ordinal);
        Assert.Contains("policy first", ToolRun.Of(["show", "151", ToolRun.Capture("mix.pcap"), "--targets", file]).Text, StringComparison.Ordinal);
        Assert.Contains("policy linux", ToolRun.Of(["show", "121", ToolRun.Capture("mix.pcap"), "--targets", file]).Text, StringComparison.Ordinal);
        Assert.Contains("\n185,first\n", ToolRun.Of(["list", ToolRun.Capture("mix.pcap"), "--targets", file, "--csv", "--columns", "n,policy"]).Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_tool_refuses_a_file_that_is_none()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("hosts.txt", "10.0.0.0/8 frist\n"u8.ToArray());
        var run = ToolRun.Of(["list", ToolRun.Capture("mix.pcap"), "--targets", file]);
        Assert.Equal((ExitCode.Usage, $"ipreasm: {file}:1: there is no policy frist; did you mean 'first'? Expected: one of {string.Join(", ", OverlapPolicy.All.Select(policy => policy.Name))}.\n"), (run.ExitCode, run.Error));
        Assert.Empty(run.Output);
        Assert.Equal((ExitCode.BadFile, "ipreasm: cannot read nowhere: there is no such file\n"), (ToolRun.Of("mix.pcap --targets nowhere").ExitCode, ToolRun.Of("mix.pcap --targets nowhere").Error));
        Assert.Contains("the file of targets has an empty name.", ToolRun.Of("mix.pcap --targets ''").Error, StringComparison.Ordinal);

        Assert.Equal(
            $"ipreasm: cannot read {folder.Path}: it is a folder; name a file of targets in it\n",
            ToolRun.Of(["list", ToolRun.Capture("mix.pcap"), "--targets", folder.Path]).Error);

        var huge = folder.Write("huge.txt", Encoding.UTF8.GetBytes(new string('#', (16 << 20) + 1)));
        Assert.Contains("over 16 MiB of text is no file of targets", ToolRun.Of(["summary", ToolRun.Capture("mix.pcap"), "--targets", huge]).Error, StringComparison.Ordinal);
    }
}
