using System.CommandLine;
using System.Globalization;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary><c>serve batch</c> and <c>put batch</c>: many files, pushed by the client.</summary>
internal static class BatchCommands
{
    public static Command Serve(Terminal terminal, Interruption interruption)
    {
        var server = new ServerVerb(
            "batch", "Takes many files at once into a folder.",
            ["--dir", "--bind", "--port", "--exists", "--once", "--json"],
            ["ipreasm serve batch --dir inbox", "ipreasm serve batch --dir inbox --exists skip", "ipreasm serve batch --dir inbox --once --json"],
            BatchProtocol.Port, new StorageOptions(), severalFiles: true);
        server.StoreWhatComes(terminal, interruption, BatchProtocol.ReceiveAsync);
        return server.Command;
    }

    public static Command Put(Terminal terminal, Interruption interruption)
    {
        var client = new ClientVerb(
            "batch", "Sends files. Of a folder, the files that are directly in it.",
            ["--sample", "--port", "--rate", "--progress", "--quiet", "--json"],
            ["ipreasm put batch 127.0.0.1 a.txt b.txt", "ipreasm put batch 127.0.0.1 folder --rate 10M", "ipreasm put batch 127.0.0.1 --sample 10"],
            BatchProtocol.Port);
        var words = new Argument<string[]>("FILE") { Description = "The files and folders", Arity = ArgumentArity.ZeroOrMore };
        var sample = Options.Of<long?>("--sample", [], "N", "Make N small text files and send them", text => Options.ParseNumber(1, 10_000)(text));
        client.Command.Arguments.Add(words);
        client.Command.Options.Insert(0, sample);
        client.Command.SetAction(parsed =>
        {
            var (names, samples) = (parsed.GetValue(words) ?? [], parsed.GetValue(sample));
            if (names.Length > 0 == samples is not null)
            {
                throw new ToolException(ExitCode.Usage, "name the files to send, or let --sample N make some.");
            }

            using var made = samples is { } count ? new SampleFiles((int)count) : null;
            var paths = made?.Paths ?? [.. names.SelectMany(name => FilesOf(name, terminal.Error))];
            return client.Run(parsed, terminal, interruption, connection => BatchProtocol.SendAsync(connection, paths));
        });
        return client.Command;
    }

    private static IEnumerable<string> FilesOf(string name, TextWriter error)
    {
        FileName.MustNotBeEmpty(name, "a file to send");
        if (!Directory.Exists(name))
        {
            OutgoingFile.Open(name).Dispose();
            return [name];
        }

        try
        {
            foreach (var inner in Directory.EnumerateDirectories(name).Order(StringComparer.Ordinal))
            {
                error.WriteLine($"ipreasm: {inner} is not sent: a batch has no folders. Send it by itself.");
            }

            return [.. Directory.EnumerateFiles(name).Order(StringComparer.Ordinal)];
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.BadFile, $"cannot read the folder {name}: {failed.Message}");
        }
    }

    /// <summary>Small text files in a folder of their own, gone with it.</summary>
    private sealed class SampleFiles : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ipreasm-");

        public SampleFiles(int count)
        {
            var paths = new string[count];
            for (var i = 0; i < count; i++)
            {
                paths[i] = Path.Combine(_folder.FullName, string.Create(CultureInfo.InvariantCulture, $"arquivo_{i + 1}.txt"));
                File.WriteAllText(paths[i], string.Create(CultureInfo.InvariantCulture, $"Este é o conteúdo do arquivo {i + 1}\n"));
            }

            Paths = paths;
        }

        public IReadOnlyList<string> Paths { get; }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
