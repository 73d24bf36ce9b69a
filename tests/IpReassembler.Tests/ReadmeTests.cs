using System.Text.RegularExpressions;
using System.Xml.Linq;
using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Tests.Readme;

namespace IpReassembler.Tests;

/// <summary>README.md says nothing that the code does not do: its programs compile and run, its console shows what the tool prints.</summary>
public partial class ReadmeTests
{
    private const string Mix = "captures/mix.pcap";

    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "README.md")).ReplaceLineEndings("\n");

    public static TheoryData<string, string> Console
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var run in Blocks("console").SelectMany(block => Regex.Split(block, @"^\$ ", RegexOptions.Multiline).Skip(1)))
            {
                var (command, output) = run.Split('\n', 2) is [var first, var rest] ? (first, rest) : (run, "");
                rows.Add(command, output);
            }

            return rows;
        }
    }

    public static TheoryData<string, int> ExitCodes =>
        [.. ExitCodeRow().Matches(Page).Select(row => (row.Groups["command"].Value, int.Parse(row.Groups["code"].ValueSpan)))];

    public static TheoryData<string, string> Arrows =>
        [.. ArrowRow().Matches(Page).Select(row => (row.Groups["project"].Value, row.Groups["targets"].Value))];

    [Theory]
    [MemberData(nameof(Console))]
    public void The_console_shows_what_the_tool_prints(string command, string shown)
    {
        var words = Words(command);
        Assert.Equal("ipreasm", words[0]);
        var run = FolderRun.In(RepositoryRoot.Path, words[1..]);
        // CSV has the line ends of RFC 4180, which a page cannot show.
        Assert.Matches(Pattern(shown), (run.Output + run.Error).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void There_is_a_console_for_every_verb()
    {
        var help = FolderRun.In(RepositoryRoot.Path, "--help").Output;
        var verbs = Verb().Matches(help[help.IndexOf("Look:", StringComparison.Ordinal)..]).Select(verb => verb.Value.Trim());
        Assert.NotEmpty(verbs);
        Assert.Subset(Console.Select(row => Words(row.Data.Item1)[1]).ToHashSet(), verbs.ToHashSet());
    }

    [Theory]
    [InlineData("ReadACapture")]
    [InlineData("PlainDoor")]
    [InlineData("CompareSystems")]
    [InlineData("SharpPcapBridge")]
    public void The_code_is_the_code_that_is_compiled_here(string name)
    {
        var file = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests", "IpReassembler.Tests", "Readme", name + ".cs"));
        var compiled = Regex.Matches(file, "// <readme>\n(.*?)// </readme>", RegexOptions.Singleline).SelectMany(part => Lines(part.Groups[1].Value));
        Assert.Equal(compiled, Lines(Named(name)));
    }

    [Fact]
    public void The_screen_is_one_that_is_drawn() => Assert.Equal(
        File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests", "IpReassembler.Tests", "Cli", "Live", "golden", "live-mix-80x24.golden")), Named("LiveScreen"));

    [Fact]
    public void The_program_prints_what_the_page_says()
    {
        using var output = new StringWriter { NewLine = "\n" };
        ReadACapture.Run([Path.Combine(RepositoryRoot.Path, Mix)], output);
        Assert.Matches(Pattern(Named("ReadACapture prints")), output.ToString());
        Assert.Equal(30, Lines(output.ToString()).Count(line => line.Contains(" is whole, ")));
        Assert.Equal(38, Lines(output.ToString()).Count(line => !line.Contains(" is whole, ")));
    }

    [Fact]
    public void The_plain_door_takes_bytes_from_anywhere()
    {
        var cache = new ReassemblyCache();
        var payloads = new List<int>();
        ForEachFrame((bytes, at) => PlainDoor.Run(cache, bytes, at.Seconds, at.SubsecondNanoseconds, payload => payloads.Add(payload.Length)));
        Assert.Equal((30, 8008, 72), (payloads.Count, payloads[0], payloads.Min()));
    }

    [Fact]
    public void The_bridge_feeds_the_cache_with_what_arrives()
    {
        var (device, cache, ends) = (new SharpPcapStandIn.Device(), new ReassemblyCache(), new List<Verdict>());
        void Tell(in FragmentOutcome outcome)
        {
            if (outcome.Kind == OutcomeKind.Ended)
            {
                ends.Add(outcome.Datagram!.Verdict);
            }
        }

        SharpPcapBridge.Run(device, cache, Tell);
        ForEachFrame((bytes, at) => device.Arrive(at.Nanoseconds / 1e9m, bytes));
        foreach (var outcome in cache.Finish())
        {
            Tell(outcome);
        }

        // Sound are the 29 that were delivered and the one that the policy dropped.
        Assert.Equal((38, 30), (ends.Count, ends.Count(verdict => verdict == Verdict.Sound)));
    }

    [Theory]
    [MemberData(nameof(ExitCodes))]
    public void The_exit_codes_are_those_of_the_table(string command, int code) =>
        Assert.Equal(code, FolderRun.In(RepositoryRoot.Path, Words(command)[1..]).ExitCode);

    [Fact]
    public void The_table_of_exit_codes_has_examples() => Assert.Equal([0, 1, 2, 3, 4, 6], ExitCodes.Select(row => row.Data.Item2).Distinct().Order());

    [Theory]
    [MemberData(nameof(Arrows))]
    public void The_arrows_are_those_of_the_projects(string project, string targets)
    {
        var file = XDocument.Load(Path.Combine(RepositoryRoot.Path, "src", "IpReassembler." + project, $"IpReassembler.{project}.csproj"));
        var references = file.Descendants("ProjectReference").Select(one => Path.GetFileNameWithoutExtension(one.Attribute("Include")!.Value)["IpReassembler.".Length..]);
        Assert.Equal(targets == "nothing" ? [] : targets.Split(", ").Order(), references.Order());
    }

    [Fact]
    public void Every_project_has_its_arrows() =>
        Assert.Equal(
            Directory.EnumerateDirectories(Path.Combine(RepositoryRoot.Path, "src"), "IpReassembler.*").Select(folder => Path.GetExtension(folder)[1..]).Order(),
            Arrows.Select(row => row.Data.Item1).Order());

    private static void ForEachFrame(Action<byte[], Timestamp> use)
    {
        using var source = CaptureFile.Open(Path.Combine(RepositoryRoot.Path, Mix));
        while (source.Read(out var frame) is ReadResult.Frame)
        {
            use(frame.Bytes.ToArray(), frame.Timestamp);
        }
    }

    // The page's output as a pattern: a line of three dots stands for any number of lines.
    private static string Pattern(string shown)
    {
        var lines = shown.TrimEnd().Split('\n').Select(line => line.Trim() == "..." ? "(?:.*\n)*" : Regex.Escape(line.TrimEnd()) + " *\n");
        return @"\A" + string.Concat(lines) + @"\z";
    }

    // A command line as a shell reads it, as far as the page needs one: blanks, and quotes around what has blanks in it.
    private static string[] Words(string command) => [.. Word().Matches(command).Select(word => word.Value.Trim('\''))];

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);

    private static IEnumerable<string> Blocks(string language) =>
        Regex.Matches(Page, $"^```{language}\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline).Select(block => block.Groups[1].Value);

    private static string Named(string name)
    {
        var block = Regex.Match(Page, $"<!-- {Regex.Escape(name)} -->\n```[a-z]*\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline);
        Assert.True(block.Success, $"README.md has no block behind <!-- {name} -->");
        return block.Groups[1].Value;
    }

    [GeneratedRegex("^  [a-z]+", RegexOptions.Multiline)]
    private static partial Regex Verb();

    [GeneratedRegex("'[^']*'|[^ ]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\| (?<code>\d+) \|.*\| `(?<command>ipreasm [^`]*)` \|$", RegexOptions.Multiline)]
    private static partial Regex ExitCodeRow();

    [GeneratedRegex(@"^\| `src/IpReassembler\.(?<project>\w+)` \|.*\| (?<targets>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex ArrowRow();
}
