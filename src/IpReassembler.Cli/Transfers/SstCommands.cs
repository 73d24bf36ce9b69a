using System.CommandLine;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary><c>serve sst</c> and <c>get sst</c>: one file, pulled by the client.</summary>
internal static class SstCommands
{
    public static Command Serve(Terminal terminal, Interruption interruption)
    {
        var server = new ServerVerb(
            "sst", "Gives one file to everybody who connects.",
            ["--bind", "--port", "--pace", "--rate", "--once", "--json"],
            ["ipreasm serve sst teste.zip", "ipreasm serve sst teste.zip --bind 0.0.0.0", "ipreasm serve sst teste.zip --once --json"],
            SstProtocol.Port);
        var file = new Argument<string>("FILE") { Description = "The file" };
        var pacing = PacingOption.Create("frame");
        server.Command.Arguments.Add(file);
        server.Command.Options.Add(pacing);
        server.Command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(file);
            // A file that is not there is told now, not to the first client.
            OutgoingFile.Open(path).Dispose();
            var pace = parsed.GetValue(pacing) ?? Pacing.Acknowledged;
            if (pace == Pacing.Acknowledged && !SendBuffer.CanTell)
            {
                throw new ToolException(
                    ExitCode.Usage, "this system does not tell what was acknowledged: use --pace none. Clients that take one read for one frame may then lose their place.");
            }

            return server.Run(parsed, terminal, interruption, $"gives {path}", connection => SstProtocol.ServeAsync(connection, path, pace));
        });
        return server.Command;
    }

    public static Command Get(Terminal terminal, Interruption interruption)
    {
        var storage = new StorageOptions();
        var client = new ClientVerb(
            "sst", "Takes the file that the server has.",
            ["--output", "--exists", "--port", "--rate", "--quiet", "--json"],
            ["ipreasm get sst 127.0.0.1", "ipreasm get sst 127.0.0.1 -o cliente/", "ipreasm get sst 127.0.0.1 -o copy.zip --exists overwrite"],
            SstProtocol.Port, storage);
        var output = new Option<string?>("--output", "-o") { Description = $"Store it under this name, or in this folder as {SstProtocol.UsualName} [.]", HelpName = "PATH" };
        client.Command.Options.Insert(0, output);
        client.Command.SetAction(parsed =>
        {
            var (folder, name) = Place(parsed.GetValue(output) ?? ".");
            var files = new ReceivedFiles(folder, storage.WhenTaken(parsed));
            return client.Run(parsed, terminal, interruption, connection => SstProtocol.GetAsync(connection, files, name));
        });
        return client.Command;
    }

    // A folder that is written with a / behind it is made, as the protocol's own client makes the one it stores in.
    private static (string Folder, string Name) Place(string path)
    {
        FileName.MustNotBeEmpty(path, "the file to store");
        if (!Path.EndsInDirectorySeparator(path) && !Directory.Exists(path))
        {
            return (Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".", Path.GetFileName(path));
        }

        try
        {
            Directory.CreateDirectory(path);
            return (path, SstProtocol.UsualName);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.BadFile, $"cannot make the folder {path}: {failed.Message}");
        }
    }
}
