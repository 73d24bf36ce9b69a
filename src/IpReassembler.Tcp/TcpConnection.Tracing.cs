namespace IpReassembler.Tcp;

/// <content>What is told to whoever listens.</content>
public sealed partial class TcpConnection
{
    private void Trace(TraceKind kind) => _host.Trace?.Invoke(new TraceEvent
    {
        Kind = kind,
        At = _host.Now,
        Connection = Name,
        State = State,
        RetransmissionTimeout = _sender.RetransmissionTimeout,
    });

    private void TraceCongestion() => _host.Trace?.Invoke(new TraceEvent
    {
        Kind = TraceKind.CongestionChanged,
        At = _host.Now,
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
                At = _host.Now,
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
                At = _host.Now,
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
