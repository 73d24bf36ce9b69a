using System.Globalization;
using System.Text;
using static System.FormattableString;

namespace IpReassembler.Timing;

/// <summary>Draws a datagram's waterfall as a picture that stands alone: SVG 1.1, no script, no font and no file besides it.</summary>
/// <remarks>On the left what each fragment covers, on the right when it came. What is coloured has a pattern too, and a title in words. At most about 1 KB for each fragment.</remarks>
/// <param name="layout">What is drawn.</param>
public sealed class SvgPainter(TimelineLayout layout)
{
    private const int LeastWidth = 1_120, NoteLetter = 7, Left = 92, BytesWidth = 560, TimesAt = Left + BytesWidth + 36, TimesWidth = 150, NotesAt = TimesAt + TimesWidth + 96;

    private const int Top = 104, Bottom = 64, TallestRow = 24, RowWithText = 13, PreferredHeight = 1_600, LeastTickDistance = 46;

    private const string Look = """
          text { font: 12px ui-monospace, Menlo, Consolas, monospace; fill: #1c2530 }
          .head { font-size: 16px; font-weight: 600 } .dim, .dim text { fill: #5b6774 } .note { font-size: 11px }
          .paper { fill: #fff } .line { stroke: #d5dce3 } .path { fill: none; stroke: #8a97a5 }
          .plain rect, .plain circle { fill: #2f6fb5 } .delivered rect, .delivered circle { fill: #1f7a4d }
          .odd rect { fill: url(#odd) } .odd circle { fill: #b26a00 } .bad rect { fill: url(#bad) } .bad circle { fill: #b3261e }
          .old rect { stroke: #5b6774; stroke-dasharray: 3 2 } .never { fill: url(#never); stroke: #b3261e }
          .oddink { stroke: #b26a00 } .badink { stroke: #b3261e } .oddpaper { fill: #f6d9a8 } .badpaper { fill: #f6c3bf }
          @media (prefers-color-scheme: dark) {
            text { fill: #e4eaf0 } .dim, .dim text { fill: #9aa7b4 } .paper { fill: #14191f } .line { stroke: #2f3944 }
            .plain rect, .plain circle { fill: #64a3e8 } .delivered rect, .delivered circle { fill: #58c08b }
            .odd circle { fill: #f0b04f } .bad circle { fill: #ff8a80 } .oddink { stroke: #f0b04f } .badink { stroke: #ff8a80 }
            .oddpaper { fill: #57421c } .badpaper { fill: #5c2a27 }
          }
        """;

    private const string Patterns = """
          <defs>
            <pattern id="odd" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="oddpaper" width="6" height="6"/><path class="oddink" stroke-width="2" d="M-1 5l2 2M0 0l6 6M5 -1l2 2"/></pattern>
            <pattern id="bad" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="badpaper" width="6" height="6"/><path class="badink" stroke-width="1.5" d="M0 0l6 6M6 0l-6 6"/></pattern>
            <pattern id="never" width="8" height="8" patternUnits="userSpaceOnUse"><path class="badink" stroke-width="1" d="M0 8l8 -8"/></pattern>
          </defs>
        """;

    /// <summary>What stands above the picture.</summary>
    public string Title { get; init; } = "";

    /// <summary>What stands below that.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>How many digits behind the point a second of the capture has: 6 or 9.</summary>
    public int TimeDigits { get; init; } = 6;

    private int Width => RowHeight < RowWithText ? LeastWidth
        : Math.Max(LeastWidth, NotesAt + 16 + (NoteLetter * layout.Rows.Select(row => Words(row).Length).DefaultIfEmpty().Max()));

    private double RowHeight => Math.Clamp((double)PreferredHeight / Math.Max(1, layout.Rows.Count), 0.5, TallestRow);

    private double RowsEnd => Top + (RowHeight * layout.Rows.Count);

    /// <summary>The picture.</summary>
    public string Draw()
    {
        var svg = new StringBuilder();
        var height = Math.Ceiling(RowsEnd + Bottom);
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{height}\" viewBox=\"0 0 {Width} {height}\" role=\"img\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"  <title>{Escape(Title)}</title>\n  <style>\n{Look}\n  </style>\n{Patterns}\n");
        svg.Append(CultureInfo.InvariantCulture, $"  <rect class=\"paper\" width=\"{Width}\" height=\"{height}\"/>\n");
        svg.Append(Text(16, 30, Title, "head")).Append(Text(16, 54, Subtitle, "dim"));
        DrawAxes(svg);
        var clock = ArrivalClock.For(layout.Span, TimeDigits);
        for (var at = 0; at < layout.Rows.Count; at++)
        {
            DrawRow(svg, layout.Rows[at], Top + (RowHeight * at), clock);
        }

        DrawCells(svg);
        return svg.Append("</svg>\n").ToString();
    }

