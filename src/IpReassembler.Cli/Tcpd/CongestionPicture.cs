using System.Text;
using IpReassembler.Packets;
using IpReassembler.Tcp;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Draws the connection that sent most: sequence numbers and acknowledgments over time, and the congestion window below.</summary>
internal sealed class CongestionPicture(string path) : ITraceView
{
    // A connection that is drawn costs up to 1.5 MiB.
    private const int MaxConnections = 32;
    private const int MaxPoints = 20_000;
    private const int Left = 80, Width = 860, Top = 50, Height = 300, Below = 400, BelowHeight = 150;

    private readonly Dictionary<ConnectionName, Course> _courses = [];

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

            _courses.Add(happened.Connection, course = new Course(happened.At));
        }

        course.Note(happened, isLost);
    }

    public void Complete() => OutputFile.WriteAllBytes(path, Encoding.UTF8.GetBytes(Draw()));

    public void Dispose()
    {
    }

    private string Draw()
    {
        var (name, course) = _courses.MaxBy(one => one.Value.Furthest);
        var svg = new StringBuilder();
        svg.AppendLine("""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 600" font-family="sans-serif" font-size="12">""");
        svg.AppendLine("""<rect width="960" height="600" fill="white"/>""");
        if (course is null)
        {
            return svg.AppendLine("""<text x="80" y="50">No connection was opened.</text>""").AppendLine("</svg>").ToString();
        }

        var (seconds, bytes, window) = (Math.Max(course.Last, 1e-6), Math.Max(course.Furthest, 1), Math.Max(course.MaxWindow, 1));
        double X(double at) => Left + (at / seconds * Width);
        double Y(double sequence) => Top + Height - (sequence / bytes * Height);
        double V(double value) => Below + BelowHeight - (Math.Min(value / window, 1) * BelowHeight);
        svg.AppendLine(Invariant($"""<text x="{Left}" y="24" font-size="15">{name}: {course.Furthest} bytes in {seconds:0.000} s, {course.Again} segments sent again</text>"""));
        Frame(svg, Top, Height, Invariant($"{course.Furthest} B"), "sequence");
        Frame(svg, Below, BelowHeight, Invariant($"{course.MaxWindow} B"), "cwnd");
        foreach (var (at, sequence, kind) in course.Segments)
        {
            var color = kind switch { SegmentKind.First => "#3465a4", SegmentKind.Again => "#cc0000", _ => "#f57900" };
            svg.AppendLine(Invariant($"""<circle cx="{X(at):0.0}" cy="{Y(sequence):0.0}" r="{(kind == SegmentKind.First ? 1.2 : 2.6)}" fill="{color}"/>"""));
        }

        Line(svg, course.Acknowledged.Select(one => (X(one.At), Y(one.Value))), "#4e9a06", "");
        Line(svg, course.Windows.Select(one => (X(one.At), V(one.Value))), "#3465a4", "");
        Line(svg, course.Thresholds.Select(one => (X(one.At), V(one.Value))), "#888888", " stroke-dasharray=\"4 3\"");
        svg.AppendLine(Invariant($"""<text x="{Left + Width}" y="{Below + BelowHeight + 16}" text-anchor="end">{seconds:0.000} s</text>"""));
        svg.AppendLine(Invariant($"""<text x="{Left}" y="590">blue: sent   red: sent again   orange: lost on purpose   green: acknowledged   dashed: ssthresh</text>"""));
        return svg.AppendLine("</svg>").ToString();
    }

    private static void Frame(StringBuilder svg, int top, int height, string most, string name)
    {
        svg.AppendLine(Invariant($"""<rect x="{Left}" y="{top}" width="{Width}" height="{height}" fill="none" stroke="#bbbbbb"/>"""));
        svg.AppendLine(Invariant($"""<text x="{Left - 6}" y="{top + 10}" text-anchor="end">{most}</text><text x="{Left - 6}" y="{top + height}" text-anchor="end">{name}</text>"""));
    }

    private static void Line(StringBuilder svg, IEnumerable<(double X, double Y)> points, string color, string more) => svg.AppendLine(
        $"""<polyline fill="none" stroke="{color}"{more} points="{string.Join(' ', points.Select(point => Invariant($"{point.X:0.0},{point.Y:0.0}")))}"/>""");

    private enum SegmentKind
    {
        First,
        Again,
        Lost,
    }

    private sealed class Course(Timestamp start)
    {
        private SequenceNumber? _initial;

        public List<(double At, long Sequence, SegmentKind Kind)> Segments { get; } = [];

        public List<(double At, long Value)> Acknowledged { get; } = [];

        public List<(double At, long Value)> Windows { get; } = [];

        public List<(double At, long Value)> Thresholds { get; } = [];

        public long Furthest { get; private set; }

        public long MaxWindow { get; private set; }

        public long Again { get; private set; }

        public double Last { get; private set; }

        public void Note(in TraceEvent happened, bool isLost)
        {
            Last = (happened.At - start).Nanoseconds / 1e9;
            switch (happened.Kind)
            {
                case TraceKind.Sent:
                    _initial ??= happened.Sequence;
                    if (happened.Length > 0)
                    {
                        var isAgain = happened.Retransmission != RetransmissionReason.None;
                        Again += isAgain ? 1 : 0;
                        var sequence = Count(happened.Sequence);
                        Furthest = Math.Max(Furthest, sequence + happened.Length);
                        Add(Segments, (Last, sequence, isLost ? SegmentKind.Lost : isAgain ? SegmentKind.Again : SegmentKind.First));
                    }

                    break;
                case TraceKind.Received when _initial is not null && (happened.Bits & TcpControlBits.Acknowledgment) != 0:
                    Add(Acknowledged, (Last, Count(happened.Acknowledgment)));
                    break;
                case TraceKind.CongestionChanged:
                    MaxWindow = Math.Max(MaxWindow, happened.CongestionWindow);
                    Add(Windows, (Last, happened.CongestionWindow));
                    if (happened.SlowStartThreshold < int.MaxValue)
                    {
                        Add(Thresholds, (Last, happened.SlowStartThreshold));
                    }

                    break;
            }
        }

        // Beyond 4 GiB numbers begin again: those near what has been reached are meant.
        private long Count(SequenceNumber number) => Furthest + (number - (_initial!.Value + 1 + unchecked((int)Furthest)));

        // Every second point says as much in a picture.
        private static void Add<T>(List<T> points, T point)
        {
            if (points.Count == MaxPoints)
            {
                var kept = points.Where((_, place) => place % 2 == 0).ToList();
                points.Clear();
                points.AddRange(kept);
            }

            points.Add(point);
        }
    }
}
