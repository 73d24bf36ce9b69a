using IpReassembler.Cli.Text;

namespace IpReassembler.Cli;

/// <summary>A file to read packets from.</summary>
/// <param name="Path">Its name, - for standard input.</param>
/// <param name="IsHexDump">Whether it is text that shows packets in hexadecimal digits, rather than a capture.</param>
internal readonly record struct InputFile(string Path, bool IsHexDump = false)
{
    /// <summary>Whether it is standard input.</summary>
    public bool IsStandardInput => Path == "-";

    /// <summary>The option that names it, as a shell takes it.</summary>
    public string Option => (IsHexDump ? "--hex " : "-r ") + Shell.Quote(Path);
}
