using System.Globalization;
using System.Text;

namespace IpReassembler.Cli;

/// <summary>Lays columns out in panels that fit a width: offsets above, one line for each row, and marks below where rows differ.</summary>
internal sealed class ViewTable
{
    // Up to 512 bytes every eight have a column of their own; of a longer payload, only what begins or ends something.
    private const int MostUnits = 64;

    private const int MostPanels = 8;

    private readonly IReadOnlyList<ViewColumn> _columns;
    private readonly int _cell;
    private readonly int _stride;
    private readonly int _perPanel;

    /// <param name="units">Every eight bytes.</param>
    /// <param name="width">How many letters a line has for them.</param>
    public ViewTable(IReadOnlyList<ViewColumn> units, int width)
    {
        IsCompressed = units.Count > MostUnits;
        var digits = units.Count == 0 ? 1 : units[^1].Start.ToString(CultureInfo.InvariantCulture).Length;
        var runs = IsCompressed ? Runs(units) : units;
        _cell = IsCompressed ? digits + 1 : Enumerable.Range(1, 3).Reverse().FirstOrDefault(cell => cell * units.Count <= width, 2);
        var fitting = Math.Max(1, width / _cell);
        _columns = runs.Count > fitting ? Neighbourhood(runs, fitting) : runs;
        var panels = (_columns.Count + fitting - 1) / fitting;
        _perPanel = panels == 0 ? 1 : (_columns.Count + panels - 1) / panels;
        _stride = 8;
        while (_stride / 8 * _cell <= digits)
        {
            _stride *= 2;
        }
    }

    /// <summary>Whether a column stands for as many bytes as came in one way, and not for eight.</summary>
    public bool IsCompressed { get; }

    /// <summary>The columns of each panel, left to right; no more than a screen or two of them.</summary>
    public IEnumerable<ViewColumn[]> Panels => _columns.Chunk(_perPanel).Take(MostPanels);

    /// <summary>Where the columns begin for which there is no panel; null when all of them have theirs.</summary>
    public int? LeftOutFrom => _columns.Count > MostPanels * _perPanel ? _columns[MostPanels * _perPanel].Start : null;

    /// <summary>The line of offsets; each ends above the letter it belongs to, and may begin to the left of the panel.</summary>
    /// <param name="panel">The columns.</param>
    /// <param name="before">How many letters stand to the left of the panel.</param>
    public string Offsets(ViewColumn[] panel, int before)
    {
        var line = new StringBuilder(new string(' ', before + (panel.Length * _cell)));
        var free = 0;
        for (var place = 0; place < panel.Length; place++)
        {
            var text = IsGap(panel[place]) ? "..." : panel[place].Start.ToString(CultureInfo.InvariantCulture);
            var start = before + ((place + 1) * _cell) - text.Length;
            if (start >= free && (IsCompressed || panel[place].Start % _stride == 0))
            {
                line.Remove(start, text.Length).Insert(start, text);
                free = start + text.Length + 1;
            }
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>The cells of one row.</summary>
    public string Cells(ViewColumn[] panel, int row, ViewLetters letters) =>
        string.Concat(panel.Select(column => (IsGap(column) ? "." : letters.Letter(column.Cells[row]).ToString()).PadLeft(_cell)));

    /// <summary>The marks below the columns in which rows differ; neighbours are joined.</summary>
    public string Marks(ViewColumn[] panel)
    {
        var line = new StringBuilder();
        for (var place = 0; place < panel.Length; place++)
        {
            var isJoined = place > 0 && panel[place].Differs && panel[place - 1].Differs;
            line.Append(isJoined ? '^' : ' ', _cell - 1).Append(panel[place].Differs ? '^' : ' ');
        }

        return line.ToString().TrimEnd();
    }

    private static bool IsGap(ViewColumn column) => column.Cells.Count == 0;

    // Neighbours that look alike in every row become one.
    private static List<ViewColumn> Runs(IReadOnlyList<ViewColumn> units)
    {
        var runs = new List<ViewColumn>();
        foreach (var unit in units)
        {
            if (runs.Count == 0 || !runs[^1].Cells.SequenceEqual(unit.Cells) || runs[^1].Differs != unit.Differs)
            {
                runs.Add(unit);
            }
        }

        return runs;
    }

    // What differs, with one column on either side; a gap stands for the rest.
    private static List<ViewColumn> Neighbourhood(IReadOnlyList<ViewColumn> columns, int fitting)
    {
        var isNear = columns.Select((_, place) =>
            Enumerable.Range(Math.Max(0, place - 1), Math.Min(columns.Count, place + 2) - Math.Max(0, place - 1)).Any(near => columns[near].Differs)).ToArray();
        if (!isNear.Contains(true))
        {
            Array.Fill(isNear, true, 0, Math.Min(columns.Count, Math.Max(1, fitting - 1)));
        }

        var shown = new List<ViewColumn>();
        for (var place = 0; place < columns.Count; place++)
        {
            if (isNear[place])
            {
                shown.Add(columns[place]);
            }
            else if (shown.Count == 0 || !IsGap(shown[^1]))
            {
                shown.Add(new ViewColumn(columns[place].Start, [], Differs: false));
            }
        }

        return shown;
    }
}
