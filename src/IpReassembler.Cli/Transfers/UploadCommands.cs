using System.CommandLine;
using System.Globalization;
using System.Text;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary><c>serve upload</c> and <c>put upload</c>: one file for each connection, pushed by the client.</summary>
internal static class UploadCommands
{
    public static Command Serve(Terminal terminal, Interruption interruption)
    {
        var server = new ServerVerb(
            "upload", "Takes one file after another into a folder.",
            ["--dir", "--bind", "--port", "--max-size", "--once", "--json"],
            ["ipreasm serve upload --dir inbox", "ipreasm serve upload --dir inbox --bind 0.0.0.0", "ipreasm serve upload --dir inbox --once --max-size 100M"],
            UploadProtocol.Port, new StorageOptions(), usualClients: 1);
        server.StoreWhatComes(terminal, interruption, UploadProtocol.ReceiveAsync);
        return server.Command;
    }

    public static Command Put(Terminal terminal, Interruption interruption)
    {
        var client = new ClientVerb(
            "upload", "Sends files one by one. Without words, on a terminal, it asks.",
            ["--port", "--rate", "--pace", "--progress", "--quiet", "--json"],
            ["ipreasm put upload 127.0.0.1 big.iso", "ipreasm put upload 127.0.0.1 a.iso b.iso --rate 10M", "ipreasm put upload"],
            UploadProtocol.Port, hostRequired: false);
        var files = new Argument<string[]>("FILE") { Description = "The files", Arity = ArgumentArity.ZeroOrMore };
        var pacing = PacingOption.Create("header");
        client.Command.Arguments.Add(files);
        client.Command.Options.Add(pacing);
        client.Command.SetAction(parsed =>
        {
            var (host, paths, port) = (client.Host(parsed), parsed.GetValue(files) ?? [], (int?)null);
            if (host is null && terminal.InputIsTerminal)
            {
                using var answers = new StreamReader(terminal.Input, Encoding.UTF8, leaveOpen: true);
                if (Ask("Server to connect to (empty ends): ", terminal, answers, interruption) is not { } server
                    || Ask($"Port, such as {UploadProtocol.Port} (empty ends): ", terminal, answers, interruption) is not { } number
                    || Ask("File to send (empty ends): ", terminal, answers, interruption) is not { } name)
                {
                    return interruption.ExitCode;
                }

                (host, port, paths) = (server, ParsePort(number), [name]);
            }

            if (host is null || paths.Length == 0)
            {
                throw new ToolException(ExitCode.Usage, "put upload needs a server and a file: ipreasm put upload HOST FILE");
            }

            // A file that is not there is told before anybody is called.
            foreach (var path in paths)
            {
                OutgoingFile.Open(path).Dispose();
            }

            var pace = parsed.GetValue(pacing) ?? Pacing.Acknowledged;
            for (var i = 0; i < paths.Length; i++)
            {
                var path = paths[i];
                var code = client.Run(parsed, terminal, interruption, host, port, (connection, _) => UploadProtocol.SendAsync(connection, path, pace));
                if (code != ExitCode.Done)
                {
                    foreach (var left in paths.Skip(i + 1))
                    {
                        terminal.Error.WriteLine($"ipreasm: {Style.Plain.Printable(left)} was not sent, because {Style.Plain.Printable(path)} failed");
                    }

                    return code;
                }
            }

            return ExitCode.Done;
        });
        return client.Command;
    }

    private static int ParsePort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65_536
            ? port
            : throw new ToolException(ExitCode.Usage, $"'{text}' is no port: it takes a whole number from 1 to 65535.");

    // The answer of a person; null for an empty one, the end of the input, or an interruption.
    private static string? Ask(string question, Terminal terminal, StreamReader answers, Interruption interruption)
    {
        terminal.Error.Write(question);
        var answer = answers.ReadLineAsync();
        // A read from a terminal cannot be cancelled; nobody waits for it any longer.
        Task.WhenAny(answer, Task.Delay(Timeout.Infinite, interruption.Token)).GetAwaiter().GetResult();
        return interruption.Requested || answer.Result?.Trim() is not { Length: > 0 } text ? null : text;
    }
}
