namespace IpReassembler.Cli;

/// <summary>Lines around and between boxes that stand side by side and one above the other.</summary>
/// <param name="style">How wide, and with which characters.</param>
internal sealed class Boxes(Style style)
{
    private readonly List<string> _lines = [];

    // The widths of the boxes above the next rule, borders not included.
    private int[] _above = [];

    /// <summary>What was drawn so far.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The widths of so many boxes that share the line evenly, borders not included.</summary>
    public int[] Split(int count)
    {
        var inside = style.Width - count - 1;
        return [.. Enumerable.Range(0, count).Select(i => (inside * (i + 1) / count) - (inside * i / count))];
    }

    /// <summary>How much text a box takes in one line: it keeps a blank at each side.</summary>
    public static int TextWidth(int box) => box - 2;

    /// <summary>Draws the upper edge of boxes, which is the lower edge of those above.</summary>
    public void Rule(int[] widths, params string[] titles)
    {
        var line = new char[style.Width];
        Array.Fill(line, style.Ascii ? '-' : '─');
        foreach (var at in Borders(_above).Union(Borders(widths)))
        {
            line[at] = Junction(at, Borders(_above).Contains(at), Borders(widths).Contains(at));
        }

        var start = 0;
        foreach (var (title, width) in titles.Zip(widths))
        {
            var text = style.Clip($" {title} ", width - 2);
            text.CopyTo(0, line, start + 2, text.Length);
            start += width + 1;
        }

        _lines.Add(new string(line));
        _above = widths;
    }

    /// <summary>Draws one line of the boxes of the last rule.</summary>
    public void Row(params (string Text, Tone Tone)[] cells)
    {
        var border = style.Ascii ? "|" : "│";
        _lines.Add(border + string.Concat(cells.Zip(_above, (cell, width) => style.Paint(cell.Tone, Fit(cell.Text, width)) + border)));
    }

    /// <summary>Draws lines of the one box of the last rule, and empty ones up to <paramref name="count"/>.</summary>
    public void Fill(IEnumerable<(string Text, Tone Tone)> lines, int count)
    {
        foreach (var line in lines.Concat(Enumerable.Repeat(("", Tone.Plain), count)).Take(count))
        {
            Row(line);
        }
    }

    /// <summary>Draws the lower edge of the last boxes.</summary>
    public void Close() => Rule([]);

    private string Fit(string text, int width) => " " + style.Clip(text, TextWidth(width)).PadRight(TextWidth(width)) + " ";

    private static HashSet<int> Borders(int[] widths)
    {
        var (borders, at) = (new HashSet<int>(), 0);
        foreach (var width in widths)
        {
            borders.Add(at);
            at += width + 1;
        }

        if (at > 0)
        {
            borders.Add(at);
        }

        return borders;
    }

    private char Junction(int at, bool above, bool below)
    {
        var place = at == 0 ? 0 : at == style.Width - 1 ? 2 : 1;
        return style.Ascii ? '+' : (above, below) switch
        {
            (true, true) => "├┼┤"[place],
            (true, false) => "└┴┘"[place],
            _ => "┌┬┐"[place],
        };
    }
}
