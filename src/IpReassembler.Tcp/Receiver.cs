using System.Diagnostics;
using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>The receiving half of a connection: the bytes that came, in order or ahead of a hole, the window that is offered, and when to acknowledge.</summary>
/// <remarks>
/// <code>
///          read by the        RCV.NXT         a hole     came ahead         the edge that was offered
///          application           |              |            |                     |
///   ------------|   to be read   |..............|############|.....................|
/// </code>
/// Bytes are written where they belong at once; when a hole is filled nothing is moved.
/// </remarks>
internal sealed partial class Receiver
{
    // Beyond so many holes a segment is dropped: 8 bytes each.
    private const int MaxHoles = 256;

    private readonly ConnectionOptions _options;
    private readonly RingBuffer _buffer;
    private readonly SequenceRanges _ahead = new(MaxHoles);

    // The first number that was never offered. It never moves back (RFC 9293 section 3.8.6).
    private SequenceNumber _edge;

    // FIN's number, when FIN has come.
    private SequenceNumber? _fin;
    private int _shift;

    public Receiver(ConnectionOptions options)
    {
        _options = options;
        _buffer = new RingBuffer(options.ReceiveBuffer);
    }

    /// <summary>IRS.</summary>
    public SequenceNumber Initial { get; private set; }

    /// <summary>RCV.NXT.</summary>
    public SequenceNumber Next { get; private set; }

    /// <summary>RCV.WND: how many bytes behind <see cref="Next"/> the other side was told that it may send.</summary>
    public int Window => Math.Max(0, _edge - Next);

    /// <summary>Bytes that can be read now.</summary>
    public int Readable { get; private set; }

    /// <summary>Whether FIN has come, and everything before it.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>By how many bits windows are shifted so that the largest fits 16 bits.</summary>
    public int ShiftToOffer
    {
        get
        {
            var shift = 0;
            while (_options.ReceiveBuffer >> shift > ushort.MaxValue)
            {
                shift++;
            }

            return shift;
        }
    }

    /// <summary>SYN has come.</summary>
    public void Begin(SequenceNumber initial)
    {
        Initial = initial;
        Next = initial + 1;
        _edge = Next + Math.Min(_options.ReceiveBuffer, ushort.MaxValue);
    }

    /// <summary>The handshake is done.</summary>
    /// <param name="windowShift">By how many bits the windows we offer are shifted from now on.</param>
    public void Open(int windowShift) => _shift = windowShift;

    /// <summary>Takes the text and FIN of a segment that is acceptable: what is not within the window is cut off.</summary>
    public void Take(in IncomingSegment segment, Timestamp now)
    {
        var start = segment.Sequence + (segment.IsSyn ? 1 : 0);
        var payload = segment.Payload;
        _largest = Math.Max(_largest, Math.Min(payload.Length, _options.MaximumSegmentSize));
        if (segment.IsFin && _fin is null && start + payload.Length >= Next && start + payload.Length < SequenceNumber.Max(_edge, Next + 1))
        {
            _fin = start + payload.Length;
            // RFC 9293 section 3.10.7.4, eighth: nothing follows FIN. Text that came from there on contradicts it. Kept, it would carry
            // RCV.NXT past the FIN when the hole is filled, and the connection would never end; so it goes, as in common practice,
            // though it may have been acknowledged selectively (RFC 2018 section 8 allows that).
            _ahead.RemoveFrom(_fin.Value);
        }

        var before = Next;
        if (!payload.IsEmpty)
        {
            TakeText(start, payload);
        }

        if (_fin == Next && !IsFinished)
        {
            IsFinished = true;
            Next += 1;
        }

        if (segment.IsFin || Next > before && IsFinished)
        {
            // In its place FIN is answered at once, and ahead of a hole as any segment there.
            AckDue = AckDue.Now;
        }

        _unacknowledged += Next - before;
        Delay(now, isInOrder: Next != before && _ahead.Count == 0);
    }

    /// <summary>Reads bytes in order, and so makes room for others.</summary>
    /// <returns>How many there were.</returns>
    public int Read(Span<byte> destination)
    {
        var count = Math.Min(destination.Length, Readable);
        _buffer.Read(0, destination[..count]);
        _buffer.Discard(count);
        Readable -= count;
        if (WouldOffer() - _edge >= WorthOffering)
        {
            AckDue = AckDue.Now;
        }

        return count;
    }

    /// <summary>The window that the next segment offers, as its header has it; what it offers can be relied on from then on.</summary>
    /// <param name="isSyn">Whether the segment has SYN: then the window is not shifted.</param>
    public ushort Offer(bool isSyn)
    {
        var edge = WouldOffer();
        // RFC 9293 section 3.8.6.2.2: not a few bytes at a time, and nothing is taken back.
        edge = edge - _edge >= WorthOffering ? edge : _edge;
        var shift = isSyn ? 0 : _shift;
        var field = Math.Min(Math.Max(0, edge - Next) >> shift, ushort.MaxValue);
        _edge = SequenceNumber.Max(_edge, Next + (field << shift));
        return (ushort)field;
    }

    /// <summary>Gives the memory back; what was not read is gone.</summary>
    public void Release()
    {
        _buffer.Release();
        _ahead.Clear();
        Readable = 0;
        AckDue = AckDue.No;
    }

    private int WorthOffering => Math.Min(_options.ReceiveBuffer / 2, _options.MaximumSegmentSize);

    private SequenceNumber WouldOffer() => IsFinished ? _edge : Next + (_options.ReceiveBuffer - Readable);

    private void TakeText(SequenceNumber start, ReadOnlySpan<byte> payload)
    {
        var end = SequenceNumber.Min(start + payload.Length, SequenceNumber.Min(_edge, _fin ?? _edge));
        NoteDuplicate(start, end);
        if (start < Next)
        {
            payload = payload[Math.Min(payload.Length, Next - start)..];
            start = Next;
        }

        if (end <= start)
        {
            AckDue = AckDue.Now;
            return;
        }

        if (payload.Length > end - start)
        {
            // The other side has to know that the rest was not kept.
            payload = payload[..(end - start)];
            AckDue = AckDue.Now;
        }

        if (start > Next)
        {
            AckDue = AckDue.Now;
            if (_ahead.Add(new SequenceRange(start, end)) < 0)
            {
                return;
            }

            _recent.Came(start);
            _buffer.Write(Readable + (start - Next), payload);
            return;
        }

        _buffer.Write(Readable, payload);
        var joined = end;
        if (_ahead.Count > 0)
        {
            // RFC 5681 section 4.2: what fills a hole, all of it or a part, is acknowledged at once.
            AckDue = AckDue.Now;
            joined = _ahead[0].Start <= end ? SequenceNumber.Max(end, _ahead[0].End) : end;
            while (_ahead.Count > 0 && _ahead[0].Start <= joined)
            {
                joined = SequenceNumber.Max(joined, _ahead[0].End);
                _ahead.RemoveBefore(joined);
            }
        }

        Debug.Assert(joined <= _edge, "nothing is taken beyond the window");
        Readable += joined - Next;
        Next = joined;
    }
}
