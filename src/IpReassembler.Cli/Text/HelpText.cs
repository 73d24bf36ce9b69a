using System.CommandLine;

namespace IpReassembler.Cli;

/// <summary>The help of any command, made from the tree of commands: a new verb has it without a line written here.</summary>
internal sealed class HelpText(TextWriter output, int width)
{
    private const int WidestNames = 26, NarrowIndent = 6;
    private readonly Style _style = Style.Plain with { Width = width };

    /// <summary>All verbs in groups, with a line for each.</summary>
    public void WriteVerbs(RootCommand root)
    {
        WriteHead(root);
        foreach (var (title, names) in CommandTree.Groups)
        {
            output.WriteLine();
            output.WriteLine(title + ":");
            foreach (var verb in names.Select(name => root.Subcommands.Single(verb => verb.Name == name)))
            {
                WriteRow(verb.Name, CommandTree.InShort(verb), root.Subcommands.Max(one => one.Name.Length) + 2);
            }
        }

        WritePointer(root);
    }

    /// <summary>One screen of 24 lines: the purpose, what is taken, the options most people need, and examples.</summary>
    public void WriteShort(Command command)
    {
        WriteHead(command);
        if (CommandTree.Subcommands(command).Any())
        {
            WriteCommands(command);
        }
        else
        {
            var (all, verb) = (CommandTree.Options(command).ToList(), command as Verb);
            var shown = verb is { MostUsed.Count: > 0 } ? verb.MostUsed.Select(name => all.Single(option => option.Name == name)) : all.Take(Verb.MostUsedLimit);
            WriteOptions(shown);
        }

        WriteExamples(command);
        WritePointer(command);
    }

    /// <summary>Everything there is to say.</summary>
    public void WriteAll(Command command)
    {
        WriteHead(command);
        WriteRows(command.Arguments.Where(argument => !argument.Hidden).Select(argument => (argument.Name, argument.Description)));
        if (CommandTree.Subcommands(command).Any())
        {
            WriteCommands(command);
        }

        WriteOptions(CommandTree.Options(command));
        WriteExamples(command);
    }

    private void WriteHead(Command command)
    {
        WriteWrapped("", command.Description ?? "");
        output.WriteLine();
        WriteWrapped("Usage: ", CommandTree.Synopsis(command));
    }

    private void WritePointer(Command command)
    {
        output.WriteLine();
        output.WriteLine(CommandTree.Subcommands(command).Any()
            ? $"{CommandTree.Path(command)} VERB --help tells more of each."
            : $"{CommandTree.Path(command)} --help -v shows every option.");
    }

    private void WriteCommands(Command command)
    {
        output.WriteLine();
        output.WriteLine("Commands:");
        var verbs = CommandTree.Subcommands(command).ToList();
        foreach (var verb in verbs)
        {
            WriteRow(verb.Name, verb.Description, verbs.Max(one => one.Name.Length) + 2);
        }
    }

    private void WriteOptions(IEnumerable<Option> options) => WriteRows(options.Select(option => (CommandTree.Names(option), option.Description)));

    private void WriteRows(IEnumerable<(string Names, string? Text)> rows)
    {
        var isFirst = true;
        foreach (var (names, text) in rows)
        {
            if (isFirst)
            {
                output.WriteLine();
                isFirst = false;
            }

            WriteRow(names, text, WidestNames);
        }
    }

    private void WriteExamples(Command command)
    {
        if (command is Verb { Examples.Count: > 0 } verb)
        {
            output.WriteLine();
            output.WriteLine("Examples:");
            foreach (var example in verb.Examples)
            {
                output.WriteLine("  " + example);
            }
        }
    }

    // Names that are too long for their column get a line of their own.
    private void WriteRow(string names, string? text, int column)
    {
        var beginning = "  " + names.PadRight(column);
        var isNarrow = width < column + WidestNames;
        if (names.Length > column - 2 || isNarrow)
        {
            WriteWrapped("  ", names);
            beginning = new string(' ', isNarrow ? NarrowIndent : column + 2);
        }

        WriteWrapped(beginning, text ?? "");
    }

    private void WriteWrapped(string beginning, string text)
    {
        foreach (var line in _style.Wrap(beginning, text))
        {
            output.WriteLine(line);
        }
    }
}
