namespace IpReassembler.Transfer;

/// <summary>Counts what came of one measurement. Knows no socket and no clock.</summary>
internal sealed class UdpRunStatistics(int window = UdpRunStatistics.DefaultWindow)
{
    /// <summary>How far behind a datagram may be and still be told from its copy. It costs 8 KiB.</summary>
    public const int DefaultWindow = 65_536;

    private readonly SequenceWindow _window = new(window);
    private long _received;
    private long _bytes;
    private long _duplicates;
    private long _reordered;
    private long _late;
    private long _mostBehind;
    private long? _sent;
    private long _first;
    private long _last;
    private long _least = long.MaxValue;
    private long _most = long.MinValue;
    private double _meanDelay;
    private double _jitter;
    private long _previousDelay;


    /// <summary>Whether the sender said that it is done.</summary>
    public bool IsEnded => _sent is not null;

    /// <summary>Notes the sender's word on how many it sent.</summary>
    public void AcceptEnd(long sent) => _sent = Math.Max(sent, _sent ?? 0);

    /// <summary>Notes a datagram.</summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="sent">When it was sent, by the sender's clock, in nanoseconds.</param>
    /// <param name="received">When it came, by ours, in nanoseconds since the same moment.</param>
    public UdpArrival Accept(long sequence, int length, long sent, long received)
    {
        var behind = _window.Highest - sequence;
        var arrival = _window.Accept(sequence);
        switch (arrival)
        {
            case UdpArrival.Duplicate:
                _duplicates++;
                return arrival;
            case UdpArrival.Late:
                _late++;
                return arrival;
            case UdpArrival.Reordered:
                _reordered++;
                _mostBehind = Math.Max(_mostBehind, behind);
                break;
        }

        _first = _received == 0 ? received : _first;
        _last = received;
        _received++;
        _bytes += length;
        Measure(Difference(received, sent));
        return arrival;
    }

    /// <summary>What is known so far.</summary>
    public UdpRunReport Report()
    {
        var expected = Math.Max(_sent ?? 0, _window.Highest + 1);
        return new UdpRunReport
        {
            Sent = _sent,
            Received = _received,
            Bytes = _bytes,
            Lost = Math.Max(0, expected - _received),
            Duplicates = _duplicates,
            Reordered = _reordered,
            MostBehind = _mostBehind,
            Late = _late,
            Duration = Difference(_last, _first),
            LeastDelay = _received == 0 ? 0 : _least,
            MeanDelayVariation = _received == 0 ? 0 : Math.Max(0, long.CreateSaturating(_meanDelay - _least)),
            MostDelayVariation = _received == 0 ? 0 : Difference(_most, _least),
            Jitter = long.CreateSaturating(_jitter),
        };
    }

    // A peer may claim any time.
    private static long Difference(long left, long right) => long.CreateSaturating((Int128)left - right);

    private void Measure(long delay)
    {
        // RFC 3550 section 6.4.1: the difference to the delay before it, smoothed by 16.
        if (_received > 1)
        {
            _jitter += (Math.Abs((double)delay - _previousDelay) - _jitter) / 16;
        }

        _previousDelay = delay;
        _least = Math.Min(_least, delay);
        _most = Math.Max(_most, delay);
        _meanDelay += (delay - _meanDelay) / _received;
    }
}
