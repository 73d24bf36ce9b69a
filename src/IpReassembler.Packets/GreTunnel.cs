using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>Generic Routing Encapsulation: its first version (RFC 2784, RFC 2890), and that of PPTP (RFC 2637 section 4.1).</summary>
/// <remarks>
/// <code>
///   C R K S s recursion (3) | A flags (4) version (3) | protocol (16)
///   then, each four bytes long and there if its bit is set: checksum (C), key (K), sequence number (S), acknowledgment number (A)
/// </code>
/// </remarks>
internal static class GreTunnel
{
    private const int ChecksumBit = 0x8000;
    private const int RoutingBit = 0x4000;
    private const int KeyBit = 0x2000;
    private const int SequenceBit = 0x1000;
    private const int AcknowledgmentBit = 0x0080;
    private const int VersionMask = 0x0007;
    private const int PptpVersion = 1;
    private const int FixedLength = 4;
    private const int FieldLength = 4;

    private const int TransparentEthernet = 0x6558;     // RFC 1701
    private const int PointToPoint = 0x880b;            // RFC 2637

    /// <summary>Passes the header, and whatever it says stands between it and the packet.</summary>
    public static PacketDefect Read(ref LinkCursor cursor, out TunnelKind kind, out uint key)
    {
        (kind, key) = (TunnelKind.Gre, 0);
        if (!cursor.Has(FixedLength))
        {
            return PacketDefect.LinkHeaderCutShort;
        }

        var (flags, protocol) = (cursor.UInt16At(0), cursor.UInt16At(2));
        var isPptp = (flags & VersionMask) == PptpVersion;
        // RFC 1701's list of routes has gone from the standard.
        if ((flags & RoutingBit) != 0 || (flags & VersionMask) > PptpVersion || (isPptp && protocol != PointToPoint))
        {
            return PacketDefect.NotIp;
        }

        var keyAt = FixedLength + Field(flags, ChecksumBit);
        var length = keyAt + Field(flags, KeyBit) + Field(flags, SequenceBit) + (isPptp ? Field(flags, AcknowledgmentBit) : 0);
        if (!cursor.Has(length))
        {
            return PacketDefect.LinkHeaderCutShort;
        }

        // Half of PPTP's key is the length of the payload, the other half the call.
        key = (flags & KeyBit) == 0 ? 0 : isPptp ? (uint)cursor.UInt16At(keyAt + 2) : BinaryPrimitives.ReadUInt32BigEndian(cursor.Rest[keyAt..]);
        cursor.Skip(length);
        return protocol switch
        {
            PointToPoint => PppLink.Read(ref cursor),
            TransparentEthernet => LinkLayer.ReadEthernet(ref cursor),
            <= EtherTypes.MaxLength => PacketDefect.NotIp,
            _ => EtherTypes.Read(protocol, ref cursor),
        };
    }

    /// <summary>Makes PPTP's length of the payload, and the checksum where there is one, right.</summary>
    /// <param name="bytes">A header that <see cref="Read"/> passed, and all behind it.</param>
    /// <returns>False when the length is more than the header can say.</returns>
    public static bool TryMend(Span<byte> bytes)
    {
        int flags = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if ((flags & VersionMask) == PptpVersion)
        {
            var payload = bytes.Length - FixedLength - Field(flags, KeyBit) - Field(flags, SequenceBit) - Field(flags, AcknowledgmentBit);
            if (payload > ushort.MaxValue)
            {
                return false;
            }

            BinaryPrimitives.WriteUInt16BigEndian(bytes[FixedLength..], (ushort)payload);
        }

        if ((flags & ChecksumBit) != 0)
        {
            // It covers the header and the payload (RFC 2784 section 2.5).
            BinaryPrimitives.WriteUInt16BigEndian(bytes[FixedLength..], 0);
            BinaryPrimitives.WriteUInt16BigEndian(bytes[FixedLength..], InternetChecksum.Compute(bytes));
        }

        return true;
    }

    private static int Field(int flags, int bit) => (flags & bit) != 0 ? FieldLength : 0;
}
