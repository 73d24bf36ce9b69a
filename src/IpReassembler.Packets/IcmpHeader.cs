using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>An ICMP header to be written (RFC 792): the twin of the view <see cref="IcmpMessage"/>.</summary>
/// <param name="Type">What the message is.</param>
/// <param name="Code">What it is more precisely.</param>
/// <param name="RestOfHeader">The second four bytes as one number.</param>
public readonly record struct IcmpHeader(IcmpType Type, byte Code, uint RestOfHeader)
{
    /// <summary>The length of the header in bytes.</summary>
    public const int Length = IcmpMessage.HeaderLength;

    /// <summary>The header of an echo request or reply.</summary>
    public static IcmpHeader Echo(bool isReply, ushort identifier, ushort sequenceNumber) =>
        new(isReply ? IcmpType.EchoReply : IcmpType.EchoRequest, 0, ((uint)identifier << 16) | sequenceNumber);

    /// <summary>Writes the header, checksum and all.</summary>
    /// <param name="destination">Room for 8 bytes.</param>
    /// <param name="payload">What will follow.</param>
    /// <returns>The number of bytes written.</returns>
    public int WriteTo(Span<byte> destination, ReadOnlySpan<byte> payload) => Write(destination, 0, payload);

    /// <summary>Writes the header of ICMP for IPv6, whose checksum covers the addresses too (RFC 4443 section 2.3).</summary>
    /// <param name="destination">Room for 8 bytes.</param>
    /// <param name="sender">The address in the IP header's source field.</param>
    /// <param name="receiver">The address of the last receiver.</param>
    /// <param name="payload">What will follow.</param>
    /// <returns>The number of bytes written.</returns>
    public int WriteTo(Span<byte> destination, IpAddress sender, IpAddress receiver, ReadOnlySpan<byte> payload) =>
        Write(destination, InternetChecksum.PseudoHeader(sender, receiver, TransportChecksum.IcmpV6, Length + payload.Length), payload);

    private int Write(Span<byte> destination, ulong pseudoHeader, ReadOnlySpan<byte> payload)
    {
        var header = destination[..Length];
        header[0] = (byte)Type;
        header[1] = Code;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], RestOfHeader);
        var sum = InternetChecksum.Fold(InternetChecksum.Add(InternetChecksum.Add(pseudoHeader, header), payload));
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)~sum);
        return Length;
    }
}
