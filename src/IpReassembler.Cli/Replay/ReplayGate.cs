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

    // A source route names more stops than one; whoever obeys it sends the packet on to each of them.
    private static bool AllStopsArePermitted(in IpPacket packet, ref IpAddress stop)
    {
        if (!Ipv4Packet.TryParse(packet.Bytes, out var ip, out _))
        {
            return true;
        }

        foreach (var option in ip.Options)
        {
            if (option.Kind is not (Ipv4OptionKind.LooseSourceRoute or Ipv4OptionKind.StrictSourceRoute) || !option.TryGetRoute(out var route))
            {
                continue;
            }

            for (var i = route.PassedCount; i < route.Count; i++)
            {
                if (!DestinationGuard.Permits(route[i]))
                {
                    stop = route[i];
                    return false;
                }
            }
        }

        return true;
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
