using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>Decides of each frame whether it is sent.</summary>
/// <param name="IsRaw">Whether packets go through a raw socket, which takes IPv4 only, rather than frames out of an Ethernet interface.</param>
/// <param name="Destination">The address that every IPv4 packet is sent to instead of its own; null for none.</param>
/// <param name="OwnsNetwork">Whether the user answers for every destination.</param>
internal sealed record ReplayGate(bool IsRaw, IpAddress? Destination, bool OwnsNetwork)
{
    /// <summary>Judges a frame.</summary>
    /// <param name="frame">The frame as it was captured.</param>
    /// <param name="destination">Where its packet would go, or for what is refused the stop that may be somebody's.</param>
    public ReplayFate Judge(in CapturedFrame frame, out IpAddress destination)
    {
        destination = default;
        if (frame.IsCutShort)
        {
            return ReplayFate.CutShort;
        }

        if (!IsRaw && frame.Link != LinkType.Ethernet)
        {
            return ReplayFate.OtherLink;
        }

        if (!LinkLayer.TryGetIp(frame, out var packet, out _) || !TryReadDestination(packet, out destination))
        {
            return ReplayFate.NoPacket;
        }

        return OwnsNetwork || (DestinationGuard.Permits(destination) && AllStopsArePermitted(packet, ref destination)) ? ReplayFate.Sent : ReplayFate.Refused;
    }

    /// <summary>Whether the packet that is sent is another one: the kernel mends header checksums, replaces identifications of 0, and knows nothing of VLAN tags.</summary>
    public bool IsChanged(in CapturedFrame frame) =>
        IsRaw && LinkLayer.TryGetIp(frame, out var packet, out _) && Ipv4Packet.TryParse(packet.Bytes, out var ip, out _)
        && (packet.Vlans.Count > 0 || ip.HeaderChecksumState == ChecksumState.Bad || (ip.IsFragment && ip.Identification == 0));

    // A source route or routing header names more stops than one, and a tunnel carries a packet for somebody else: whoever obeys it sends
    // that on to each of them.
    private static bool AllStopsArePermitted(IpPacket packet, ref IpAddress stop)
    {
        while (true)
        {
            foreach (var next in StopsOf(packet))
            {
                if (!DestinationGuard.Permits(next))
                {
                    stop = next;
                    return false;
                }
            }

            if (!Tunnel.TryOpen(packet, out var inner, out _))
            {
                return true;
            }

            packet = inner;
            var destination = packet.Version == IpVersion.V4 && Ipv4Packet.TryParse(packet.Bytes, out var ip, out _) ? ip.Destination
                : Ipv6Packet.TryParse(packet.Bytes, out var ip6, out _) ? ip6.Destination
                : (IpAddress?)null;
            if (destination is { } known && !DestinationGuard.Permits(known))
            {
                stop = known;
                return false;
            }
        }
    }

    private static List<IpAddress> StopsOf(in IpPacket packet)
    {
        var stops = new List<IpAddress>();
        if (Ipv4Packet.TryParse(packet.Bytes, out var ip, out _))
        {
            foreach (var option in ip.Options)
            {
                if (option.Kind is Ipv4OptionKind.LooseSourceRoute or Ipv4OptionKind.StrictSourceRoute && option.TryGetRoute(out var route))
                {
                    for (var i = route.PassedCount; i < route.Count; i++)
                    {
                        stops.Add(route[i]);
                    }
                }
            }
        }
        else if (packet.Version == IpVersion.V6)
        {
            foreach (var header in new Ipv6ExtensionHeaders(packet.Bytes))
            {
                for (var i = 0; header.TryGetRoute(out var route) && route.SegmentsLeft > 0 && i < route.Count; i++)
                {
                    stops.Add(route[i]);
                }
            }
        }

        return stops;
    }

    private bool TryReadDestination(in IpPacket packet, out IpAddress next)
    {
        const int Ipv6HeaderLength = 40, Ipv6DestinationAt = 24;
        next = default;
        if (packet.Version == IpVersion.V6)
        {
            var isWhole = !IsRaw && Destination is null && packet.Bytes.Length >= Ipv6HeaderLength;
            next = isWhole ? IpAddress.Read(packet.Bytes.Slice(Ipv6DestinationAt, 16)) : default;
            return isWhole;
        }

        if (!Ipv4Packet.TryParse(packet.Bytes, out var ip, out _) || (IsRaw && ip.IsCutShort))
        {
            return false;
        }

        next = Destination ?? ip.Destination;
        return true;
    }
}
