using IpReassembler.Cli;
using IpReassembler.Tests.Cli.Transfers;
using IpReassembler.Tests.Transfer;

namespace IpReassembler.Tests.Cli;

/// <summary>Every verb that has <c>--json</c>: each line it prints is one that the schema knows. A new verb fails until it is walked here.</summary>
[Collection(HeavyTests.Name)]
public class JsonWalkTests
{
    /// <summary>Verbs that read a capture: CAPTURE stands for its path.</summary>
    private static readonly Dictionary<string, string[]> Readers = new()
    {
        ["summary"] = ["summary --json CAPTURE", "summary --json --fingerprint -Y 'verdict != sound' CAPTURE"],
        ["list"] =
        [
            "list --json CAPTURE", "list --json --events datagram,fragment,event,summary --payload sha256 --fingerprint CAPTURE",
            "list --json --payload hex --policy first --key src,dst,proto,id,vlan,iface CAPTURE",
        ],
        ["flows"] = ["flows --json CAPTURE", "flows --json --by src --sort loss CAPTURE"],
        ["policy"] = ["policy --json CAPTURE", "policy --json --payload base64 CAPTURE"],
        ["check"] = ["check --json CAPTURE 'loss < 1%' 'p99(duration_ns) < 5ms' 'mean(frags) > 2.5' 'rate(payload_len) < 1KB/s' 'count(verdict == sound) > 3'"],
        ["decode"] = [.. Enumerable.Range(1, 12).Select(frame => $"decode --json -r CAPTURE --frame {frame}")],
    };

    /// <summary>Verbs of two ends, and the test below that runs both.</summary>
    private static readonly string[] Ends =
    [
        "serve sst", "get sst", "serve upload", "put upload", "serve batch", "put batch", "serve message", "call message", "serve commands", "call commands",
        "udp sink", "udp send", "udp demo",
    ];

    /// <summary>Verbs whose lines depend on the machine: the first runs here; the other listens, so the live tests run it, and its golden lines are held to the schema here.</summary>
    private static readonly string[] OfTheMachine = ["doctor", "observe"];

    public static TheoryData<string> Lines => [.. Readers.Values.SelectMany(lines => lines)];

    [Fact]
    public void Every_verb_with_json_is_walked()
    {
        var root = Tool.BuildRoot(new Terminal(Stream.Null, false, Stream.Null, TextWriter.Null, false, false, Style.Unlimited, _ => null), new Interruption());
        var verbs = CommandTree.Leaves(root).Where(verb => verb.Options.Any(option => option.Name == "--json"));
        Assert.Equal(verbs.Select(verb => CommandTree.Path(verb)[(CommandTree.ToolName.Length + 1)..]).Order(), Readers.Keys.Concat(Ends).Concat(OfTheMachine).Order());
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Every_line_about_every_capture_is_valid_and_the_same_each_time(string line)
    {
        var printed = 0;
        foreach (var capture in CaptureFolders.Own)
        {
            string[] words = [.. ToolRun.Split(line).Select(word => word == "CAPTURE" ? capture : word)];
            var run = ToolRun.Of(words);
            Assert.Equal(run.Output, ToolRun.Of(words).Output);
            foreach (var one in run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                LineSchema.Check(one);
                printed++;
            }
        }

        Assert.True(printed >= CaptureFolders.Own.Count / 2, "hardly anything was printed");
    }

    [Theory]
    [InlineData("serve sst FILE", "get sst 127.0.0.1 -o FOLDER/")]
    [InlineData("serve upload --dir FOLDER", "put upload 127.0.0.1 FILE")]
    [InlineData("serve batch --dir FOLDER", "put batch 127.0.0.1 FILE")]
    [InlineData("serve message", "call message 127.0.0.1 hello")]
    [InlineData("serve commands --dir FOLDER", "call commands 127.0.0.1 LISTAR")]
    [InlineData("udp sink", "udp send 127.0.0.1 --count 3 --size 64")]
    public async Task Both_ends_of_a_transfer(string server, string client)
    {
        using var folder = new TemporaryFolder();
        using var inbox = new TemporaryFolder();
        var file = folder.Write("a.bin", Bytes.Random(10_000));
        string[] Words(string line) => [.. ToolRun.Split(line.Replace("FOLDER", inbox.Path, StringComparison.Ordinal).Replace("FILE", file, StringComparison.Ordinal)), "--json"];

        // The server's lines are checked as they are read.
        var serving = new RunningTool([.. Words(server), "--port", "0", "--once"]);
        var run = ToolRun.Of([.. Words(client), "--port", await serving.PortAsync()]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.NotEmpty(run.Lines.Select(LineSchema.Check));
        if (!server.StartsWith("serve commands", StringComparison.Ordinal))
        {
            await serving.NextAsync();
        }

        Assert.Equal(0, (await serving.EndAsync()).ExitCode);
    }

    [Fact]
    public void Both_ends_in_one() => Assert.Equal(3, ToolRun.Of("udp demo --count 3 --size 64 --rate none --json").Lines.Select(LineSchema.Check).Count());

    [Fact]
    public void The_machine_of_these_tests() => Assert.All(ToolRun.Of("doctor --json").Lines, line => LineSchema.Check(line));

    [Fact]
    public void Every_golden_line_is_valid()
    {
        var files = Directory.GetFiles(Path.Combine(RepositoryRoot.Path, "tests", "IpReassembler.Tests", "Cli"), "*json*.golden", SearchOption.AllDirectories);
        Assert.Contains(files, file => Path.GetFileName(file) == "observe-json.golden");
        Assert.All(files.SelectMany(File.ReadLines), line => LineSchema.Check(line));
    }

    [Fact]
    public void The_schema_is_the_one_that_the_tool_prints() =>
        Assert.Equal(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "src", "IpReassembler.Records", "records.schema.json")), ToolRun.Of("schema").Text);
}
