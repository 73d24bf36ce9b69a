namespace IpReassembler.Cli;

/// <summary>Writes words so that they can be copied into a POSIX shell.</summary>
internal static class Shell
{
    /// <summary>The word itself when it is harmless, otherwise in single quotes; control characters are written as <c>?</c>, for nobody can copy them.</summary>
    public static string Quote(string word)
    {
        var printable = string.Concat(word.Select(letter => char.IsControl(letter) ? '?' : letter));
        return printable.Length > 0 && printable.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./:+,@%".Contains(letter, StringComparison.Ordinal))
            ? printable
            : $"'{printable.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
