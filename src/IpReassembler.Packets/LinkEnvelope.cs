using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>Puts another packet behind the link-layer header of a captured one.</summary>
public static class LinkEnvelope
{
    private const int AddressesLength = 12;
    private const int TagLength = 4;
    private const int PppoeLengthAt = 4;

    /// <summary>Writes a frame that carries <paramref name="payload"/> where <paramref name="frame"/> carried <paramref name="packet"/>.</summary>
    /// <remarks>
    /// The header is copied, except where it states the length of what follows: PPPoE's is made anew (RFC 2516 section 4);
    /// an IEEE 802.3 length cannot say more than 1,500, so the frame becomes Ethernet II (RFC 894).
    /// </remarks>
    /// <param name="frame">The frame whose header is used.</param>
    /// <param name="packet">The packet that <see cref="LinkLayer.TryGetIp"/> found in it.</param>
    /// <param name="payload">The packet to write: of the same version.</param>
    /// <param name="destination">Room for the frame's header and the payload.</param>
    /// <returns>The length of the new frame.</returns>
    public static int Write(in CapturedFrame frame, in IpPacket packet, ReadOnlySpan<byte> payload, Span<byte> destination)
    {
        var header = frame.Bytes[..LinkLayer.HeaderLength(frame, packet)];
        header.CopyTo(destination);
        var length = header.Length;
        if (frame.Link == LinkType.Ethernet)
        {
            length = RewriteEthernet(destination[..length], packet.Version, payload.Length);
        }
        else if (frame.Link == LinkType.PppOverEthernet)
        {
            RewritePppoe(destination[..length], payload.Length);
        }

        payload.CopyTo(destination[length..]);
        return length + payload.Length;
    }

    private static int RewriteEthernet(Span<byte> header, IpVersion version, int payloadLength)
    {
        var typeAt = AddressesLength;
        while (typeAt + 2 <= header.Length && EtherTypes.IsTag(BinaryPrimitives.ReadUInt16BigEndian(header[typeAt..])))
        {
            typeAt += TagLength;
        }

        if (typeAt + 2 > header.Length)
        {
            return header.Length;
        }

        var type = BinaryPrimitives.ReadUInt16BigEndian(header[typeAt..]);
        if (type == EtherTypes.PppoeSession)
        {
            RewritePppoe(header[(typeAt + 2)..], payloadLength);
        }

        if (type > EtherTypes.MaxLength)
        {
            return header.Length;
        }

        BinaryPrimitives.WriteUInt16BigEndian(header[typeAt..], (ushort)(version == IpVersion.V4 ? EtherTypes.Ipv4 : EtherTypes.Ipv6));
        return typeAt + 2;
    }

    // What the length counts: the PPP protocol number and the packet behind it.
    private static void RewritePppoe(Span<byte> header, int payloadLength)
    {
        const int PppoeHeaderLength = 6;
        if (header.Length >= PppoeHeaderLength)
        {
            BinaryPrimitives.WriteUInt16BigEndian(header[PppoeLengthAt..], (ushort)Math.Min(ushort.MaxValue, header.Length - PppoeHeaderLength + payloadLength));
        }
    }
}
