using System.CommandLine;
using IpReassembler.Cli;
using IpReassembler.Tests.Cli.Text;

namespace IpReassembler.Tests.Cli;

/// <summary>What <c>--help</c> shows of every verb there is: nothing here names one.</summary>
public class HelpTests
{
    private const int Lines = 24, Columns = 80;

    private static readonly RootCommand Root = MakeRoot();

    public static TheoryData<string> Verbs => [.. CommandTree.Leaves(Root).Select(verb => CommandTree.Path(verb)[(CommandTree.ToolName.Length + 1)..])];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Short_help_fits_a_terminal_of_24_by_80(string path)
    {
        var verb = Assert.IsType<Verb>(Find(path));
        var run = Help(path + " --help");
        Assert.InRange(run.Lines.Length, 1, Lines);
        Assert.All(run.Lines, line => Assert.InRange(line.Length, 0, Columns));
        Assert.InRange(verb.MostUsed.Count, 0, Verb.MostUsedLimit);
        Assert.Equal(3, verb.Examples.Count);
        Assert.All(verb.Examples, example => Assert.Contains("  " + example, run.Lines));
        Assert.Contains(run.Lines, line => line.EndsWith("--help -v shows every option.", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_verb_stands_in_one_group_and_takes_one_line()
    {
        var verbs = CommandTree.Subcommands(Root).ToList();
        Assert.Equal(verbs.Select(verb => verb.Name).Order(), CommandTree.Groups.SelectMany(group => group.Verbs).Order());
        var run = Help("--help");
        Assert.All(run.Lines, line => Assert.InRange(line.Length, 0, Columns));
        Assert.All(verbs, verb => Assert.Single(run.Lines, line => line.StartsWith("  " + verb.Name + " ", StringComparison.Ordinal) && line.EndsWith(CommandTree.InShort(verb), StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("observe", "Tunnels are not looked into")]
    [InlineData("fragment", "those inside tunnels are not looked at")]
    [InlineData("reassemble", "what is missing outside tunnels")]
    public void Help_says_what_keeps_out_of_tunnels(string verb, string words) =>
        Assert.Contains(words, string.Join(' ', Help(verb + " --help").Lines.Select(line => line.Trim())), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Long_help_shows_every_option(string path)
    {
        var run = Help(path + " --help -v");
        Assert.All(run.Lines, line => Assert.InRange(line.Length, 0, Columns));
        Assert.All(CommandTree.Options(Find(path)), option => Assert.Contains(CommandTree.Names(option), run.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_verb_can_be_made_alone_by_its_name() =>
        Assert.All(Root.Subcommands, verb => Assert.Equal(verb.Name, Assert.Single(MakeRoot(verb.Name).Subcommands).Name));

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_option_says_what_it_does(string path) =>
        Assert.All(CommandTree.Options(Find(path)), option => Assert.False(string.IsNullOrEmpty(option.Description), option.Name));

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Examples_are_command_lines_that_are_understood(string path)
    {
        foreach (var example in Assert.IsType<Verb>(Find(path)).Examples)
        {
            var mine = example.Split('|', '>').Single(part => part.Trim().StartsWith(CommandTree.ToolName + " ", StringComparison.Ordinal));
            var words = ToolRun.Split(mine.Trim()).Skip(1).ToArray();
            var line = Root.Subcommands.Any(verb => verb.Name == words[0]) ? words : ["summary", .. words];
            Assert.Empty(Root.Parse(line).Errors);
            Assert.Same(Find(path), Root.Parse(line).CommandResult.Command);
        }
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void The_manual_page_has_what_the_long_help_has(string path)
    {
        // What man(7) would show: without requests, and with the escapes undone.
        var page = ToolRun.Of("man").Text.Replace("\\-", "-", StringComparison.Ordinal).Replace("\\(aq", "'", StringComparison.Ordinal)
            .Replace("\\(dq", "\"", StringComparison.Ordinal).Replace("\\(ti", "~", StringComparison.Ordinal);
        var verb = Find(path);
        var from = page.IndexOf($".SS \"{CommandTree.Synopsis(verb)}\"\n", StringComparison.Ordinal);
        Assert.True(from >= 0, page);
        var section = page[from..page.IndexOf("\n.S", from + 1, StringComparison.Ordinal)];
        var items = section.Split('\n').Where(line => line.StartsWith(".B ", StringComparison.Ordinal)).Select(line => line[3..]);
        Assert.Equal(verb.Arguments.Select(argument => argument.Name).Concat(CommandTree.Options(verb).Select(CommandTree.Names)), items);
        Assert.All(Assert.IsType<Verb>(verb).Examples, example => Assert.Contains(example + "\n", section, StringComparison.Ordinal));
        Assert.All(CommandTree.Options(verb), option => Assert.Contains(option.Description + "\n", section, StringComparison.Ordinal));
    }

    [Fact]
    public void The_manual_page_has_every_exit_code() => Assert.Equal(
        typeof(ExitCode).GetFields().Where(field => field.IsLiteral).Select(field => (int)field.GetRawConstantValue()!).Order(),
        ExitCode.Meanings.Select(each => each.Code).Order());

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void Completion_scripts(string shell) => Golden.Check("completion-" + shell, output => output.Write(ToolRun.Of("completion " + shell).Text), Here());

    [Theory]
    [InlineData("ipreasm summ", "summary")]
    [InlineData("ipreasm list --color ", "always auto never")]
    [InlineData("ipreasm list --timeout ", "none")]
    [InlineData("ipreasm list --policy fi", "first")]
    [InlineData("ipreasm reassemble --tim", "--time --timeout")]
    [InlineData("ipreasm completion ", "bash fish pwsh zsh")]
    public void What_the_scripts_ask_for_is_answered(string line, string expected)
    {
        var found = ToolRun.Of([$"[suggest:{line.Length}]", line]).Lines.Where(word => line.EndsWith(' ') ? !word.StartsWith('-') : true);
        Assert.Equal(expected, string.Join(' ', found.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("ipreasm list -i ")]
    [InlineData("ipreasm replay day.pcap --interface ")]
    public void Interfaces_are_completed_with_what_ifaces_lists(string line)
    {
        var listed = ToolRun.Of("ifaces").Lines.Skip(1).Select(row => row.Trim().Split(' ')[0]);
        var found = ToolRun.Of([$"[suggest:{line.Length}]", line]).Lines.Where(word => !word.StartsWith('-'));
        Assert.Equal(listed.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_version_says_what_a_report_of_a_bug_needs() => Assert.Matches(
        """^ipreasm \d+\.\d+\.\d+\ncommit    .+\nruntime   \.NET .+\ncaptures  files: own reader; live: libpcap .+\npolicies  linux, .+\n$""", ToolRun.Of("--version").Text);

    [Theory]
    [InlineData("list --help --jsn")]
    [InlineData("list -h -v nosuch.pcap")]
    [InlineData("reassemble -?")]
    [InlineData("--help -v")]
    public void Whoever_asks_for_help_gets_it(string commandLine)
    {
        var run = Help(commandLine);
        Assert.StartsWith("Usage: ipreasm", run.Lines.First(line => line.StartsWith("Usage", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_narrow_terminal_breaks_lines_at_blanks(string path)
    {
        const int Narrow = 40;
        var run = ToolRun.Of([.. path.Split(' '), "--help", "-v"], isTerminal: true, width: Narrow);
        // An example is there to be copied, in one piece.
        var lines = run.Lines.Except(Assert.IsType<Verb>(Find(path)).Examples.Select(example => "  " + example));
        Assert.All(lines, line => Assert.True(line.Length <= Narrow || !line.Trim().Contains(' '), line));
    }

    private static string Here([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;

    private static ToolRun Help(string commandLine)
    {
        var run = ToolRun.Of(ToolRun.Split(commandLine), isTerminal: true, width: Columns);
        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Error));
        return run;
    }

    private static Command Find(string path) => path.Split(' ').Aggregate((Command)Root, (command, name) => command.Subcommands.Single(one => one.Name == name));

    private static RootCommand MakeRoot(string? only = null)
    {
        var terminal = new Terminal(Stream.Null, false, Stream.Null, TextWriter.Null, false, false, Style.Unlimited, _ => null);
        return Tool.BuildRoot(terminal, new Interruption(), only);
    }
}
