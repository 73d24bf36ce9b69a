using System.Globalization;
using static System.FormattableString;

namespace IpReassembler.Timing;

/// <summary>Draws a datagram's waterfall in letters: a row for each fragment, what it covers and when it came.</summary>
/// <param name="layout">What is drawn.</param>
public sealed class TextPainter(TimelineLayout layout)
{
    /// <summary>The narrowest width that is taken seriously.</summary>
    public const int Narrowest = 40;

    // Of very many fragments the first and the last rows are drawn.
    private const int FirstRows = 48, LastRows = 12;

    private const int WidestSum = 100, ShortNotes = 36, LeastNotes = 15, LeastAxis = 22;

    private const string LastWord = "last", NotesGap = "   ", Arrow = "<-", LabelOfAxis = "offset";

    /// <summary>The columns a line may have, at least <see cref="Narrowest"/>.</summary>
    public int Width { get; init; } = int.MaxValue;

    /// <summary>Whether only ASCII may be used.</summary>
    public bool Ascii { get; init; }

    /// <summary>How many digits behind the point a second of the capture has: 6 or 9.</summary>
    public int TimeDigits { get; init; } = 6;

    /// <summary>Colours a line that deserves it; the words say the same. Null for no colour.</summary>
    public Func<string, RowMark, string>? Paint { get; init; }

    private string Block => Ascii ? "#" : "█";

    private string PaleBlock => Ascii ? "=" : "░";

    private string Ellipsis => Ascii ? "~" : "…";

    /// <summary>The drawing, line by line.</summary>
    public IEnumerable<string> Lines()
    {
        var clock = ArrivalClock.For(layout.Span, TimeDigits);
        var times = layout.Rows.Select(row => clock.ShowSigned(row.At)).ToList();
        var frames = layout.Rows.Select(row => Invariant($"#{row.Arrival.Fragment.Frame}")).ToList();
        var left = frames.Select(frame => frame.Length).Append(LabelOfAxis.Length).Max() + 2;
        var room = Math.Min(Width, int.MaxValue / 2) - left - times.Select(time => time.Length).DefaultIfEmpty().Max();
        var notes = Math.Min(ShortNotes, layout.Rows.Select(row => Join(row.Notes).Length + NotesGap.Length).DefaultIfEmpty().Max());
        var gap = LastWord.Length + (room - notes >= 64 ? 7 : 3);
        var axis = new TextAxis(layout, Math.Min(room - gap, Math.Max(LeastAxis, room - gap - notes)));
        var timeColumn = left + axis.Columns + Math.Max(gap, axis.Length - axis.Columns + 1);

        foreach (var line in Scale(axis, left, timeColumn))
        {
            yield return Clip(line);
        }

        for (var at = 0; at < layout.Rows.Count; at++)
        {
            if (at == FirstRows && layout.Rows.Count > FirstRows + LastRows)
            {
                yield return Clip(Invariant($" {Ellipsis} {layout.Rows.Count - FirstRows - LastRows} more rows {Ellipsis}"));
                at = layout.Rows.Count - LastRows;
            }

            foreach (var line in Row(layout.Rows[at], frames[at], times[at], axis, left, timeColumn))
            {
                yield return Paint is null ? line : Paint(line, layout.Rows[at].Mark);
            }
        }

        foreach (var line in Sums(axis, left, timeColumn))
        {
            yield return line;
        }
    }

    private static string Join(IReadOnlyList<string> notes) =>
        string.Join(", ", notes.TakeWhile(note => !note.StartsWith('<'))) is var plain && notes.Count > 0 && notes[^1].StartsWith('<')
            ? (plain.Length > 0 ? plain + NotesGap : "") + notes[^1]
            : plain;

    private static IEnumerable<string> Scale(TextAxis axis, int left, int timeColumn)
    {
        var labels = new TextCanvas();
        labels.Put(1, LabelOfAxis);
        labels.Put(left, axis.Labels());
        yield return labels.ToString();
        var line = new TextCanvas();
        line.Put(left, axis.Line());
        line.Put(timeColumn, "arrival");
        yield return line.ToString();
    }

