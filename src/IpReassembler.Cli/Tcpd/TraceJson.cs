using System.Text;
using System.Text.Json;
using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Cli;

/// <summary>Writes everything that happened, one JSON object to a line. Lengths and windows are bytes, times seconds. The schema is <c>records.schema.json</c>.</summary>
internal sealed class TraceJson : ITraceView
{
    private const string Segment = "tcp-segment";

    private readonly Stream _file;
    private readonly StreamWriter _lines;

    public TraceJson(string path)
    {
        _file = AtomicFileStream.Create(path);
        _lines = new StreamWriter(new NamedFile(path, _file), new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
    }

    public void Show(ReadOnlySpan<byte> packet, Timestamp at, bool isLost)
    {
    }

    public void Note(in TraceEvent happened, bool isLost)
    {
        var one = happened;
        _lines.WriteLine(JsonLine.Of(json => Write(json, one, isLost)));
    }

    public void Complete()
    {
        _lines.Flush();
        (_file as AtomicFileStream)?.Commit();
    }

    public void Dispose() => _file.Dispose();

    private static void Write(Utf8JsonWriter json, in TraceEvent happened, bool isLost)
    {
        json.WriteString("type", TypeOf(happened.Kind));
        if (TypeOf(happened.Kind) == Segment)
        {
            json.WriteString("event", TraceWords.Of(happened.Kind));
        }

        json.WriteString("time", happened.At.ToString());
        json.WriteString("local", happened.Connection.Local.ToString());
        json.WriteString("remote", happened.Connection.Remote.ToString());
        switch (happened.Kind)
        {
            case TraceKind.Sent or TraceKind.Received or TraceKind.Dropped:
                WriteSegment(json, happened, isLost);
                break;
            case TraceKind.StateChanged:
                json.WriteString("old_state", TraceWords.Of(happened.OldState));
                json.WriteString("state", TraceWords.Of(happened.State));
                if (happened.State == TcpState.Closed)
                {
                    json.WriteString("reason", TraceWords.Of(happened.CloseReason));
                }

                break;
            case TraceKind.CongestionChanged:
                json.WriteNumber("cwnd", happened.CongestionWindow);
                if (happened.SlowStartThreshold < int.MaxValue)
                {
                    json.WriteNumber("ssthresh", happened.SlowStartThreshold);
                }

                break;
            case TraceKind.RoundTrip:
                json.WriteNumber("rtt", happened.RoundTrip.Nanoseconds / 1e9);
                json.WriteNumber("rto", happened.RetransmissionTimeout.Nanoseconds / 1e9);
                break;
            case TraceKind.TimedOut:
                json.WriteNumber("rto", happened.RetransmissionTimeout.Nanoseconds / 1e9);
                break;
            case TraceKind.DuplicateReported:
                json.WriteNumber("seq", happened.Sequence.Value);
                json.WriteNumber("len", happened.Length);
                break;
        }
    }

    // A kind of line has a shape of its own.
    private static string TypeOf(TraceKind kind) => kind switch
    {
        TraceKind.Sent or TraceKind.Received or TraceKind.Dropped => Segment,
        TraceKind.StateChanged => "tcp-state",
        TraceKind.CongestionChanged => "tcp-congestion",
        TraceKind.RoundTrip => "tcp-round-trip",
        TraceKind.TimedOut => "tcp-timeout",
        TraceKind.DuplicateReported => "tcp-duplicate",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static void WriteSegment(Utf8JsonWriter json, in TraceEvent segment, bool isLost)
    {
        json.WriteString("flags", TraceWords.Of(segment.Bits).Replace('+', ' '));
        json.WriteNumber("seq", segment.Sequence.Value);
        json.WriteNumber("ack", segment.Acknowledgment.Value);
        json.WriteNumber("len", segment.Length);
        json.WriteNumber("window", segment.Window);
        if (segment.Retransmission != RetransmissionReason.None)
        {
            json.WriteString("retransmission", TraceWords.Of(segment.Retransmission));
        }

        if (segment.Drop != DropReason.None)
        {
            json.WriteString("drop", TraceWords.Of(segment.Drop));
        }

        if (isLost)
        {
            json.WriteBoolean("lost_on_purpose", true);
        }
    }

    /// <summary>The file; a failure to write says which one it is.</summary>
    private sealed class NamedFile(string path, Stream file) : OutputStream(file)
    {
        protected override void Judge(Exception failed) => throw new ToolException(ExitCode.BadFile, $"cannot write {path}: {failed.Message}");
    }
}
