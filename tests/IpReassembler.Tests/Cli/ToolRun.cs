using System.Text;
using IpReassembler.Cli;

namespace IpReassembler.Tests.Cli;

/// <summary>One run of the tool inside the test process: the exit code, and every byte it wrote.</summary>
internal sealed record ToolRun(int ExitCode, byte[] Output, string Error)
{
    public string Text => Encoding.UTF8.GetString(Output);

    public string[] Lines => Text.TrimEnd('\n').Split('\n');

    /// <summary>Runs a command line as a user types it, split at blanks.</summary>
    public static ToolRun Of(string commandLine, byte[]? input = null) => Of(Split(commandLine), input);

    public static ToolRun Of(
        string[] args, byte[]? input = null, Stream? inputStream = null, Stream? outputStream = null, bool isTerminal = false, int width = Style.Unlimited,
        params (string Name, string Value)[] variables)
    {
        var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(
            inputStream ?? new MemoryStream(input ?? []), false, outputStream ?? output, error, isTerminal, false, width,
            name => variables.FirstOrDefault(variable => variable.Name == name).Value);
        return new ToolRun(Tool.Run(args, terminal), output.ToArray(), error.ToString());
    }

    /// <summary>Splits at blanks; what stands in apostrophes stays together, and a name of a capture becomes its path.</summary>
    public static string[] Split(string commandLine) =>
        [.. commandLine.Split('\'').SelectMany((part, place) => place % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(PathOf)];

    public static string Capture(string name) => Path.Combine(RepositoryRoot.Path, "captures", name);

    private static string PathOf(string word) =>
        word.EndsWith(".pcap", StringComparison.Ordinal) || word.EndsWith(".pcapng", StringComparison.Ordinal) ? Path.Combine(RepositoryRoot.Path, "captures", word) : word;
}
