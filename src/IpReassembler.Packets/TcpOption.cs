using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>One option of a TCP header, good for as long as the bytes under it.</summary>
public readonly ref struct TcpOption
{
    internal TcpOption(ReadOnlySpan<byte> bytes, bool hasBadLength)
    {
        Bytes = bytes;
        HasBadLength = hasBadLength;
    }

    /// <summary>The whole option, at least its kind byte; all the rest of the options where its length cannot be believed.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>What the option is.</summary>
    public TcpOptionKind Kind => (TcpOptionKind)Bytes[0];

    /// <summary>What follows the kind byte and the length byte.</summary>
    public ReadOnlySpan<byte> Data => Bytes.Length > 2 ? Bytes[2..] : [];

    /// <summary>Whether the length byte is missing, below 2, or points beyond the header: nothing after it can be read.</summary>
    public bool HasBadLength { get; }

    /// <summary>Whether the length cannot be believed or is not one that this kind of option can have.</summary>
    public bool IsMalformed => HasBadLength || !(Kind switch
    {
        TcpOptionKind.EndOfOptions or TcpOptionKind.NoOperation => true,
        TcpOptionKind.MaximumSegmentSize => Bytes.Length == 4,
        TcpOptionKind.WindowScale => Bytes.Length == 3,
        TcpOptionKind.SelectiveAcknowledgmentPermitted => Bytes.Length == 2,
        // One to four pairs of sequence numbers.
        TcpOptionKind.SelectiveAcknowledgment => Bytes.Length is 10 or 18 or 26 or 34,
        TcpOptionKind.Timestamps => Bytes.Length == 10,
        _ => true,
    });

    /// <summary>How many ranges a selective acknowledgment has: 0 to 4; 0 for any other option.</summary>
    public int RangeCount => Kind is TcpOptionKind.SelectiveAcknowledgment && !IsMalformed ? Data.Length / 8 : 0;

    /// <summary>Reads the one number of a maximum segment size (bytes) or window scale (bits).</summary>
    /// <returns>False for any other option and for a malformed one.</returns>
    public bool TryGetNumber(out int number)
    {
        number = IsMalformed ? -1 : Kind switch
        {
            TcpOptionKind.MaximumSegmentSize => BinaryPrimitives.ReadUInt16BigEndian(Bytes[2..]),
            TcpOptionKind.WindowScale => Bytes[2],
            _ => -1,
        };
        return number >= 0;
    }

    /// <summary>Reads timestamps: the sender's clock and the echo of the other side's.</summary>
    /// <returns>False for any other option and for a malformed one.</returns>
    public bool TryGetTimestamps(out uint value, out uint echo)
    {
        var hasThem = Kind is TcpOptionKind.Timestamps && !IsMalformed;
        value = hasThem ? BinaryPrimitives.ReadUInt32BigEndian(Bytes[2..]) : 0;
        echo = hasThem ? BinaryPrimitives.ReadUInt32BigEndian(Bytes[6..]) : 0;
        return hasThem;
    }

    /// <summary>A range of a selective acknowledgment: [start, end) in sequence numbers.</summary>
    /// <param name="index">0 to <see cref="RangeCount"/> - 1.</param>
    public (uint Start, uint End) RangeAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, RangeCount);
        var range = Data[(index * 8)..];
        return (BinaryPrimitives.ReadUInt32BigEndian(range), BinaryPrimitives.ReadUInt32BigEndian(range[4..]));
    }
}
