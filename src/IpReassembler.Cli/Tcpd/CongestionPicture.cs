using System.Text;
using IpReassembler.Packets;
using IpReassembler.Tcp;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Draws the connection that sent most: sequence numbers and acknowledgments over time, and the congestion window below.</summary>
internal sealed class CongestionPicture(string path) : ITraceView
{
    private const int MaxConnections = 32;
    private const int Left = 80, Width = 860, Top = 56, Height = 300, Below = 396, BelowHeight = 150, Legend = 596;
    private const string Blue = "#3465a4", Red = "#cc0000", Orange = "#f57900", Green = "#4e9a06", Gray = "#888888";

    private readonly Dictionary<ConnectionName, CongestionCourse> _courses = [];

    public void Show(ReadOnlySpan<byte> packet, Timestamp at, bool isLost)
    {
    }

    public void Note(in TraceEvent happened, bool isLost)
    {
        if (!_courses.TryGetValue(happened.Connection, out var course))
        {
            if (_courses.Count == MaxConnections || happened.Kind != TraceKind.Received)
            {
                return;
            }

            _courses.Add(happened.Connection, course = new CongestionCourse(happened.At));
        }

        course.Note(happened, isLost);
    }

    public void Complete() => OutputFile.WriteAllBytes(path, Encoding.UTF8.GetBytes(Draw()));

    public void Dispose()
    {
    }

    private string Draw()
    {
        var (name, course) = _courses.OrderByDescending(one => one.Value.Furthest).FirstOrDefault();
        var svg = new StringBuilder();
        svg.AppendLine("""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 612" font-family="sans-serif" font-size="12" role="img">""");
        svg.AppendLine("""<rect width="960" height="612" fill="white"/>""");
        if (course is null)
        {
            return svg.AppendLine("""<text x="80" y="50">No connection was opened.</text>""").AppendLine("</svg>").ToString();
        }

        var time = new Axis(Math.Max(course.Last, 1e-3), Left, Width);
        var bytes = new Axis(Math.Max(course.Furthest, 1), Top + Height, -Height);
        var window = new Axis(Math.Max(course.MaxWindow, 1), Below + BelowHeight, -BelowHeight);
        svg.AppendLine(Invariant($"""<text x="{Left}" y="24" font-size="15">{name}: {course.Furthest} bytes in {course.Last:0.000} s, {course.Again} segments sent again</text>"""));
        Panel(svg, Top, Height, "sequence", time, bytes);
        Panel(svg, Below, BelowHeight, "cwnd", time, window);
        foreach (var tick in time.Ticks())
        {
            svg.AppendLine(Invariant($"""<text x="{time.At(tick):0.0}" y="{Below + BelowHeight + 16}" text-anchor="middle">{tick:0.######} s</text>"""));
        }

        foreach (var at in course.Timeouts)
        {
            svg.AppendLine(Invariant($"""<path d="M{time.At(at):0.0} {Below}v{BelowHeight}" stroke="{Red}" stroke-dasharray="1 3"/>"""));
        }

        Steps(svg, course.Acknowledged, time, bytes, Green, "");
        foreach (var (at, sequence, kind) in course.Segments)
        {
            var (color, radius) = kind switch { CongestionCourse.SegmentKind.First => (Blue, 1.2), CongestionCourse.SegmentKind.Again => (Red, 2.6), _ => (Orange, 2.6) };
            svg.AppendLine(Invariant($"""<circle cx="{time.At(at):0.0}" cy="{bytes.At(sequence):0.0}" r="{radius}" fill="{color}"/>"""));
        }

        Steps(svg, course.Thresholds, time, window, Gray, " stroke-dasharray=\"4 3\"");
        Steps(svg, course.Windows, time, window, Blue, "");
        DrawLegend(svg);
        return svg.AppendLine("</svg>").ToString();
    }

    private static void Panel(StringBuilder svg, int top, int height, string name, Axis time, Axis value)
    {
        svg.AppendLine(Invariant($"""<text x="{Left}" y="{top - 6}" fill="#555555">{name}</text>"""));
        foreach (var tick in time.Ticks())
        {
            svg.AppendLine(Invariant($"""<path d="M{time.At(tick):0.0} {top}v{height}" stroke="#eeeeee"/>"""));
        }

        foreach (var tick in value.Ticks())
        {
            svg.AppendLine(Invariant($"""<path d="M{Left} {value.At(tick):0.0}h{Width}" stroke="#eeeeee"/>"""));
            svg.AppendLine(Invariant($"""<text x="{Left - 6}" y="{value.At(tick) + 4:0.0}" text-anchor="end">{Bytes(tick)}</text>"""));
        }

        svg.AppendLine(Invariant($"""<rect x="{Left}" y="{top}" width="{Width}" height="{height}" fill="none" stroke="#bbbbbb"/>"""));
    }

    // What is drawn holds until the next point, and the last one to the end.
    private static void Steps(StringBuilder svg, List<(double At, long Value)> points, Axis time, Axis value, string color, string more)
    {
        if (points.Count == 0)
        {
            return;
        }

        svg.Append(Invariant($"""<path fill="none" stroke="{color}"{more} d="M{time.At(points[0].At):0.0} {value.At(points[0].Value):0.0}"""));
        foreach (var (at, height) in points.Skip(1))
        {
            svg.Append(Invariant($"H{time.At(at):0.0}V{value.At(height):0.0}"));
        }

        svg.AppendLine(Invariant($"""H{Left + Width}"/>"""));
    }

    private static void DrawLegend(StringBuilder svg)
    {
        var x = Left;
        foreach (var (mark, text) in new[]
        {
            (Dot(Blue, "1.2"), "sent"), (Dot(Red, "2.6"), "sent again"), (Dot(Orange, "2.6"), "lost on purpose"), (Stroke(Green, ""), "acknowledged"),
            (Stroke(Blue, ""), "cwnd"), (Stroke(Gray, " stroke-dasharray=\"4 3\""), "ssthresh"), (Stroke(Red, " stroke-dasharray=\"1 3\""), "timeout"),
        })
        {
            svg.AppendLine(Invariant($"""<g transform="translate({x} {Legend})">{mark}<text x="24" y="4">{text}</text></g>"""));
            x += 48 + (7 * text.Length);
        }
    }

    private static string Dot(string color, string radius) => $"""<circle cx="10" r="{radius}" fill="{color}"/>""";

    private static string Stroke(string color, string more) => $"""<path d="M0 0h20" stroke="{color}"{more}/>""";

    private static string Bytes(double count) => count >= 1e6 ? Invariant($"{count / 1e6:0.###} MB") : count >= 1e3 ? Invariant($"{count / 1e3:0.###} kB") : Invariant($"{count:0} B");

    /// <summary>From 0 to the largest value there is, on so many pixels.</summary>
    private readonly record struct Axis(double Most, int Origin, int Length)
    {
        public double At(double value) => Origin + (Math.Clamp(value / Most, 0, 1) * Length);

        // A round step that leaves three to eight of them.
        public IEnumerable<double> Ticks()
        {
            var ten = Math.Pow(10, Math.Floor(Math.Log10(Most)));
            var step = (Most / ten) switch { < 2 => ten / 4, < 4 => ten / 2, _ => ten };
            for (var count = 0; count * step <= Most; count++)
            {
                yield return count * step;
            }
        }
    }
}
