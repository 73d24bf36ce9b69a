using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Tcp;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Writes every packet into a capture, with what it did to its connection as a comment.</summary>
internal sealed class TraceCapture(string path, string device, Terminal terminal) : ITraceView
{
    // The longest comment: a packet does a few things at most, but a wait may end in many timeouts.
    private const int MaxNotes = 32;

    private readonly CaptureOutput _file = new(
        path, CaptureFormat.Pcapng, [new CaptureInterface { Name = device, Link = LinkType.Raw, TimestampResolution = 9 }], terminal);

    private readonly byte[] _packet = new byte[Ipv4Packet.MaxTotalLength];
    private readonly List<string> _notes = [];
    private int _length;
    private Timestamp _at;

    public void Show(ReadOnlySpan<byte> packet, Timestamp at, bool isLost)
    {
        Flush();
        packet.CopyTo(_packet);
        (_length, _at) = (packet.Length, at);
    }

    public void Note(in TraceEvent happened, bool isLost)
    {
        var note = happened.Kind switch
        {
            TraceKind.Sent => string.Join(", ", new[]
            {
                happened.Retransmission == RetransmissionReason.None ? "" : "retransmission: " + TraceWords.Of(happened.Retransmission), isLost ? "lost on purpose" : "",
            }.Where(part => part.Length > 0)),
            TraceKind.Dropped => "not taken: " + TraceWords.Of(happened.Drop),
            TraceKind.StateChanged => $"{TraceWords.Of(happened.OldState)} to {TraceWords.Of(happened.State)}",
            TraceKind.CongestionChanged => Invariant($"cwnd {happened.CongestionWindow}")
                + (happened.SlowStartThreshold < int.MaxValue ? Invariant($" ssthresh {happened.SlowStartThreshold}") : ""),
            TraceKind.RoundTrip => $"rtt {happened.RoundTrip} rto {happened.RetransmissionTimeout}",
            TraceKind.TimedOut => $"timeout: rto {happened.RetransmissionTimeout}",
            TraceKind.DuplicateReported => Invariant($"{happened.Length} bytes reported to have come twice"),
            _ => "",
        };
        if (note.Length > 0 && _notes.Count < MaxNotes)
        {
            // What a timer did has no packet: it is told on the one before.
            var later = happened.At - _at;
            _notes.Add(later < Duration.FromMilliseconds(1) ? note : $"{later} later {note}");
        }
    }

    public void Complete()
    {
        Flush();
        _file.Complete();
    }

    public void Dispose() => _file.Dispose();

    private void Flush()
    {
        if (_length > 0)
        {
            _file.Write(new CapturedFrame(_packet.AsSpan(0, _length), LinkType.Raw, _at), _notes.Count == 0 ? null : string.Join("; ", _notes));
        }

        _notes.Clear();
        _length = 0;
    }
}
