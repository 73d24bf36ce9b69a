namespace IpReassembler.Packets;

/// <summary>What follows an EtherType (IEEE 802 numbers): IP itself, or tags, labels, PPPoE and LLC in front of it.</summary>
internal static class EtherTypes
{
    public const int Ipv4 = 0x0800;
    public const int Ipv6 = 0x86dd;

    private const int VlanTag = 0x8100;             // IEEE 802.1Q
    private const int ServiceTag = 0x88a8;          // IEEE 802.1ad
    private const int OldServiceTag = 0x9100;       // what switches used before 802.1ad
    private const int OldServiceTag2 = 0x9200;
    private const int MplsUnicast = 0x8847;         // RFC 3032 section 5
    private const int MplsUpstream = 0x8848;        // RFC 5332
    public const int PppoeSession = 0x8864;        // RFC 2516 section 4

    /// <summary>Numbers up to this one are the length of an IEEE 802.3 frame.</summary>
    public const int MaxLength = 1500;
    private const int TagLength = 4;

    /// <summary>Whether a VLAN tag follows.</summary>
    public static bool IsTag(int etherType) => etherType is VlanTag or ServiceTag or OldServiceTag or OldServiceTag2;

    /// <summary>Reads on behind the field that held <paramref name="etherType"/>.</summary>
    public static PacketDefect Read(int etherType, ref LinkCursor cursor)
    {
        // Every turn takes at least four bytes, so that the length of the frame bounds the loop.
        while (true)
        {
            switch (etherType)
            {
                case Ipv4:
                    return cursor.Announce(IpVersion.V4);
                case Ipv6:
                    return cursor.Announce(IpVersion.V6);
                case VlanTag or ServiceTag or OldServiceTag or OldServiceTag2:
                    if (!cursor.Has(TagLength))
                    {
                        return PacketDefect.LinkHeaderCutShort;
                    }

                    cursor.Vlans = cursor.Vlans.With(cursor.UInt16At(0));
                    etherType = cursor.UInt16At(2);
                    cursor.Skip(TagLength);
                    break;
                case MplsUnicast or MplsUpstream:
                    return MplsLabels.Read(ref cursor);
                case PppoeSession:
                    return PppLink.ReadPppoe(ref cursor);
                case <= MaxLength:
                    cursor.CutTo(etherType);
                    if (LogicalLinkControl.Read(ref cursor, out etherType) is var defect and not PacketDefect.None)
                    {
                        return defect;
                    }

                    break;
                default:
                    return PacketDefect.NotIp;
            }
        }
    }
}
