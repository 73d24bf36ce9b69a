using System.CommandLine;
using System.Net;
using System.Text;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary><c>serve commands</c> and <c>call commands</c>: questions and answers, several clients at once.</summary>
internal static class CommandVerbs
{
    // A person may think between two commands.
    private static readonly TimeSpan UsualIdle = TimeSpan.FromMinutes(10);

    // An answer is held in memory while it comes, up to twice over.
    private const string UsualMaxSize = "256M";

    public static Command Serve(Terminal terminal, Interruption interruption)
    {
        var server = new ServerVerb(
            "commands", "Answers commands: the time, the files of a folder, one of them.",
            ["--dir", "--bind", "--port", "--max-size", "--max-clients", "--json"],
            ["ipreasm serve commands --dir DB", "ipreasm serve commands --dir DB --bind 0.0.0.0", "ipreasm serve commands --dir DB --max-size 10M"],
            CommandServer.Port, usualClients: 512, usualIdle: UsualIdle);
        var folder = new Option<string>("--dir") { Description = "The folder whose files can be had", HelpName = "DIR", Required = true };
        var maxSize = Options.Of<long?>("--max-size", [], "BYTES", $"The largest file that can be had [{UsualMaxSize}]", text => Options.ParseBytes(text));
        server.Command.Options.Add(folder);
        server.Command.Options.Add(maxSize);
        server.Command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(folder);
            FileName.MustNotBeEmpty(path, "the folder to serve");
            var commands = new CommandServer(path, parsed.GetValue(maxSize) ?? Options.ParseBytes(UsualMaxSize), TimeProvider.System);
            return server.Run(parsed, terminal, interruption, $"answers commands, and gives files of {path}", commands.ServeAsync);
        });
        return server.Command;
    }

    public static Command Call(Terminal terminal, Interruption interruption)
    {
        var storage = new StorageOptions(UsualMaxSize);
        var client = new ClientVerb(
            "commands", "Asks a command server, once or as often as you type.",
            ["--try", "--output", "--text", "--port", "--exists", "--json"],
            ["ipreasm call commands --try DB", "ipreasm call commands 127.0.0.1 LISTAR", "ipreasm call commands 127.0.0.1 ARQUIVO notes.txt -o copy.txt"],
            CommandServer.Port, storage, hostRequired: false, usualIdle: UsualIdle);
        var words = new Argument<string[]>("WORD")
        {
            Description = "CONSULTA, HORA, LISTAR, SAIR, or ARQUIVO and a name; also dados, hora_atual, ..., and info, time, list, quit, file",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var output = new Option<string?>("--output", "-o") { Description = "Store a file under this name or in this folder; - prints it [.]", HelpName = "PATH" };
        var lines = Options.Switch("--text", [], "Speak in lines of text, not in pickles");
        var trial = new Option<string?>("--try") { Description = "Be the server too, over the files of this folder, for a first try", HelpName = "DIR" };
        client.Command.Arguments.Add(words);
        foreach (Option option in new Option[] { output, lines, trial })
        {
            client.Command.Options.Add(option);
        }

        client.Command.SetAction(parsed =>
        {
            var command = Typed(parsed.GetValue(words) ?? []);
            var keep = FileKeeper.Of(parsed.GetValue(output) ?? ".", storage.WhenTaken(parsed), terminal);
            var host = parsed.GetValue(trial) is null ? client.Host(parsed) : client.Host(parsed) is null ? IPAddress.Loopback.ToString()
                : throw new ToolException(ExitCode.Usage, "--try starts a server of its own: leave out HOST and WORD");
            if (host is null)
            {
                throw new ToolException(ExitCode.Usage, "call commands needs a HOST, or --try DIR to start both ends.");
            }

            using var ownServer = parsed.GetValue(trial) is { } folder ? new OwnCommandServer(folder, client.Port(parsed), client.Limits(parsed), terminal) : null;
            return client.Run(
                parsed, terminal, interruption, host, ownServer?.Port, (connection, told) =>
                {
                    var conversation = new CommandConversation(new CommandClient(connection, parsed.GetValue(lines)), told, keep.Keep);
                    return command is not null
                        ? conversation.AskAsync(command)
                        : conversation.FollowAsync(new StreamReader(terminal.Input, Encoding.UTF8), terminal.InputIsTerminal, interruption.Token);
                });
        });
        return client.Command;
    }

    private static TypedCommand? Typed(string[] words)
    {
        try
        {
            return words.Length == 0 ? null : TypedCommand.Of(words[0], string.Join(' ', words[1..]));
        }
        catch (FormatException wrong)
        {
            throw new ToolException(ExitCode.Usage, wrong.Message);
        }
    }
}
