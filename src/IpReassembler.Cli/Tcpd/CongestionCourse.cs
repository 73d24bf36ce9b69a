using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Cli;

/// <summary>What a picture shows of one connection: when which bytes were sent and acknowledged, and how large cwnd and ssthresh were. Bytes count from the first one, times in seconds from the first packet.</summary>
/// <remarks>Holds so many points of each kind at most; every second one says as much then. It costs up to 2 MiB.</remarks>
internal sealed class CongestionCourse(Timestamp start)
{
    private const int MaxPoints = 20_000;

    private SequenceNumber? _initial;

    /// <summary>Why a segment is in the picture.</summary>
    public enum SegmentKind
    {
        First,
        Again,
        Lost,
    }

    public List<(double At, long Sequence, SegmentKind Kind)> Segments { get; } = [];

    public List<(double At, long Value)> Acknowledged { get; } = [];

    public List<(double At, long Value)> Windows { get; } = [];

    public List<(double At, long Value)> Thresholds { get; } = [];

    public List<double> Timeouts { get; } = [];

    /// <summary>How many bytes were sent, those sent again not counted again.</summary>
    public long Furthest { get; private set; }

    public long MaxWindow { get; private set; }

    /// <summary>How many segments were sent again.</summary>
    public long Again { get; private set; }

    /// <summary>When something happened last.</summary>
    public double Last { get; private set; }

    public void Note(in TraceEvent happened, bool isLost)
    {
        var at = (happened.At - start).Nanoseconds / 1e9;
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
                    Add(Segments, (at, sequence, isLost ? SegmentKind.Lost : isAgain ? SegmentKind.Again : SegmentKind.First));
                }

                break;
            case TraceKind.Received when _initial is not null && (happened.Bits & TcpControlBits.Acknowledgment) != 0:
                Add(Acknowledged, (at, Math.Clamp(Count(happened.Acknowledgment), 0, Furthest)));
                break;
            case TraceKind.CongestionChanged:
                MaxWindow = Math.Max(MaxWindow, happened.CongestionWindow);
                Add(Windows, (at, happened.CongestionWindow));
                if (happened.SlowStartThreshold < int.MaxValue)
                {
                    Add(Thresholds, (at, happened.SlowStartThreshold));
                }

                break;
            case TraceKind.TimedOut:
                Add(Timeouts, at);
                break;
            case TraceKind.StateChanged when happened.OldState == TcpState.TimeWait:
                // The minute of TIME-WAIT would press all that matters against the left edge.
                return;
        }

        Last = at;
    }

    // Beyond 4 GiB numbers begin again: those near what has been reached are meant.
    private long Count(SequenceNumber number) => Furthest + (number - (_initial!.Value + 1 + unchecked((int)Furthest)));

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
