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

    /// <summary>Whether writing to <paramref name="target"/> would replace what is read from <paramref name="read"/>: by its name, or because one is a link to the other.</summary>
    public static bool AreSame(string read, string target) => read.Length > 0 && target.Length > 0 && Resolve(read) == Resolve(target);

    private static string Resolve(string name)
    {
        try
        {
            return new FileInfo(name).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(name);
        }
        catch (IOException)
        {
            // There is nothing behind the name that could be replaced, or a circle of links, which opening will tell of.
            return Path.GetFullPath(name);
        }
    }
}
