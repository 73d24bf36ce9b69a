using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>Takes what happens at a host, in order. Called in the middle of it: it must not call the host or its connections.</summary>
public delegate void TraceListener(in TraceEvent happened);

/// <summary>One thing that happened to a connection.</summary>
/// <remarks>Sequence numbers are those of the wire. What a kind of event does not mention is zero.</remarks>
public readonly record struct TraceEvent
{
    /// <summary>What happened.</summary>
    public required TraceKind Kind { get; init; }

    /// <summary>When, by the clock the host is given.</summary>
    public required Timestamp At { get; init; }

    /// <summary>The connection; of a segment that belongs to none, the one it would belong to.</summary>
    public required ConnectionName Connection { get; init; }

    /// <summary>The control bits of a segment.</summary>
    public TcpControlBits Bits { get; init; }

    /// <summary>The sequence number of a segment; the first byte that came twice.</summary>
    public SequenceNumber Sequence { get; init; }

    /// <summary>The acknowledgment number of a segment that has ACK.</summary>
    public SequenceNumber Acknowledgment { get; init; }

    /// <summary>The payload bytes of a segment; how many bytes came twice.</summary>
    public int Length { get; init; }

    /// <summary>The window of a segment, in bytes, shifted as it was agreed upon.</summary>
    public int Window { get; init; }

    /// <summary>Why a segment that goes out is not the first with these bytes.</summary>
    public RetransmissionReason Retransmission { get; init; }

    /// <summary>Why a segment was not taken.</summary>
    public DropReason Drop { get; init; }

    /// <summary>The state before a change.</summary>
    public TcpState OldState { get; init; }

    /// <summary>The state after a change.</summary>
    public TcpState State { get; init; }

    /// <summary>Why a connection is closed, when it has changed to <see cref="TcpState.Closed"/>.</summary>
    public CloseReason CloseReason { get; init; }

    /// <summary>The congestion window in bytes.</summary>
    public int CongestionWindow { get; init; }

    /// <summary>The slow start threshold in bytes; <see cref="int.MaxValue"/> until something was lost.</summary>
    public int SlowStartThreshold { get; init; }

    /// <summary>A round trip as it was measured.</summary>
    public Duration RoundTrip { get; init; }

    /// <summary>The retransmission timeout that is used from then on.</summary>
    public Duration RetransmissionTimeout { get; init; }
}
