namespace IpReassembler.Cli;

/// <summary>Names of files, as they were typed.</summary>
internal static class FileName
{
    /// <summary>Refuses a name of no letters, which the unset variable of a script leaves.</summary>
    /// <param name="name">The name.</param>
    /// <param name="what">What it names.</param>
    public static void MustNotBeEmpty(string name, string what)
    {
        if (name.Length == 0)
        {
            throw new ToolException(ExitCode.Usage, $"{what} has an empty name.");
        }
    }
}
