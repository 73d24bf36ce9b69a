namespace IpReassembler.Cli;

/// <summary>Something the user can mend: the message names the thing, the reason and the next step.</summary>
internal sealed class ToolException(int exitCode, string message) : Exception(message)
{
    /// <summary>What the process ends with.</summary>
    public int ExitCode { get; } = exitCode;
}