    private IEnumerable<string> Row(LayoutRow row, string frame, string time, TextAxis axis, int left, int timeColumn)
    {
        var line = new TextCanvas();
        line.Put(1, frame);
        foreach (var tick in axis.Ticks)
        {
            line.Put(left + axis.Column(tick), ".");
        }

        var range = row.Arrival.Fragment.Range;
        var from = axis.Column(range.Start);
        // A blank before the next tick keeps neighbours apart, where there is room for one.
        var to = Math.Max(from + 1, axis.Column(range.End) - (axis.HasRoomForPieces ? 1 : 0));
        line.Put(left + from, range.Length == 0 ? "o" : string.Concat(Enumerable.Repeat(row.IsNew ? Block : PaleBlock, to - from)));
        if (row.IsLastPiece)
        {
            line.Put(left + Math.Min(to + 1, timeColumn - left - LastWord.Length - 1), LastWord);
        }

        line.Put(timeColumn, time);
        var notes = Join(row.Notes);
        var column = line.Length + NotesGap.Length;
        var beside = notes.Length == 0 || column + notes.Length <= Width || Width - column >= LeastNotes;
        if (!beside)
        {
            yield return Clip(line.ToString());
            (line, column) = (new TextCanvas(), left);
        }

        foreach (var part in Wrap(notes, Width - column))
        {
            line.Put(column, part);
            yield return Clip(line.ToString());
            line = new TextCanvas();
        }
    }

    private IEnumerable<string> Sums(TextAxis axis, int left, int timeColumn)
    {
        if (axis.HasRoomForPieces && layout.Cells.Count > 1)
        {
            var times = new CellTimes(layout);
            var line = new TextCanvas();
            foreach (var cell in layout.Cells)
            {
                var from = axis.Column(cell.Range.Start);
                var cells = Math.Max(0, axis.Column(cell.Range.End) - from - 1);
                var text = times.Show(cell, cells);
                line.Put(left + from, "|");
                line.Put(left + from + 1 + Math.Max(0, (cells - text.Length) / 2), text);
            }

            line.Put(left + axis.Column(layout.Reach), layout.EndIsKnown ? "|" : "|never");
            var unit = Ascii ? times.UnitName.Replace('µ', 'u') : times.UnitName;
            var meaning = $"{unit} until this range came";
            var column = Math.Max(timeColumn, line.Length + 1);
            line.Put(column, column + meaning.Length <= Width ? meaning : unit);
            yield return Clip(line.ToString());
        }

        yield return BytesInCache();
        foreach (var line in WrapParts(Reordering()))
        {
            yield return line;
        }
    }

    private string BytesInCache()
    {
        const string Label = " bytes in cache";
        var sums = layout.Rows.Select(row => row.Arrival.BytesInCache.ToString(CultureInfo.InvariantCulture)).ToList();
        var room = Math.Min(Width, WidestSum) - Label.Length;
        if (sums.Sum(sum => sum.Length + 2) <= room)
        {
            return Label + string.Concat(sums.Select(sum => "  " + sum));
        }

        var end = $"  {Ellipsis}  {sums[^1]}";
        var shown = "";
        foreach (var sum in sums)
        {
            if (shown.Length + 2 + sum.Length + end.Length > room)
            {
                break;
            }

            shown += "  " + sum;
        }

        return Label + shown + end;
    }

    private List<string> Reordering()
    {
        var measured = layout.Timeline.Statistics;
        const string Label = " reorder (RFC 4737)  ";
        if (measured.ReorderedCount == 0)
        {
            return [Label + "none", "every fragment came in order"];
        }

        var late = measured.LongestLateTime is { } time ? time.ToString() : "not known: the clock stepped back";
        return
        [
            Label + Invariant($"{measured.ReorderedCount} of {measured.FragmentCount}{(Width < Label.Length + 40 ? "" : " fragments reordered")}"),
            Invariant($"extent max {measured.LargestExtent}"),
            "late time max " + (Ascii ? late.Replace('µ', 'u') : late),
            Invariant($"n-reordering max {measured.LargestDegree}"),
        ];
    }

    private IEnumerable<string> WrapParts(List<string> parts)
    {
        var line = "";
        foreach (var part in parts)
        {
            if (line.Length == 0 || line.Length + NotesGap.Length + part.Length <= Width)
            {
                line += line.Length == 0 ? part : NotesGap + part;
                continue;
            }

            yield return Clip(line);
            line = NotesGap + part;
        }

        yield return Clip(line);
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        while (text.Length > width && text.LastIndexOf(' ', width) is var blank and > 0)
        {
            // An arrow stays with what it points out.
            var end = text[..blank].EndsWith(Arrow, StringComparison.Ordinal) && blank > Arrow.Length ? blank - Arrow.Length : blank;
            yield return text[..end].TrimEnd();
            text = text[end..].TrimStart();
        }

        yield return text;
    }

    private string Clip(string line) => line.Length <= Width ? line : line[..(Width - 1)] + Ellipsis;
}
