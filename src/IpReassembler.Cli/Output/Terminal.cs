using System.Text;

namespace IpReassembler.Cli;

/// <summary>Where the tool reads and writes: the process' own streams, or a test's.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="InputIsTerminal">Whether a person would have to type the input.</param>
/// <param name="Output">Standard output, for data and nothing else when it is a pipe.</param>
/// <param name="Error">Standard error, for talk.</param>
/// <param name="OutputIsTerminal">Whether a person reads the output.</param>
/// <param name="ErrorIsTerminal">Whether a person reads the talk.</param>
/// <param name="Width">The terminal's columns.</param>
/// <param name="Variable">Reads an environment variable.</param>
internal sealed record Terminal(
    Stream Input, bool InputIsTerminal, Stream Output, TextWriter Error, bool OutputIsTerminal, bool ErrorIsTerminal, int Width, Func<string, string?> Variable)
{
    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess() => new(
        new StandardInput(Console.OpenStandardInput()),
        !Console.IsInputRedirected,
        Console.OpenStandardOutput(),
        new StreamWriter(new StandardError(Console.OpenStandardError()), new UTF8Encoding(false)) { AutoFlush = true },
        !Console.IsOutputRedirected,
        !Console.IsErrorRedirected,
        Console.IsOutputRedirected ? Style.Unlimited : Console.WindowWidth,
        Environment.GetEnvironmentVariable);

    /// <summary>The same terminal for work of which nothing is told on standard error.</summary>
    public Terminal Quiet => this with { Error = TextWriter.Null, ErrorIsTerminal = false };

    /// <summary>A writer of text on <see cref="Output"/>.</summary>
    public TextWriter OpenText() => new StreamWriter(new StandardOutput(Output), new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
}
