using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using IpReassembler.Capture;
using IpReassembler.Records;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary>The command line: finds the verb, lets it work, and turns what went wrong into a message and an exit code.</summary>
internal static class Tool
{
    // In the order of the help. By name, so that a command line makes only the verb it asks for: all of them together take longer than the runtime's own start.
    private static readonly (string Name, Func<Terminal, Interruption, Command> Create)[] Verbs =
    [
        ("summary", SummaryVerb.Create),
        ("list", ListVerb.Create),
        ("show", ShowVerb.Create),
        ("flows", FlowsVerb.Create),
        ("policy", PolicyVerb.Create),
        ("check", CheckVerb.Create),
        ("decode", DecodeVerb.Create),
        ("live", LiveVerb.Create),
        ("report", ReportVerb.Create),
        ("reassemble", ReassembleVerb.Create),
        ("fragment", FragmentVerb.Create),
        ("scenario", ScenarioVerb.Create),
        ("serve", TransferVerbs.Serve),
        ("get", TransferVerbs.Get),
        ("put", TransferVerbs.Put),
        ("call", TransferVerbs.Call),
        ("udp", UdpVerb.Create),
        ("tcpd", TcpdVerb.Create),
        ("replay", ReplayVerb.Create),
        ("observe", ObserveVerb.Create),
        ("ifaces", (terminal, _) => IfacesVerb.Create(terminal)),
        ("doctor", (terminal, _) => DoctorVerb.Create(terminal)),
        ("completion", (_, _) => CompletionVerb.Create()),
        ("man", (terminal, interruption) => ManVerb.Create(() => BuildRoot(terminal, interruption))),
        ("schema", (_, _) => SchemaVerb.Create()),
    ];

    /// <summary>Runs the tool.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, Terminal terminal)
    {
        using var interruption = new Interruption();
        return Run(args, terminal, interruption);
    }

    /// <summary>Runs the tool with an interruption that somebody else may ask for.</summary>
    public static int Run(string[] args, Terminal terminal, Interruption interruption)
    {
        try
        {
            return Invoke(args, terminal with { Input = new InterruptibleStream(terminal.Input, interruption) }, interruption);
        }
        catch (OperationCanceledException) when (interruption.Requested)
        {
            terminal.Error.WriteLine("ipreasm: interrupted before there was anything to print");
            return interruption.ExitCode;
        }
        catch (ToolException wrong)
        {
            terminal.Error.WriteLine("ipreasm: " + wrong.Message);
            return wrong.ExitCode;
        }
        catch (CaptureFormatException wrong)
        {
            terminal.Error.WriteLine("ipreasm: " + wrong.Message);
            return ExitCode.BadFile;
        }
        catch (TransferException wrong)
        {
            terminal.Error.WriteLine("ipreasm: " + wrong.Message);
            return TransferOutput.CodeOf(wrong.Fault);
        }
        catch (PacketFilterException wrong)
        {
            terminal.Error.WriteLine("ipreasm: " + wrong.Message);
            return ExitCode.Usage;
        }
        catch (CaptureDeviceException refused)
        {
            terminal.Error.WriteLine("ipreasm: " + refused.Message);
            return refused.Fault == CaptureDeviceFault.NotPermitted ? ExitCode.NotPermitted : ExitCode.Network;
        }
        catch (OutputClosedException)
        {
            return ExitCode.Done;
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            terminal.Error.WriteLine($"ipreasm: this is a bug in {VersionText.OneLine}: {bug.GetType().Name}: {bug.Message}");
            terminal.Error.WriteLine("Please report it with the command line and, if you may, the capture.");
            terminal.Error.WriteLine(bug.StackTrace);
            return ExitCode.OurBug;
        }
    }

