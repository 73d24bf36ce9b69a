using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>The headers that stand behind UDP in front of a tunnelled packet.</summary>
internal static class UdpTunnels
{
    private const int VxlanLength = 8;
    private const int VxlanHasNetwork = 0x08;

    private const int GeneveLength = 8;
    private const int GeneveOptionUnits = 0x3f;
    private const int GeneveVersionMask = 0xc0;
    private const int TransparentEthernet = 0x6558;

    private const int GtpLength = 8;
    private const int GtpVersionMask = 0xf0;            // version 1, "protocol type" GTP
    private const int GtpVersion = 0x30;
    private const int GtpHasMore = 0x07;                // any of extension header, sequence number, N-PDU number
    private const int GtpHasExtension = 0x04;
    private const int GtpUserPacket = 255;
    private const int GtpOptionalLength = 4;
    private const int GtpExtensionUnit = 4;

    /// <summary>VXLAN: flags, the network's number, an Ethernet frame (RFC 7348 section 5).</summary>
    public static PacketDefect ReadVxlan(ref LinkCursor cursor, out uint network)
    {
        network = 0;
        if (!cursor.Has(VxlanLength))
        {
            return PacketDefect.LinkHeaderCutShort;
        }

        if ((cursor.Rest[0] & VxlanHasNetwork) == 0)
        {
            return PacketDefect.NotIp;
        }

        network = BinaryPrimitives.ReadUInt32BigEndian(cursor.Rest[4..]) >> 8;
        cursor.Skip(VxlanLength);
        return LinkLayer.ReadEthernet(ref cursor);
    }

    /// <summary>Geneve: version and length of options, what follows, the network's number, options (RFC 8926 section 3.4).</summary>
    public static PacketDefect ReadGeneve(ref LinkCursor cursor, out uint network)
    {
        network = 0;
        if (!cursor.Has(GeneveLength))
        {
            return PacketDefect.LinkHeaderCutShort;
        }

        var length = GeneveLength + ((cursor.Rest[0] & GeneveOptionUnits) * 4);
        if ((cursor.Rest[0] & GeneveVersionMask) != 0)
        {
            return PacketDefect.NotIp;
        }

        if (!cursor.Has(length))
        {
            return PacketDefect.LinkHeaderCutShort;
        }

        var protocol = cursor.UInt16At(2);
        network = BinaryPrimitives.ReadUInt32BigEndian(cursor.Rest[4..]) >> 8;
        cursor.Skip(length);
        return protocol == TransparentEthernet ? LinkLayer.ReadEthernet(ref cursor)
            : protocol <= EtherTypes.MaxLength ? PacketDefect.NotIp
            : EtherTypes.Read(protocol, ref cursor);
    }

    /// <summary>Makes the length in a GTP-U header that of what stands behind its first eight bytes.</summary>
    public static void MendGtp(Span<byte> message) => BinaryPrimitives.WriteUInt16BigEndian(message[2..], (ushort)(message.Length - GtpLength));

    /// <summary>GTP-U: flags, type, length, endpoint; a row of extension headers; an IP packet of either version (3GPP TS 29.281 section 5).</summary>
    public static PacketDefect ReadGtp(ref LinkCursor cursor, out uint endpoint)
    {
        endpoint = 0;
        if (!cursor.Has(GtpLength))
        {
            return PacketDefect.LinkHeaderCutShort;
        }

        var (flags, type) = (cursor.Rest[0], cursor.Rest[1]);
        if ((flags & GtpVersionMask) != GtpVersion || type != GtpUserPacket)
        {
            return PacketDefect.NotIp;
        }

        var length = cursor.UInt16At(2);
        endpoint = BinaryPrimitives.ReadUInt32BigEndian(cursor.Rest[4..]);
        cursor.Skip(GtpLength);
        cursor.CutTo(length);
        if ((flags & GtpHasMore) == 0)
        {
            return PacketDefect.None;
        }

        if (!cursor.Has(GtpOptionalLength))
        {
            return PacketDefect.LinkHeaderCutShort;
        }

        var next = (flags & GtpHasExtension) != 0 ? cursor.Rest[3] : (byte)0;
        cursor.Skip(GtpOptionalLength);

        // Each header says its length in units of four bytes first and the type of the next one last. None is empty, so the packet bounds the loop.
        while (next != 0)
        {
            var extension = cursor.Has(1) ? cursor.Rest[0] * GtpExtensionUnit : 0;
            if (extension == 0 || !cursor.Has(extension))
            {
                return PacketDefect.LinkHeaderCutShort;
            }

            next = cursor.Rest[extension - 1];
            cursor.Skip(extension);
        }

        return PacketDefect.None;
    }
}
