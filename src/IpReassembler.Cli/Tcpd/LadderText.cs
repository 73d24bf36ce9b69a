using IpReassembler.Packets;
using IpReassembler.Tcp;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Draws connections as a ladder: the client's port to the left, the server to the right, time downwards. Sequence numbers count from each side's SYN.</summary>
internal sealed class LadderText(TextWriter output) : ITraceView
{
    private const int RungLength = 41;

    private readonly Dictionary<ConnectionName, Numbers> _numbers = [];
    private Timestamp? _start;

    public void Show(ReadOnlySpan<byte> packet, Timestamp at, bool isLost)
    {
    }

    public void Note(in TraceEvent happened, bool isLost)
    {
        if (_start is null)
        {
            _start = happened.At;
            output.WriteLine("client                                         ipreasm tcpd   seconds");
        }

        switch (happened.Kind)
        {
            case TraceKind.Sent:
                var back = Label(happened, isOurs: true);
                Rung(happened, isLost ? Filled("   X-- " + back + " ") : Filled("<----- " + back + " "), SentNote(happened, isLost));
                break;
            case TraceKind.Received:
                Rung(happened, Filled("------ " + Label(happened, isOurs: false) + " ", '>'), "");
                break;
            case TraceKind.Dropped:
                Aside(happened, "not taken: " + TraceWords.Of(happened.Drop));
                break;
            case TraceKind.StateChanged:
                Aside(happened, $"{TraceWords.Of(happened.OldState).ToUpperInvariant()} to {TraceWords.Of(happened.State).ToUpperInvariant()}");
                Forget(happened);
                break;
            case TraceKind.CongestionChanged:
                Of(happened.Connection).Window = happened.CongestionWindow;
                break;
            case TraceKind.TimedOut:
                Aside(happened, $"timeout; the next after {happened.RetransmissionTimeout}");
                break;
        }
    }

    public void Complete() => output.Flush();

    public void Dispose()
    {
    }

    private static string Filled(string beginning, char end = '-') =>
        (beginning.Length < RungLength ? beginning.PadRight(RungLength - 1, '-') : beginning[..(RungLength - 1)]) + end;

    private string Label(in TraceEvent segment, bool isOurs)
    {
        var numbers = Of(segment.Connection);
        if ((segment.Bits & TcpControlBits.Syn) != 0)
        {
            (numbers.Ours, numbers.Theirs) = isOurs ? (segment.Sequence, numbers.Theirs) : (numbers.Ours, segment.Sequence);
        }

        var (own, other) = isOurs ? (numbers.Ours, numbers.Theirs) : (numbers.Theirs, numbers.Ours);
        var sequence = segment.Sequence - own;
        var acknowledgment = segment.Acknowledgment - other;
        var bits = TraceWords.Of(segment.Bits);
        return segment.Length > 0 ? Invariant($"{(bits is "ACK" or "" ? "" : bits + ", ")}{segment.Length} B seq {sequence}")
            : bits == "ACK" ? Invariant($"ACK {acknowledgment}")
            : Invariant($"{bits} seq {sequence}{((segment.Bits & TcpControlBits.Acknowledgment) != 0 ? Invariant($" ack {acknowledgment}") : "")}");
    }

    private string SentNote(in TraceEvent segment, bool isLost)
    {
        var numbers = Of(segment.Connection);
        var window = segment.Length > 0 && numbers.Window != numbers.ShownWindow ? Invariant($"cwnd {numbers.Window}") : "";
        numbers.ShownWindow = segment.Length > 0 ? numbers.Window : numbers.ShownWindow;
        string[] notes = [segment.Retransmission == RetransmissionReason.None ? "" : $"again: {TraceWords.Of(segment.Retransmission)}", isLost ? "lost on purpose" : "", window];
        return string.Join(", ", notes.Where(note => note.Length > 0));
    }

    private void Rung(in TraceEvent segment, string arrow, string note) =>
        output.WriteLine(Invariant($"{segment.Connection.Remote.Port,5} |{arrow}|  {Seconds(segment),8:0.000}  {note}").TrimEnd());

    private void Aside(in TraceEvent happened, string note) =>
        output.WriteLine(Invariant($"{happened.Connection.Remote.Port,5} |{"",RungLength}|  {Seconds(happened),8:0.000}  {note}"));

    private double Seconds(in TraceEvent happened) => (happened.At - _start!.Value).Nanoseconds / 1e9;

    private Numbers Of(ConnectionName name) => _numbers.TryGetValue(name, out var found) ? found : _numbers[name] = new Numbers();

    // Nothing but RST comes of a connection that is gone.
    private void Forget(in TraceEvent happened)
    {
        if (happened.State == TcpState.Closed)
        {
            _numbers.Remove(happened.Connection);
        }

        if (_numbers.Count > 4_096)
        {
            _numbers.Clear();
        }
    }

    private sealed class Numbers
    {
        public SequenceNumber Ours { get; set; }

        public SequenceNumber Theirs { get; set; }

        public int Window { get; set; }

        public int ShownWindow { get; set; }
    }
}
