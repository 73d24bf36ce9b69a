namespace IpReassembler.Packets;

/// <summary>PPP (RFC 1661) behind each of the headers it is captured with.</summary>
internal static class PppLink
{
    private const int Ipv4Protocol = 0x0021;
    private const int Ipv6Protocol = 0x0057;

    // HDLC-like framing begins with the all-stations address and "unnumbered information" (RFC 1662 section 3.1).
    private const int AllStationsUnnumbered = 0xff03;

    private const int PppoeLength = 6;
    private const int PppoeVersionAndType = 0x11;
    private const int PppoeSessionData = 0;

    /// <summary>Reads PPP whose address and control bytes may be there or have been negotiated away (RFC 1661 section 6.6).</summary>
    public static PacketDefect Read(ref LinkCursor cursor)
    {
        if (cursor.Has(2) && cursor.UInt16At(0) == AllStationsUnnumbered)
        {
            cursor.Skip(2);
        }

        return ReadProtocol(ref cursor);
    }

    /// <summary>Reads link type 50, where Cisco HDLC stands in place of PPP when the first byte is one of its addresses.</summary>
    public static PacketDefect ReadHdlc(ref LinkCursor cursor) =>
        cursor.Has(1) && CiscoHdlcLink.IsAddress(cursor.Rest[0]) ? CiscoHdlcLink.Read(ref cursor) : Read(ref cursor);

    /// <summary>Reads a PPPoE session header (RFC 2516 section 4) and what it carries.</summary>
    public static PacketDefect ReadPppoe(ref LinkCursor cursor)
    {
        if (!cursor.Has(PppoeLength))
        {
            return PacketDefect.LinkHeaderCutShort;
        }

        var (versionAndType, code, length) = (cursor.Rest[0], cursor.Rest[1], cursor.UInt16At(4));
        if (versionAndType != PppoeVersionAndType || code != PppoeSessionData)
        {
            return PacketDefect.NotIp;
        }

        cursor.Skip(PppoeLength);
        cursor.CutTo(length);
        return ReadProtocol(ref cursor);
    }

    private static PacketDefect ReadProtocol(ref LinkCursor cursor)
    {
        if (!cursor.Has(1))
        {
            return PacketDefect.LinkHeaderCutShort;
        }

        // The last byte of a protocol number is odd and the first even, so a compressed one shows itself (RFC 1661 section 2).
        var isCompressed = (cursor.Rest[0] & 1) != 0;
        var length = isCompressed ? 1 : 2;
        if (!cursor.Has(length))
        {
            return PacketDefect.LinkHeaderCutShort;
        }

        var protocol = isCompressed ? cursor.Rest[0] : cursor.UInt16At(0);
        cursor.Skip(length);
        return protocol switch
        {
            Ipv4Protocol => cursor.Announce(IpVersion.V4),
            Ipv6Protocol => cursor.Announce(IpVersion.V6),
            _ => PacketDefect.NotIp,
        };
    }
}