    private static string Text(double x, double y, string text, string look = "") =>
        Invariant($"  <text x=\"{x:0.##}\" y=\"{y:0.##}\"{(look.Length > 0 ? $" class=\"{look}\"" : "")}>{Escape(text)}</text>\n");

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    private static string Words(LayoutRow row) => string.Join(", ", row.Notes).Replace(", <-", " ←", StringComparison.Ordinal).Replace("<-", "←", StringComparison.Ordinal);

    private double X(int offset) => Left + layout.Place(offset, BytesWidth);

    private void DrawAxes(StringBuilder svg)
    {
        svg.Append(Text(16, Top - 16, "offset", "dim")).Append(Text(TimesAt, Top - 16, "arrival", "dim"));
        var last = double.NegativeInfinity;
        foreach (var offset in layout.Starts.Append(layout.AxisEnd))
        {
            var x = X(offset);
            // Nearer than a label is wide: no line, or thousands of pieces would paint it all grey. The end has one always.
            if (x - last < LeastTickDistance && offset != layout.AxisEnd)
            {
                continue;
            }

            svg.Append(CultureInfo.InvariantCulture, $"  <line class=\"line\" x1=\"{x:0.##}\" x2=\"{x:0.##}\" y1=\"{Top - 8}\" y2=\"{RowsEnd:0.##}\"/>\n");
            svg.Append(Text(x, x - last < LeastTickDistance ? Top - 30 : Top - 16, offset.ToString(CultureInfo.InvariantCulture) + (offset == layout.AxisEnd && !layout.EndIsKnown ? " ..." : ""), "dim"));
            last = x;
        }
    }

    private void DrawRow(StringBuilder svg, LayoutRow row, double y, ArrivalClock clock)
    {
        var fragment = row.Arrival.Fragment;
        var (x, height) = (X(fragment.Range.Start), Math.Max(0.5, RowHeight * 0.75));
        var width = Math.Max(1, X(fragment.Range.End) - x - 1);
        var time = clock.ShowSigned(row.At);
        var span = Math.Max(1, layout.Span.Nanoseconds);
        var dot = TimesAt + (TimesWidth * Math.Clamp((double)row.At.Nanoseconds / span, 0, 1));
        var words = Words(row);
        svg.Append(CultureInfo.InvariantCulture, $"  <g class=\"{row.Mark.ToString().ToLowerInvariant()}{(row.IsNew ? "" : " old")}\"><title>{Escape(Invariant($"frame {fragment.Frame}: bytes {fragment.Range.Start} to {fragment.Range.End}, {time}{(words.Length > 0 ? ", " : "")}{words}"))}</title>\n");
        svg.Append(CultureInfo.InvariantCulture, $"  <rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"  <circle cx=\"{dot:0.##}\" cy=\"{y + (height / 2):0.##}\" r=\"{Math.Min(4, Math.Max(1, height / 2)):0.##}\"/>\n");
        if (RowHeight >= RowWithText)
        {
            var baseline = y + (height * 0.72);
            svg.Append(Text(16, baseline, Invariant($"#{fragment.Frame}"))).Append(Text(TimesAt + TimesWidth + 10, baseline, time, "note")).Append(Text(NotesAt, baseline, words, "note"));
        }

        svg.Append("  </g>\n");
    }

    private void DrawCells(StringBuilder svg)
    {
        var y = RowsEnd + 10;
        var times = new CellTimes(layout);
        foreach (var cell in layout.Cells)
        {
            var (x, width) = (X(cell.Range.Start), X(cell.Range.End) - X(cell.Range.Start));
            svg.Append(CultureInfo.InvariantCulture, $"  <rect class=\"{(cell.BroughtBy is null ? "never" : "paper line")}\" x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{Math.Max(0.5, width - 1):0.##}\" height=\"20\"/>\n");
            if (times.Show(cell, (int)(width / 8)) is { Length: > 0 } text)
            {
                svg.Append(Text(x + (width / 2) - (3.6 * text.Length), y + 14, text));
            }
        }

        svg.Append(Text(TimesAt, y + 14, $"{times.UnitName} until this range came", "dim"));
    }
}
