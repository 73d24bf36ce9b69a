using IpReassembler.Tests.Cli;

namespace IpReassembler.Tests;

/// <summary>One run of the tool as a script would start it in a folder: no terminal, no environment.</summary>
/// <param name="ExitCode">What it tells the shell.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record FolderRun(int ExitCode, string Output, string Error)
{
    // The options whose value is a file to write.
    private static readonly string[] WritingOptions = ["-w", "-o", "--extract"];

    /// <summary>Runs the tool as if it had been started in a folder: names of files there mean these files. What it writes goes to a folder of its own, and away.</summary>
    public static FolderRun In(string folder, params string[] arguments)
    {
        // The working directory belongs to the whole process, so the names are changed on the way in and back on the way out.
        // A relative path has no blank in it that would be quoted, wherever the repository lies.
        var prefix = Path.GetRelativePath(Environment.CurrentDirectory, folder).Replace('\\', '/') + "/";
        var written = Directory.CreateTempSubdirectory("ipreasm-");
        try
        {
            var outside = arguments.Select((argument, index) =>
                index > 0 && WritingOptions.Contains(arguments[index - 1]) ? Path.Combine(written.FullName, argument)
                : argument.Length > 0 && Path.Exists(Path.Combine(folder, argument)) ? prefix + argument
                : argument);
            var run = ToolRun.Of([.. outside]);
            return new FolderRun(run.ExitCode, run.Text.Replace(prefix, ""), run.Error.Replace(prefix, ""));
        }
        finally
        {
            written.Delete(recursive: true);
        }
    }
}
