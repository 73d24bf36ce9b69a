using System.Buffers.Binary;

namespace IpReassembler.Capture;

/// <summary>The fixed part of a Section Header Block (draft-ietf-opsawg-pcapng section 4.1).</summary>
internal static class SectionHeader
{
    /// <summary>The length of the block without options.</summary>
    public const int ShortestLength = 28;

    /// <summary>How many bytes tell byte order and version.</summary>
    public const int LengthToVersion = 16;

    /// <summary>Where the options begin.</summary>
    public const int FixedLength = 24;

    private const uint ByteOrderMagic = 0x1A2B3C4D;

    /// <summary>Finds out the byte order of a section from the magic number behind the block's length.</summary>
    public static bool TryReadOrder(ReadOnlySpan<byte> block, out ByteOrder order)
    {
        order = new ByteOrder(BinaryPrimitives.ReadUInt32BigEndian(block[8..]) == ByteOrderMagic);
        return order.ReadUInt32(block[8..]) == ByteOrderMagic;
    }

    /// <summary>The major version; only 1 is known, and a higher one may lay out blocks in another way.</summary>
    public static int ReadMajorVersion(ReadOnlySpan<byte> block, ByteOrder order) => order.ReadUInt16(block[12..]);
}
