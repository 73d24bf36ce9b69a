using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>A UDP header to be written (RFC 768): the twin of the view <see cref="UdpDatagram"/>.</summary>
/// <param name="SourcePort">The sender's port.</param>
/// <param name="DestinationPort">The receiver's port.</param>
public readonly record struct UdpHeader(ushort SourcePort, ushort DestinationPort)
{
    /// <summary>The length of the header in bytes.</summary>
    public const int Length = UdpDatagram.HeaderLength;

    /// <summary>Writes the header, checksum and all.</summary>
    /// <param name="destination">Room for 8 bytes.</param>
    /// <param name="sender">The address in the IP header's source field.</param>
    /// <param name="receiver">The address of the last receiver.</param>
    /// <param name="payload">What will follow: at most 65,527 bytes.</param>
    /// <returns>The number of bytes written.</returns>
    public int WriteTo(Span<byte> destination, IpAddress sender, IpAddress receiver, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, ushort.MaxValue - Length, nameof(payload));
        var header = destination[..Length];
        var length = Length + payload.Length;
        BinaryPrimitives.WriteUInt16BigEndian(header, SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], DestinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)length);
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], 0);

        var pseudoHeader = InternetChecksum.PseudoHeader(sender, receiver, TransportChecksum.Udp, length);
        var checksum = (ushort)~InternetChecksum.Fold(InternetChecksum.Add(InternetChecksum.Add(pseudoHeader, header), payload));
        // 0 would say that there is no checksum; its other form in one's complement says the same number (RFC 768).
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], checksum == 0 ? ushort.MaxValue : checksum);
        return Length;
    }
}
