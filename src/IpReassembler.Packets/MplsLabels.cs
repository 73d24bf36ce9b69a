namespace IpReassembler.Packets;

/// <summary>An MPLS label stack (RFC 3032 section 2.1).</summary>
internal static class MplsLabels
{
    private const int EntryLength = 4;
    private const int BottomOfStack = 0x01;

    /// <summary>Passes the labels. Nothing in them says what follows; its first four bits do.</summary>
    public static PacketDefect Read(ref LinkCursor cursor)
    {
        bool isBottom;
        do
        {
            if (!cursor.Has(EntryLength))
            {
                return PacketDefect.LinkHeaderCutShort;
            }

            isBottom = (cursor.Rest[2] & BottomOfStack) != 0;
            cursor.Skip(EntryLength);
        }
        while (!isBottom);

        // A pseudowire's control word begins with 0, its associated channel with 1, exactly to be told from IP (RFC 4385 section 3).
        return PacketDefect.None;
    }
}
