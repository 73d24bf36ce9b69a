using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>BSD loopback: four bytes that hold the address family.</summary>
internal static class LoopbackLink
{
    private const int Length = 4;

    public static PacketDefect Read(ref LinkCursor cursor)
    {
        if (!cursor.Has(Length))
        {
            return PacketDefect.LinkHeaderCutShort;
        }

        // The byte order is that of the host that captured, which the file does not tell. Families are small, so only one order makes sense.
        var family = BinaryPrimitives.ReadUInt32LittleEndian(cursor.Rest);
        cursor.Skip(Length);
        return family > ushort.MaxValue ? Announce(BinaryPrimitives.ReverseEndianness(family), ref cursor) : Announce(family, ref cursor);
    }

    /// <summary>AF_INET is 2 everywhere; AF_INET6 is 10 on Linux, 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on macOS, 23 on Windows.</summary>
    private static PacketDefect Announce(uint family, ref LinkCursor cursor) => family switch
    {
        2 => cursor.Announce(IpVersion.V4),
        10 or 23 or 24 or 28 or 30 => cursor.Announce(IpVersion.V6),
        _ => PacketDefect.NotIp,
    };
}
