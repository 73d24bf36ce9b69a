using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>A TCP header to be written (RFC 9293 section 3.1): the twin of the view <see cref="TcpSegment"/>.</summary>
/// <remarks>Two are equal when all fields are, and their options are the same memory.</remarks>
public readonly record struct TcpHeader
{
    private const int MaxOptionLength = TcpSegment.MaxHeaderLength - TcpSegment.MinHeaderLength;

    /// <summary>The sender's port.</summary>
    public ushort SourcePort { get; init; }

    /// <summary>The receiver's port.</summary>
    public ushort DestinationPort { get; init; }

    /// <summary>The sequence number of the first payload byte, or of SYN.</summary>
    public uint SequenceNumber { get; init; }

    /// <summary>The sequence number that is expected next.</summary>
    public uint AcknowledgmentNumber { get; init; }

    /// <summary>The control bits.</summary>
    public TcpControlBits ControlBits
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((int)value, 0x1ff, nameof(ControlBits));
            field = value;
        }
    }

    /// <summary>The window field, already scaled down.</summary>
    public ushort Window { get; init; }

    /// <summary>The urgent pointer.</summary>
    public ushort UrgentPointer { get; init; }

    /// <summary>The options: up to 40 bytes, filled up with end-of-options to a multiple of 4 when they are written.</summary>
    public ReadOnlyMemory<byte> Options
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, MaxOptionLength, nameof(Options));
            field = value;
        }
    }

    /// <summary>The length of the header in bytes: 20 to 60.</summary>
    public int Length => TcpSegment.MinHeaderLength + ((Options.Length + 3) & ~3);

    /// <summary>Writes the header, checksum and all.</summary>
    /// <param name="destination">Room for <see cref="Length"/> bytes.</param>
    /// <param name="sender">The address in the IP header's source field.</param>
    /// <param name="receiver">The address of the last receiver.</param>
    /// <param name="payload">What will follow.</param>
    /// <returns>The number of bytes written.</returns>
    public int WriteTo(Span<byte> destination, IpAddress sender, IpAddress receiver, ReadOnlySpan<byte> payload)
    {
        var header = destination[..Length];
        BinaryPrimitives.WriteUInt16BigEndian(header, SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], DestinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], SequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], AcknowledgmentNumber);
        BinaryPrimitives.WriteUInt16BigEndian(header[12..], (ushort)((Length / 4 << 12) | (int)ControlBits));
        BinaryPrimitives.WriteUInt16BigEndian(header[14..], Window);
        BinaryPrimitives.WriteUInt16BigEndian(header[16..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(header[18..], UrgentPointer);
        var options = header[TcpSegment.MinHeaderLength..];
        options.Clear();
        Options.Span.CopyTo(options);

        var pseudoHeader = InternetChecksum.PseudoHeader(sender, receiver, TransportChecksum.Tcp, Length + payload.Length);
        var sum = InternetChecksum.Fold(InternetChecksum.Add(InternetChecksum.Add(pseudoHeader, header), payload));
        BinaryPrimitives.WriteUInt16BigEndian(header[16..], (ushort)~sum);
        return Length;
    }
}
