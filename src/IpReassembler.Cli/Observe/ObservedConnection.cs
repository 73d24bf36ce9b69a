using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>When a TCP connection was opened, used and closed, as far as its segments were seen (RFC 9293 sections 3.5 and 3.6).</summary>
internal sealed class ObservedConnection
{
    private readonly bool _hasBeginning;
    private readonly Timestamp _began;
    private Timestamp? _connected;
    private Timestamp? _closing;
    private Timestamp _last;

    /// <summary>Begins with the first segment that is seen.</summary>
    public ObservedConnection(ObservedEndpoint source, ObservedEndpoint destination, in TcpSegment segment, int payloadLength, Timestamp at)
    {
        var isAnswer = (segment.ControlBits & (TcpControlBits.Syn | TcpControlBits.Acknowledgment)) == (TcpControlBits.Syn | TcpControlBits.Acknowledgment);
        (Client, Server) = isAnswer ? (destination, source) : (source, destination);
        (_hasBeginning, _began, _last) = (segment.ControlBits.HasFlag(TcpControlBits.Syn), at, at);
        Add(segment, payloadLength, at);
    }

    /// <summary>Who opened it; where that was not seen, who sent the first segment that was.</summary>
    public ObservedEndpoint Client { get; }

    /// <summary>The other end.</summary>
    public ObservedEndpoint Server { get; }

    /// <summary>The payload bytes of all segments both ways; what was sent twice counts twice.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether one end has reset it.</summary>
    public bool IsReset { get; private set; }

    /// <summary>Whether somebody has begun to close it.</summary>
    public bool IsClosing => _closing is not null;

    /// <summary>Whether both ends agreed to speak; <see langword="true"/> as well where the beginning was not seen.</summary>
    public bool IsConnected => _connected is not null || !_hasBeginning;

    /// <summary>From the first SYN to the first segment behind the handshake, or as long as nobody answered; null where the beginning was not seen.</summary>
    public Duration? Connecting => _hasBeginning ? (_connected ?? _last) - _began : null;

    /// <summary>From there to the first FIN or reset, or to the last segment seen.</summary>
    public Duration Sending => IsConnected ? (_closing ?? _last) - (_connected ?? _began) : Duration.Zero;

    /// <summary>From there to the last segment; null where nobody closed it.</summary>
    public Duration? Closing => IsConnected && _closing is { } closing ? _last - closing : null;

    /// <summary>Takes another segment of it, of either end.</summary>
    public void Add(in TcpSegment segment, int payloadLength, Timestamp at)
    {
        Bytes += payloadLength;
        _last = at > _last ? at : _last;
        var bits = segment.ControlBits;
        IsReset |= bits.HasFlag(TcpControlBits.Reset);
        if (_hasBeginning && (bits & (TcpControlBits.Syn | TcpControlBits.Reset)) == 0)
        {
            _connected ??= at;
        }

        if ((bits & (TcpControlBits.Fin | TcpControlBits.Reset)) != 0)
        {
            _closing ??= at;
        }
    }
}
