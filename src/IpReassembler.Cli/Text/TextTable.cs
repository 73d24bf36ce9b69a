namespace IpReassembler.Cli;

/// <summary>Lines up a few rows that are all known; every column is as wide as its widest cell.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>The lines of the table, titles first. When it is too wide, columns are left out in their order of sacrifice, then lines are cut.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<TextColumn> columns, IReadOnlyList<string[]> rows, Style style)
    {
        var widths = columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Title.Length).Max()).ToArray();
        var kept = Enumerable.Range(0, columns.Count).ToList();
        while (kept.Sum(i => widths[i] + Gap.Length) > style.Width && kept.Any(i => columns[i].Sacrifice > 0))
        {
            kept.Remove(kept.Where(i => columns[i].Sacrifice > 0).MinBy(i => columns[i].Sacrifice));
        }

        string Line(Func<int, string> cell) => style.Clip(
            string.Concat(kept.Select(i => Gap + (columns[i].Right ? cell(i).PadLeft(widths[i]) : cell(i).PadRight(widths[i])))).TrimEnd(), style.Width);

        return rows.Select(row => Line(i => row[i])).Prepend(Line(i => columns[i].Title));
    }
}
