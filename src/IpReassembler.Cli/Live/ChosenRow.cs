namespace IpReassembler.Cli;

/// <summary>Marks the row that Enter would show.</summary>
internal static class ChosenRow
{
    /// <summary>A line of a table, which begins with a blank, with the mark in the place of that.</summary>
    public static string Mark(string line, bool isChosen) => isChosen && line.Length > 0 ? ">" + line[1..] : line;
}