    private static int Invoke(string[] args, Terminal terminal, Interruption interruption)
    {
        var line = WithVerb(args);
        var isAboutAllVerbs = line[0] is "--help" or "-h" or "-?" || line[0].StartsWith('[');
        var root = BuildRoot(terminal, interruption, isAboutAllVerbs ? null : line[0]);
        var parsed = root.Parse(line, new ParserConfiguration { EnablePosixBundling = true, ResponseFileTokenReplacer = null });
        if (parsed.Action is not HelpScreen && (parsed.Errors.Count > 0 || StrayOption(parsed) is not null))
        {
            throw new ToolException(ExitCode.Usage, Explain(parsed));
        }

        using var text = terminal.OpenText();
        return parsed.Invoke(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = text,
            Error = terminal.Error,
        });
    }

    /// <summary>The tree of all commands.</summary>
    /// <param name="terminal">What the verbs write to.</param>
    /// <param name="interruption">What ends them early.</param>
    /// <param name="only">The name of the only verb that it is needed for, if any has that name; null for all.</param>
    public static RootCommand BuildRoot(Terminal terminal, Interruption interruption, string? only = null)
    {
        var root = new RootCommand(
            "Rebuilds fragmented IP datagrams from a capture, and says of each what became of it. ipreasm FILE is short for ipreasm summary FILE.");
        foreach (var (name, create) in Verbs)
        {
            if (only is null || name == only)
            {
                root.Subcommands.Add(create(terminal, interruption));
            }
        }

        root.Options.Remove(root.Options.OfType<VersionOption>().Single());
        root.Options.Add(new Option<bool>("--version") { Description = "Print the version and what it was built with" });
        root.SetAction(parsed =>
        {
            VersionText.Write(parsed.InvocationConfiguration.Output);
            return ExitCode.Done;
        });

        var help = root.Options.OfType<HelpOption>().Single();
        help.Aliases.Remove("/h");
        help.Aliases.Remove("/?");
        help.Action = new HelpScreen(terminal);
        return root;
    }

    // A capture's name may stand where the verb does; what is neither gets a suggestion instead of a guess.
    private static string[] WithVerb(string[] args)
    {
        if (args is ["--version"] or ["--help" or "-h" or "-?", ..] || (args.Length > 0 && args[0].StartsWith('[')))
        {
            return args;
        }

        if (args.Length == 0)
        {
            return ["--help"];
        }

        var first = args[0];
        if (first == "-D")
        {
            return ["ifaces", .. args[1..]];
        }

        if (Verbs.Any(verb => verb.Name == first))
        {
            return args;
        }

        if (first.StartsWith('-') || Path.Exists(first))
        {
            return ["summary", .. args];
        }

        throw first.AsSpan().ContainsAny('/', '.', '\\')
            ? new ToolException(ExitCode.BadFile, $"cannot read {first}: there is no such file")
            : new ToolException(ExitCode.Usage, $"'{first}' is neither a verb nor a file{HintOrStop(first, Verbs.Select(verb => verb.Name))} ipreasm --help lists the verbs.");
    }

    private static string Explain(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var known = command.Options.Concat(parsed.RootCommandResult.Command.Options).SelectMany(option => option.Aliases.Prepend(option.Name));
        var messages = parsed.Errors.Select(error => error.Message).Distinct();
        var unknown = StrayOption(parsed);
        if (unknown is "-i" or "--interface")
        {
            return $"{command.Name} reads files. To listen: ipreasm reassemble -i NAME -w FILE, then ipreasm {command.Name} FILE";
        }

        if (command.Subcommands.Count > 0)
        {
            var choices = command.Subcommands.Select(one => one.Name).ToArray();
            var typed = parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : null;
            return typed is null ? $"{command.Name} needs one of {string.Join(", ", choices)}." : $"{command.Name} has no '{typed}'{HintOrStop(typed, choices)} There is {string.Join(", ", choices)}.";
        }

        var path = CommandTree.Path(command);
        var first = unknown is null ? messages.First() : $"{path[(CommandTree.ToolName.Length + 1)..]} has no option {unknown}{(unknown.Length > 2 ? HintOrStop(unknown, known) : ".")}";
        return $"{first}\nUsage: {CommandTree.Synopsis(command)}   ({path} --help)";
    }

    // The parser takes an option it does not know for a file. A file named so is written ./-name, or behind --.
    private static string? StrayOption(ParseResult parsed)
    {
        var words = parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? []
            : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value);
        return parsed.UnmatchedTokens.Concat(words).FirstOrDefault(word => word is ['-', _, ..]);
    }

    // A hint goes on in the same sentence; without one the sentence ends.
    private static string HintOrStop(string word, IEnumerable<string> candidates) => Nearest.Hint(word, candidates) is { Length: > 0 } hint ? hint : ".";
}
