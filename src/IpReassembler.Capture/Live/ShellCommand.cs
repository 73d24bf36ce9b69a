namespace IpReassembler.Capture;

/// <summary>Words as a shell has to be given them, so that a command that is advised can be pasted.</summary>
internal static class ShellCommand
{
    private const string Plain = "%+,-./:=@_";

    /// <summary>The words, those in apostrophes that a shell would take apart or change.</summary>
    public static string Of(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    // Within apostrophes only the apostrophe itself means anything.
    private static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter)) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
