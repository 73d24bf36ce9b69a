using System.CommandLine;

namespace IpReassembler.Cli;

/// <summary>What the help, the manual page and the messages read off the tree of commands, so that all of them say the same.</summary>
internal static class CommandTree
{
    /// <summary>What the tool is called, whatever its file's name is.</summary>
    public const string ToolName = "ipreasm";

    private static readonly char[] ClauseEnds = [':', ';', '.'];

    /// <summary>What the verbs are for; each stands under one of these.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<string> Verbs)> Groups { get; } =
    [
        ("Look", ["summary", "list", "show", "flows", "decode", "live"]),
        ("Judge", ["policy", "check"]),
        ("Make files", ["reassemble", "fragment", "report", "scenario"]),
        ("Make traffic", ["udp", "replay", "observe", "serve", "get", "put", "call", "tcpd"]),
        ("This tool and this machine", ["doctor", "ifaces", "schema", "man", "completion"]),
    ];

    /// <summary>The first clause of what the command is described with, which is enough in a long list.</summary>
    public static string InShort(Command command) => command.Description!.Split(ClauseEnds, 2)[0];

    /// <summary>The commands that do something: those without commands of their own.</summary>
    public static IEnumerable<Command> Leaves(Command command) =>
        Subcommands(command).Any() ? Subcommands(command).SelectMany(Leaves) : [command];

    /// <summary>The commands below this one that a user should know of.</summary>
    public static IEnumerable<Command> Subcommands(Command command) => command.Subcommands.Where(one => !one.Hidden);

    /// <summary>The options of this command that a user should know of.</summary>
    public static IEnumerable<Option> Options(Command command) => command.Options.Where(option => !option.Hidden);

    /// <summary>The command as it is typed: <c>ipreasm list</c>.</summary>
    public static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? Path(parent) + " " + command.Name : ToolName;

    /// <summary>The command with what it takes: <c>ipreasm show [OPTIONS] DATAGRAM [FILE...]</c>.</summary>
    public static string Synopsis(Command command)
    {
        var required = Options(command).Where(option => option.Required).Select(option => Shortest(option) + Value(option));
        var arguments = command.Arguments.Where(argument => !argument.Hidden).Select(Word);
        string[] between = [.. Subcommands(command).Any() ? ["VERB"] : Array.Empty<string>(), .. Options(command).Any() ? ["[OPTIONS]"] : Array.Empty<string>()];
        return string.Join(' ', [Path(command), .. between, .. required, .. arguments]);
    }

    /// <summary>The option with all its names and what it takes: <c>-r, --read FILE</c>.</summary>
    public static string Names(Option option) =>
        string.Join(", ", option.Aliases.Append(option.Name).Distinct().OrderBy(name => name.StartsWith("--", StringComparison.Ordinal))) + Value(option);

    /// <summary>The words an option takes: written small where its value is shown, as in <c>T|none</c>.</summary>
    public static IEnumerable<string> Words(string valueName) =>
        valueName.Split('|').Where(word => word.Length > 0 && word.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'));

    private static string Shortest(Option option) => option.Aliases.Append(option.Name).MinBy(name => name.Length)!;

    private static string Value(Option option) => option.HelpName is { } value ? " " + value : "";

    private static string Word(Argument argument) => (argument.Arity.MinimumNumberOfValues, argument.Arity.MaximumNumberOfValues) switch
    {
        (0, > 1) => $"[{argument.Name}...]",
        (0, _) => $"[{argument.Name}]",
        (_, > 1) => argument.Name + "...",
        _ => argument.Name,
    };
}
