namespace IpReassembler.Packets;

/// <summary>Cisco HDLC (RFC 1547 section 4.3.1): an address, a control byte, an EtherType.</summary>
internal static class CiscoHdlcLink
{
    private const int Length = 4;
    private const int UnicastAddress = 0x0f;
    private const int MulticastAddress = 0x8f;

    public static bool IsAddress(byte value) => value is UnicastAddress or MulticastAddress;

    public static PacketDefect Read(ref LinkCursor cursor)
    {
        if (!cursor.Has(Length))
        {
            return PacketDefect.LinkHeaderCutShort;
        }

        if (!IsAddress(cursor.Rest[0]))
        {
            return PacketDefect.NotIp;
        }

        var etherType = cursor.UInt16At(2);
        cursor.Skip(Length);
        return EtherTypes.Read(etherType, ref cursor);
    }
}
