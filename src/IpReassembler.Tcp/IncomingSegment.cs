using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>A segment that arrived, with its options read: SEG in the words of RFC 9293 section 3.3.1. Good for as long as the bytes under it.</summary>
internal readonly ref struct IncomingSegment
{
    /// <summary>Reads a segment whose checksum is right.</summary>
    public IncomingSegment(scoped in TcpSegment segment)
    {
        Sequence = new SequenceNumber(segment.SequenceNumber);
        Acknowledgment = new SequenceNumber(segment.AcknowledgmentNumber);
        Bits = segment.ControlBits;
        Window = segment.Window;
        Payload = segment.Payload;
        Options = SegmentOptions.Of(segment);
    }

    /// <summary>SEG.SEQ: the number of the first byte, or of SYN.</summary>
    public SequenceNumber Sequence { get; init; }

    /// <summary>SEG.ACK; means something only with <see cref="HasAck"/>.</summary>
    public SequenceNumber Acknowledgment { get; }

    /// <summary>The control bits.</summary>
    public TcpControlBits Bits { get; init; }

    /// <summary>SEG.WND, not shifted.</summary>
    public int Window { get; }

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>The options.</summary>
    public SegmentOptions Options { get; }

    /// <summary>Whether SYN is set.</summary>
    public bool IsSyn => (Bits & TcpControlBits.Syn) != 0;

    /// <summary>Whether ACK is set.</summary>
    public bool HasAck => (Bits & TcpControlBits.Acknowledgment) != 0;

    /// <summary>Whether RST is set.</summary>
    public bool IsReset => (Bits & TcpControlBits.Reset) != 0;

    /// <summary>Whether FIN is set.</summary>
    public bool IsFin => (Bits & TcpControlBits.Fin) != 0;

    /// <summary>SEG.LEN: the sequence numbers it takes, SYN and FIN counted.</summary>
    public int Length => Payload.Length + (IsSyn ? 1 : 0) + (IsFin ? 1 : 0);

    /// <summary>The number after its last one.</summary>
    public SequenceNumber End => Sequence + Length;
}
