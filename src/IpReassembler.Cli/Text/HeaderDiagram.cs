using System.Text;

namespace IpReassembler.Cli;

/// <summary>Draws a header as RFC 791 does: 32 bits a row, two columns a bit.</summary>
internal static class HeaderDiagram
{
    /// <summary>The columns of the boxes alone.</summary>
    public const int Width = (2 * BitsPerRow) + 1;

    private const int BitsPerRow = 32;
    private const string Gap = "   ";

    /// <summary>Draws the fields where there is room, and lists them where there is none.</summary>
    public static void WriteBest(TextWriter output, IReadOnlyList<HeaderField> fields, Style style)
    {
        if (style.Width > Width)
        {
            Write(output, fields, style);
        }
        else
        {
            WriteList(output, fields, style);
        }
    }

    /// <summary>Draws the fields, with the remarks to the right where all of them fit there, and below otherwise. There are <see cref="Width"/> columns at least.</summary>
    private static void Write(TextWriter output, IReadOnlyList<HeaderField> fields, Style style)
    {
        var rows = fields.SelectMany(InRows).GroupBy(field => field.Bit / BitsPerRow).Select(row => row.ToArray()).ToArray();
        var isBeside = rows.All(row => Width + Gap.Length + Remark(row).Length <= style.Width);
        output.WriteLine(" 0                   1                   2                   3");
        output.WriteLine(" 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1");
        HeaderField[] above = [];
        foreach (var row in rows)
        {
            output.WriteLine(Separator(above, row));
            var remark = isBeside ? Gap + style.Paint(row.Max(field => field.Tone), Remark(row)) : "";
            output.WriteLine((Boxes(row, style) + remark).TrimEnd());
            above = row;
        }

        output.WriteLine(Separator(above, []));
        foreach (var row in rows.Where(row => !isBeside && Remark(row).Length > 0))
        {
            style.WriteWrapped(output, "  ", Remark(row), row.Max(field => field.Tone));
        }
    }

    /// <summary>Lists the fields that have names, for terminals in which there is no room to draw.</summary>
    private static void WriteList(TextWriter output, IReadOnlyList<HeaderField> fields, Style style)
    {
        foreach (var field in fields.Where(field => field.Name.Length > 0))
        {
            style.WriteWrapped(output, field.Name.PadRight(17), (field.Remark.Length > 0 ? field.Remark + " " : "") + "[" + field.Value + "]", field.Tone);
        }
    }

    private static string Remark(HeaderField[] row) => string.Join(", ", row.Select(field => field.Remark).Where(remark => remark.Length > 0));

    // A field of several rows is told beside the first of them.
    private static IEnumerable<HeaderField> InRows(HeaderField field) => field.Length <= BitsPerRow ? [field]
        : field.Value.Split(' ').Select((word, row) => field with { Bit = field.Bit + (row * BitsPerRow), Length = BitsPerRow, Value = word, Remark = row == 0 ? field.Remark : "" });

    // A line between two rows has a corner wherever a box of either begins.
    private static string Separator(HeaderField[] above, HeaderField[] below)
    {
        var line = new StringBuilder().Append('-', Width);
        line[^1] = '+';
        foreach (var field in above.Concat(below))
        {
            line[2 * (field.Bit % BitsPerRow)] = '+';
        }

        return line.ToString();
    }

    private static string Boxes(HeaderField[] row, Style style)
    {
        var line = new StringBuilder("|");
        foreach (var field in row)
        {
            var width = (2 * field.Length) - 1;
            var text = style.Clip(field.Value, width);
            line.Append(' ', (width - text.Length) / 2).Append(style.Strong(text)).Append(' ', (width - text.Length + 1) / 2).Append('|');
        }

        return line.ToString();
    }
}
