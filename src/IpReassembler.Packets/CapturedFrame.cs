using System.Runtime.CompilerServices;

namespace IpReassembler.Packets;

/// <summary>One captured record: bytes lent by the source they were read from, and what is known about them.</summary>
/// <remarks>Good until the next read of that source. Whoever keeps a frame copies it.</remarks>
public readonly ref struct CapturedFrame
{
    /// <summary>Describes a frame over bytes that stay where they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CapturedFrame(ReadOnlySpan<byte> bytes, LinkType link, Timestamp timestamp)
    {
        Bytes = bytes;
        Link = link;
        Timestamp = timestamp;
        HasTimestamp = true;
        OriginalLength = bytes.Length;
    }

    /// <summary>The bytes that were captured, from the link-layer header on.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>What the bytes begin with.</summary>
    public LinkType Link { get; init; }

    /// <summary>When the frame was captured. Where the record has no time, the time of the frame before it.</summary>
    public Timestamp Timestamp { get; init; }

    /// <summary>Whether the record carries a time of its own (a pcapng Simple Packet Block does not).</summary>
    public bool HasTimestamp { get; init; }

    /// <summary>The number of bytes the frame had on the wire: 0 to 2^32-1, normally at least the captured length.</summary>
    public long OriginalLength { get; init; }

    /// <summary>The place of the frame in all that is read, counted from 1.</summary>
    public long Number { get; init; }

    /// <summary>The index of the interface in the source's list of interfaces.</summary>
    public int Interface { get; init; }

    /// <summary>Whether the capture kept fewer bytes than the wire had.</summary>
    public bool IsCutShort => Bytes.Length < OriginalLength;
}
