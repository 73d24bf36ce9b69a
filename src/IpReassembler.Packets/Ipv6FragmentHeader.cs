using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>The header that makes an IPv6 packet a piece of a datagram (RFC 8200 section 4.5).</summary>
/// <remarks>
/// <code>
///   next header (8) | reserved (8) | offset (13) | reserved (2) | M (1) | identification (32)
/// </code>
/// </remarks>
public static class Ipv6FragmentHeader
{
    /// <summary>The length of the header in bytes.</summary>
    public const int Length = 8;

    private const int MoreFragmentsBit = 1;
    private const int ReservedBits = 0b110;

    /// <summary>Writes the header.</summary>
    /// <param name="destination">Room for 8 bytes.</param>
    /// <param name="nextHeader">The number of the header that the datagram begins with, whichever piece this is.</param>
    /// <param name="offset">Where the piece begins in the datagram.</param>
    /// <param name="moreFragments">Whether more pieces follow.</param>
    /// <param name="identification">What all pieces share.</param>
    public static void Write(Span<byte> destination, byte nextHeader, FragmentOffset offset, bool moreFragments, uint identification)
    {
        destination[0] = nextHeader;
        destination[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)((offset.EightByteUnits << 3) | (moreFragments ? MoreFragmentsBit : 0)));
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], identification);
    }

    /// <summary>Takes the Fragment header out of the headers of a first piece, as the rebuilt packet has none (RFC 8200 section 4.5).</summary>
    /// <param name="headers">The headers of a fragment, the Fragment header the last of them. Afterwards the first 8 bytes mean nothing, and the others are the headers that remain.</param>
    public static void CutOut(Span<byte> headers)
    {
        var rest = headers[..^Length];
        var nextHeader = headers[^Length];
        Ipv6HeaderChain.TryWalk(rest, Ipv6Packet.FixedHeaderLength, rest[6], out var chain);
        rest[chain.NextAt < 0 ? 6 : chain.NextAt] = nextHeader;
        rest.CopyTo(headers[Length..]);
    }

    internal static FragmentOffset Offset(ReadOnlySpan<byte> header) => new((ushort)(OffsetAndFlags(header) >> 3));

    internal static bool MoreFragments(ReadOnlySpan<byte> header) => (OffsetAndFlags(header) & MoreFragmentsBit) != 0;

    internal static uint Identification(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header[4..]);

    /// <summary>Whether the piece is the only one of its datagram (RFC 6946).</summary>
    internal static bool IsAtomic(ReadOnlySpan<byte> header) => (OffsetAndFlags(header) & ~ReservedBits) == 0;

    private static int OffsetAndFlags(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
}
