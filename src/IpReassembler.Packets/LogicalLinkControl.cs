namespace IpReassembler.Packets;

/// <summary>IEEE 802.2 LLC with or without SNAP (RFC 1042).</summary>
internal static class LogicalLinkControl
{
    private const int Length = 3;
    private const int SnapLength = 5;
    private const int IpServicePoint = 0x06;
    private const int SnapServicePoint = 0xaa;
    private const int UnnumberedInformation = 0x03;

    // RFC 1042 EtherTypes stand behind the organization code 0; bridges translate some behind 802.1H's.
    private const int EncapsulatedEthernet = 0x000000;
    private const int BridgeTunnel = 0x0000f8;

    /// <summary>Reads the header and says which EtherType it stands for.</summary>
    public static PacketDefect Read(ref LinkCursor cursor, out int etherType)
    {
        etherType = 0;
        if (!cursor.Has(Length))
        {
            return PacketDefect.LinkHeaderCutShort;
        }

        // The low bit of the source service point marks a response; the address is in the other seven.
        var (destination, source, control) = (cursor.Rest[0], cursor.Rest[1] & 0xfe, cursor.Rest[2]);
        if (control != UnnumberedInformation || source != destination)
        {
            return PacketDefect.NotIp;
        }

        cursor.Skip(Length);
        return destination switch
        {
            IpServicePoint => Found(EtherTypes.Ipv4, out etherType),
            SnapServicePoint => ReadSnap(ref cursor, out etherType),
            _ => PacketDefect.NotIp,
        };
    }

    private static PacketDefect ReadSnap(ref LinkCursor cursor, out int etherType)
    {
        etherType = 0;
        if (!cursor.Has(SnapLength))
        {
            return PacketDefect.LinkHeaderCutShort;
        }

        var organization = (cursor.UInt16At(0) << 8) | cursor.Rest[2];
        if (organization is not (EncapsulatedEthernet or BridgeTunnel))
        {
            return PacketDefect.NotIp;
        }

        etherType = cursor.UInt16At(3);
        cursor.Skip(SnapLength);
        return PacketDefect.None;
    }

    private static PacketDefect Found(int value, out int etherType)
    {
        etherType = value;
        return PacketDefect.None;
    }
}
