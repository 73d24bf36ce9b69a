using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace IpReassembler.Packets;

/// <summary>Finds the outermost IP packet in a frame.</summary>
public static class LinkLayer
{
    private const int EthernetLength = 14;

    /// <summary>Finds the IP packet of either version that the frame carries.</summary>
    /// <param name="frame">The frame as it was captured.</param>
    /// <param name="packet">The packet over the frame's bytes: at least one byte, the first four bits of which are its version.</param>
    /// <param name="defect">Why there is none; <see cref="PacketDefect.None"/> after <see langword="true"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryGetIp(scoped in CapturedFrame frame, out IpPacket packet, out PacketDefect defect)
    {
        var bytes = frame.Bytes;
        if (frame.Link == LinkType.Ethernet && bytes.Length > EthernetLength
            && BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]) == EtherTypes.Ipv4 && bytes[EthernetLength] >> 4 == (int)IpVersion.V4)
        {
            packet = new IpPacket(bytes[EthernetLength..], IpVersion.V4, frame, VlanTags.None);
            defect = PacketDefect.None;
            return true;
        }

        // Locals of their own for the call keep the caller's variables, and with them the fast way, in registers.
        var copy = frame;
        var isFound = TryGetIpSlowly(copy, out var slowPacket, out var slowDefect);
        packet = slowPacket;
        defect = slowDefect;
        return isFound;
    }

    /// <summary>The number of bytes in front of the IP packet: what a rebuilt datagram is written behind.</summary>
    /// <param name="frame">The frame the packet was found in.</param>
    /// <param name="packet">The packet that <see cref="TryGetIp"/> found in it.</param>
    /// <exception cref="ArgumentException">The packet does not lie in the frame.</exception>
    public static int HeaderLength(in CapturedFrame frame, in IpPacket packet) =>
        frame.Bytes.Overlaps(packet.Bytes, out var offset) && offset >= 0
            ? offset
            : throw new ArgumentException("The packet does not lie in this frame.", nameof(packet));

    /// <summary>Walks through every header that may stand in front of IP.</summary>
    private static bool TryGetIpSlowly(scoped in CapturedFrame frame, out IpPacket packet, out PacketDefect defect)
    {
        packet = default;
        var cursor = new LinkCursor(frame.Bytes);
        defect = Read(frame.Link, ref cursor);
        if (defect is PacketDefect.None)
        {
            defect = ConfirmVersion(ref cursor);
        }

        if (defect is not PacketDefect.None)
        {
            return false;
        }

        packet = new IpPacket(cursor.Rest, cursor.Announced, frame, cursor.Vlans);
        return true;
    }

    private static PacketDefect Read(LinkType link, ref LinkCursor cursor) => link switch
    {
        LinkType.Ethernet => ReadEthernet(ref cursor),
        LinkType.LinuxSll => LinuxCookedLink.ReadVersion1(ref cursor),
        LinkType.LinuxSll2 => LinuxCookedLink.ReadVersion2(ref cursor),
        LinkType.Raw or LinkType.RawBsd or LinkType.RawOpenBsd => PacketDefect.None,
        LinkType.Ipv4 => cursor.Announce(IpVersion.V4),
        LinkType.Ipv6 => cursor.Announce(IpVersion.V6),
        LinkType.Null or LinkType.Loop => LoopbackLink.Read(ref cursor),
        LinkType.Ppp => PppLink.Read(ref cursor),
        LinkType.PppHdlc => PppLink.ReadHdlc(ref cursor),
        LinkType.PppOverEthernet => PppLink.ReadPppoe(ref cursor),
        LinkType.CiscoHdlc => CiscoHdlcLink.Read(ref cursor),
        _ => PacketDefect.UnknownLinkType,
    };

    /// <summary>Passes an Ethernet header, of the frame or of one inside a tunnel.</summary>
    internal static PacketDefect ReadEthernet(ref LinkCursor cursor)
    {
        if (!cursor.Has(EthernetLength))
        {
            return PacketDefect.LinkHeaderCutShort;
        }

        var etherType = cursor.UInt16At(12);
        cursor.Skip(EthernetLength);
        return EtherTypes.Read(etherType, ref cursor);
    }

    /// <summary>Holds the first four bits against what was announced, or takes their word where nothing was.</summary>
    internal static PacketDefect ConfirmVersion(ref LinkCursor cursor)
    {
        if (cursor.Rest.IsEmpty)
        {
            return PacketDefect.TooShort;
        }

        var version = (IpVersion)(cursor.Rest[0] >> 4);
        if (cursor.Announced == default)
        {
            cursor.Announced = version;
            return version is IpVersion.V4 or IpVersion.V6 ? PacketDefect.None : PacketDefect.NotIp;
        }

        return version == cursor.Announced ? PacketDefect.None : PacketDefect.VersionMismatch;
    }
}
