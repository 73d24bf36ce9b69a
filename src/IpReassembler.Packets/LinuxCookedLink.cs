namespace IpReassembler.Packets;

/// <summary>The headers Linux writes for captures on "any" device: SLL and SLL2.</summary>
internal static class LinuxCookedLink
{
    // In the place of an EtherType, numbers below 0x0600 are ETH_P_ values of <linux/if_ether.h>, not lengths.
    private const int LogicalLink8022 = 0x0004;
    private const int LargestLinuxValue = 0x05ff;

    /// <summary>SLL: packet type, ARPHRD type, address length, address (8), protocol.</summary>
    public static PacketDefect ReadVersion1(ref LinkCursor cursor) => Read(ref cursor, length: 16, protocolAt: 14);

    /// <summary>SLL2: protocol first, then reserved, interface index, ARPHRD type, packet type, address length, address (8).</summary>
    public static PacketDefect ReadVersion2(ref LinkCursor cursor) => Read(ref cursor, length: 20, protocolAt: 0);

    private static PacketDefect Read(ref LinkCursor cursor, int length, int protocolAt)
    {
        if (!cursor.Has(length))
        {
            return PacketDefect.LinkHeaderCutShort;
        }

        var protocol = cursor.UInt16At(protocolAt);
        cursor.Skip(length);
        return protocol switch
        {
            LogicalLink8022 => ReadLogicalLink(ref cursor),
            <= LargestLinuxValue => PacketDefect.NotIp,
            _ => EtherTypes.Read(protocol, ref cursor),
        };
    }

    private static PacketDefect ReadLogicalLink(ref LinkCursor cursor) =>
        LogicalLinkControl.Read(ref cursor, out var etherType) is var defect and not PacketDefect.None ? defect : EtherTypes.Read(etherType, ref cursor);
}
