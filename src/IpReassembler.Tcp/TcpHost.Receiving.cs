using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <content>To whom a segment belongs.</content>
public sealed partial class TcpHost
{
    // What comes for a new incarnation of a connection begins so far behind the old one (RFC 9293 section 3.4.1).
    private const int Gap = 64_000;

    // RSTs to segments that belong to no connection. They are answered one by one; who sends more of them at once does not need every answer.
    private const int MaxAnswers = 64;

    private readonly Queue<(ConnectionName Name, TcpHeader Header)> _answers = new();

    /// <summary>Takes an IP packet that has come.</summary>
    /// <param name="packet">The packet, from its IP header on.</param>
    /// <param name="now">The time it is.</param>
    public void Receive(ReadOnlySpan<byte> packet, Timestamp now)
    {
        Now = now;
        if (_intake.TryTake(packet, now, out var name, out var segment))
        {
            Deliver(name, segment);
        }
    }

    private void Deliver(in ConnectionName name, in IncomingSegment segment)
    {
        Counters.SegmentsReceived++;
        _connections.TryGetValue(name, out var connection);
        var window = segment.Window << (segment.IsSyn ? 0 : connection?.WindowShift ?? 0);
        TraceArrival(TraceKind.Received, name, segment, window, DropReason.None);
        var drop = connection is null ? OpenOrReset(name, segment, minimum: null)
            : BeginsAnew(connection, segment) ? Reopen(connection, segment)
            : connection.Arrive(segment);
        if (connection is not null)
        {
            _deadlines.Update(connection);
            Agenda.WantsToSend(connection);
        }

        if (drop != DropReason.None)
        {
            Counters.SegmentsDropped++;
            TraceArrival(TraceKind.Dropped, name, segment, window, drop);
        }
    }

    // RFC 9293 sections 3.10.7.1 (CLOSED) and 3.10.7.2 (LISTEN).
    private DropReason OpenOrReset(in ConnectionName name, in IncomingSegment segment, SequenceNumber? minimum)
    {
        if (segment.IsReset)
        {
            return DropReason.NoConnection;
        }

        if (!_listeners.TryGetValue(name.Local.Port, out var listener))
        {
            if (Options.OwnsEveryPort)
            {
                AnswerWithReset(name, segment);
            }

            return DropReason.NoConnection;
        }

        if (segment.HasAck || !segment.IsSyn)
        {
            // In LISTEN, what has neither ACK nor SYN is nothing.
            if (segment.HasAck)
            {
                AnswerWithReset(name, segment);
            }

            return DropReason.NoConnection;
        }

        if (!listener.HasRoom || !(MakeRoom() || listener.MakeRoom()))
        {
            Counters.Overflows++;
            return DropReason.NoRoom;
        }

        var initial = Numbers.For(name, Now);
        initial = minimum is { } least && initial < least ? least : initial;
        var connection = new TcpConnection(this, name, initial, listener);
        _connections.Add(name, connection);
        connection.BeginPassively(segment);
        Agenda.WantsToSend(connection);
        return DropReason.None;
    }

    // RFC 9293 section 3.10.7.4, TIME-WAIT: a SYN beyond everything the old connection had belongs to a new one.
    private bool BeginsAnew(TcpConnection connection, in IncomingSegment segment) =>
        connection.State == TcpState.TimeWait && segment.IsSyn && !segment.HasAck && !segment.IsReset
        && segment.Sequence > connection.ReceivedUpTo && _listeners.ContainsKey(connection.Name.Local.Port);

    private DropReason Reopen(TcpConnection old, in IncomingSegment segment)
    {
        old.Evict();
        return OpenOrReset(old.Name, segment, old.SentUpTo + Gap);
    }

    private void AnswerWithReset(in ConnectionName name, in IncomingSegment segment)
    {
        if (_answers.Count == MaxAnswers)
        {
            return;
        }

        _answers.Enqueue((name, segment.HasAck
            ? new TcpHeader { SequenceNumber = segment.Acknowledgment.Value, ControlBits = TcpControlBits.Reset }
            : new TcpHeader { AcknowledgmentNumber = segment.End.Value, ControlBits = TcpControlBits.Reset | TcpControlBits.Acknowledgment }));
    }

    private bool TryEmitAnswer(Span<byte> packet, out int length)
    {
        length = 0;
        if (!_answers.TryDequeue(out var answer))
        {
            return false;
        }

        Counters.SegmentsSent++;
        Counters.ResetsSent++;
        Trace?.Invoke(new TraceEvent
        {
            Kind = TraceKind.Sent,
            At = Now,
            Connection = answer.Name,
            Bits = answer.Header.ControlBits,
            Sequence = new SequenceNumber(answer.Header.SequenceNumber),
            Acknowledgment = new SequenceNumber(answer.Header.AcknowledgmentNumber),
        });
        Writer.Begin();
        length = Writer.Write(packet, answer.Name, answer.Header, 0);
        return true;
    }

    private void TraceArrival(TraceKind kind, in ConnectionName name, in IncomingSegment segment, int window, DropReason drop) => Trace?.Invoke(new TraceEvent
    {
        Kind = kind,
        At = Now,
        Connection = name,
        Bits = segment.Bits,
        Sequence = segment.Sequence,
        Acknowledgment = segment.Acknowledgment,
        Length = segment.Payload.Length,
        Window = window,
        Drop = drop,
    });
}
