using System.Buffers.Binary;
using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>One packet that is going to be sent.</summary>
/// <param name="Header">Its header; the length and the checksum follow from what it carries.</param>
/// <param name="Payload">What it carries; not copied.</param>
/// <param name="At">When, counted from the beginning of its datagram.</param>
public sealed record OutgoingPacket(OutgoingHeader Header, ReadOnlyMemory<byte> Payload, Duration At)
{
    private const int TotalLengthAt = 2;
    private const int ChecksumAt = 10;

    /// <summary>The number of bytes from the IP header to the end of the payload.</summary>
    public int Length => Header.Length + Payload.Length;

    /// <summary>The VLANs its frame is tagged with, outermost first.</summary>
    internal IReadOnlyList<int> Vlans { get; init; } = [];

    /// <summary>An IPv4 total length that is not the right one; null for the right one.</summary>
    internal ushort? TotalLength { get; init; }

    /// <summary>An IPv4 header checksum that is not the right one; null for the right one.</summary>
    internal ushort? Checksum { get; init; }

    /// <summary>Whether every bit of the checksum is turned.</summary>
    internal bool HasBadChecksum { get; init; }

    /// <summary>What follows the packet in its frame.</summary>
    internal ReadOnlyMemory<byte> Trailer { get; init; }

    /// <summary>The packet that it carries through a tunnel; null for none. Of a piece of a packet that does, too.</summary>
    internal OutgoingPacket? Inner { get; init; }

    /// <summary>How many tunnels are inside one another here.</summary>
    internal int Depth => Inner is null ? 0 : Inner.Depth + 1;

    /// <summary>The packet that all tunnels are around.</summary>
    internal OutgoingPacket Innermost => Inner is null ? this : Inner.Innermost;

    /// <summary>Writes the packet.</summary>
    /// <param name="destination">Room for <see cref="Length"/> bytes.</param>
    /// <returns>The number of bytes written.</returns>
    public int WriteTo(Span<byte> destination)
    {
        var header = destination[..Header.WriteTo(destination, Payload.Length)];
        Payload.Span.CopyTo(destination[header.Length..]);
        if (Header.Version == IpVersion.V6)
        {
            return Length;
        }

        if (TotalLength is { } length)
        {
            BinaryPrimitives.WriteUInt16BigEndian(header[TotalLengthAt..], length);
            BinaryPrimitives.WriteUInt16BigEndian(header[ChecksumAt..], 0);
            BinaryPrimitives.WriteUInt16BigEndian(header[ChecksumAt..], InternetChecksum.Compute(header));
        }

        var checksum = Checksum ?? BinaryPrimitives.ReadUInt16BigEndian(header[ChecksumAt..]);
        BinaryPrimitives.WriteUInt16BigEndian(header[ChecksumAt..], HasBadChecksum ? (ushort)~checksum : checksum);
        return Length;
    }
}
