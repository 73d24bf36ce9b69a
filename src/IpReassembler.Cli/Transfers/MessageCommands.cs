using System.CommandLine;
using System.Text;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary><c>serve message</c> and <c>call message</c>: a message, its length first, and a confirmation.</summary>
internal static class MessageCommands
{
    public static Command Serve(Terminal terminal, Interruption interruption)
    {
        var server = new ServerVerb(
            "message", "Takes messages, verifies their length, and confirms them.",
            ["--bind", "--port", "--max-clients", "--once", "--json"],
            ["ipreasm serve message", "ipreasm serve message --port 6002", "ipreasm serve message --once --json"],
            MessageProtocol.Port);
        server.Command.SetAction(parsed => server.Run(parsed, terminal, interruption, "takes messages", MessageProtocol.ReceiveAsync));
        return server.Command;
    }

    public static Command Call(Terminal terminal, Interruption interruption)
    {
        var client = new ClientVerb(
            "message", "Sends a message and waits for the confirmation.",
            ["--file", "--port", "--pace", "--quiet", "--json"],
            ["ipreasm call message 127.0.0.1 Good morning", "ipreasm call message 127.0.0.1 --file input.txt", "ipreasm call message 127.0.0.1 --json hello"],
            MessageProtocol.Port);
        var words = new Argument<string[]>("TEXT") { Description = "The message", Arity = ArgumentArity.ZeroOrMore };
        var file = new Option<string?>("--file") { Description = "Send what is in this file", HelpName = "FILE" };
        var pacing = PacingOption.Create("length");
        client.Command.Arguments.Add(words);
        client.Command.Options.Insert(0, file);
        client.Command.Options.Add(pacing);
        client.Command.SetAction(parsed =>
        {
            var (text, path) = (parsed.GetValue(words) ?? [], parsed.GetValue(file));
            if (text.Length > 0 == path is not null)
            {
                throw new ToolException(ExitCode.Usage, "one message: give its text, or --file FILE.");
            }

            using var message = path is null ? OutgoingFile.Of("message", Encoding.UTF8.GetBytes(string.Join(' ', text))) : OutgoingFile.Open(path);
            return client.Run(
                parsed, terminal, interruption, connection => MessageProtocol.SendAsync(connection, message, parsed.GetValue(pacing) ?? Pacing.Acknowledged));
        });
        return client.Command;
    }
}
