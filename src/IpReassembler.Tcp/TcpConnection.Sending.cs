using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <content>What goes out.</content>
public sealed partial class TcpConnection
{
    private const int TimestampLength = 12;

    // MSS as it was agreed upon: what a segment has room for, options and payload together.
    private int _segmentRoom = DefaultSegmentSize;
    private int _theirWindowShift = -1;
    private bool _isSynDue;
    private bool _isSynLate;
    private RetransmissionReason _synReason;
    private bool _isResetDue;
    private SequenceNumber? _refutation;

    /// <summary>Writes the next packet of this connection.</summary>
    /// <param name="packet">Room for a packet of the link's MTU.</param>
    /// <returns>Its length; 0 when there is nothing to send now.</returns>
    internal int Emit(Span<byte> packet)
    {
        if (_refutation is { } sequence)
        {
            _refutation = null;
            return EmitReset(packet, sequence, TcpControlBits.Reset);
        }

        if (_isResetDue)
        {
            _isResetDue = false;
            return EmitReset(packet, _sender.Next, TcpControlBits.Reset | TcpControlBits.Acknowledgment);
        }

        if (_isSynDue)
        {
            return EmitSyn(packet);
        }

        if (State is TcpState.Closed or TcpState.SynSent)
        {
            return 0;
        }

        var writer = _host.Writer;
        AddOptions(writer);
        if (_sender.TryPlan(_host.Now, _segmentRoom - writer.OptionLength, out var plan))
        {
            return EmitPlan(packet, plan);
        }

        if (_receiver.AckDue != AckDue.Now)
        {
            return 0;
        }

        return EmitSegment(packet, _sender.Next, TcpControlBits.Acknowledgment, 0, RetransmissionReason.None);
    }

    private int EmitPlan(Span<byte> packet, in SegmentPlan plan)
    {
        _sender.Read(plan.Sequence, packet.Slice(_host.Writer.PayloadOffset, plan.Length));
        _sender.Sent(plan, _host.Now);
        var bits = TcpControlBits.Acknowledgment | (plan.HasFin ? TcpControlBits.Fin : 0) | (plan.IsLast && plan.Length > 0 ? TcpControlBits.Push : 0);
        return EmitSegment(packet, plan.Sequence, bits, plan.Length, plan.Reason);
    }

    private int EmitSyn(Span<byte> packet)
    {
        var isAnswer = State == TcpState.SynReceived;
        var reason = _isSynLate ? RetransmissionReason.Timeout : _synReason;
        (_isSynDue, _isSynLate, _synReason) = (false, false, RetransmissionReason.None);
        _sender.SynSent(_host.Now);
        var writer = _host.Writer;
        writer.Begin();
        var isScaling = isAnswer && Listener is not null ? _theirWindowShift >= 0 : _options.WindowScaling;
        writer.AddSyn(
            _host.OwnSegmentSize,
            isAnswer && Listener is not null ? _usesSack : _options.SelectiveAcknowledgments,
            isScaling ? _receiver.ShiftToOffer : -1);
        if (isAnswer && Listener is not null ? _usesTimestamps : _options.Timestamps)
        {
            writer.AddTimestamps(Clock(_host.Now), _recentTimestamp);
        }

        return EmitSegment(packet, _sender.Initial, TcpControlBits.Syn | (isAnswer ? TcpControlBits.Acknowledgment : 0), 0, reason);
    }

    private int EmitReset(Span<byte> packet, SequenceNumber sequence, TcpControlBits bits)
    {
        _host.Writer.Begin();
        _host.Counters.ResetsSent++;
        var acknowledgment = (bits & TcpControlBits.Acknowledgment) != 0 ? _receiver.Next : default;
        return Write(packet, new TcpHeader { SequenceNumber = sequence.Value, AcknowledgmentNumber = acknowledgment.Value, ControlBits = bits }, 0, RetransmissionReason.None);
    }

    private int EmitSegment(Span<byte> packet, SequenceNumber sequence, TcpControlBits bits, int payloadLength, RetransmissionReason reason)
    {
        var isSyn = (bits & TcpControlBits.Syn) != 0;
        var hasAck = (bits & TcpControlBits.Acknowledgment) != 0;
        var header = new TcpHeader
        {
            SequenceNumber = sequence.Value,
            AcknowledgmentNumber = hasAck ? _receiver.Next.Value : 0,
            ControlBits = bits,
            Window = hasAck ? _receiver.Offer(isSyn) : (ushort)Math.Min(_options.ReceiveBuffer, ushort.MaxValue),
        };
        if (hasAck)
        {
            _receiver.Acknowledged();
            _lastAcknowledgmentSent = _receiver.Next;
        }

        return Write(packet, header, payloadLength, reason);
    }

    private int Write(Span<byte> packet, in TcpHeader header, int payloadLength, RetransmissionReason reason)
    {
        _host.Counters.SegmentsSent++;
        _host.Counters.SegmentsRetransmitted += reason == RetransmissionReason.None ? 0 : 1;
        _host.Trace?.Invoke(new TraceEvent
        {
            Kind = TraceKind.Sent,
            At = _host.Now,
            Connection = Name,
            Bits = header.ControlBits,
            Sequence = new SequenceNumber(header.SequenceNumber),
            Acknowledgment = new SequenceNumber(header.AcknowledgmentNumber),
            Length = payloadLength,
            Window = header.Window << ((header.ControlBits & TcpControlBits.Syn) != 0 ? 0 : OwnWindowShift),
            Retransmission = reason,
            CongestionWindow = _sender.CongestionWindow,
        });
        return _host.Writer.Write(packet, Name, header, payloadLength);
    }

    private int OwnWindowShift => _theirWindowShift >= 0 ? _receiver.ShiftToOffer : 0;

    private void AddOptions(PacketWriter writer)
    {
        writer.Begin();
        if (_usesTimestamps)
        {
            writer.AddTimestamps(Clock(_host.Now), _recentTimestamp);
        }

        if (_usesSack && _receiver.Blocks(writer.SackRoom) is { Count: > 0 } blocks)
        {
            writer.AddSacks(blocks);
        }
    }

    // In milliseconds, the grain that RFC 7323 section 5.4 recommends.
    private uint Clock(Timestamp now) => unchecked((uint)(now.Nanoseconds / 1_000_000) + _clockOffset);
}
