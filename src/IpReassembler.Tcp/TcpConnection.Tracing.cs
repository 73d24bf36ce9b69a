namespace IpReassembler.Tcp;

/// <content>What is told to whoever listens.</content>
public sealed partial class TcpConnection
{
    private void Trace(TraceKind kind) => _host.Trace?.Invoke(new TraceEvent
    {
        Kind = kind,
        At = _now,
        Connection = Name,
        State = State,
        RetransmissionTimeout = _sender.RetransmissionTimeout,
    });

    private void TraceCongestion() => _host.Trace?.Invoke(new TraceEvent
    {
        Kind = TraceKind.CongestionChanged,
        At = _now,
        Connection = Name,
        CongestionWindow = _sender.CongestionWindow,
        SlowStartThreshold = _sender.SlowStartThreshold,
    });

    private void TraceAcknowledgment((int Window, int Threshold) before)
    {
        if (_sender.Measured is { } roundTrip)
        {
            _host.Trace?.Invoke(new TraceEvent
            {
                Kind = TraceKind.RoundTrip,
                At = _now,
                Connection = Name,
                RoundTrip = roundTrip,
                RetransmissionTimeout = _sender.RetransmissionTimeout,
            });
        }

        if (_sender.ReportedDuplicate is { Length: > 0 } duplicate)
        {
            _host.Trace?.Invoke(new TraceEvent
            {
                Kind = TraceKind.DuplicateReported,
                At = _now,
                Connection = Name,
                Sequence = duplicate.Start,
                Length = duplicate.Length,
            });
        }

        if (before != (_sender.CongestionWindow, _sender.SlowStartThreshold))
        {
            TraceCongestion();
        }
    }
}
