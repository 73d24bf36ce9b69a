using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Tcp;

/// <summary>From IP packets to segments: the project's parser and its reassembly cache, as a host uses them.</summary>
internal sealed class PacketIntake(HostOptions options, HostCounters counters)
{
    private readonly ReassemblyCache _fragments = new(new ReassemblyOptions { MaxMemory = options.MaxFragmentMemory, MaxDatagrams = 1_024, MaxRemembered = 64 });
    private readonly HashSet<IpAddress> _addresses = [.. options.Addresses];

    /// <summary>Takes a packet.</summary>
    /// <param name="packet">The packet, from its IP header on.</param>
    /// <param name="now">The time it is.</param>
    /// <param name="name">The connection that the segment would belong to.</param>
    /// <param name="segment">The segment, with a right checksum; good until the next call.</param>
    /// <returns>False when there is no segment for us in it, or not yet.</returns>
    public bool TryTake(ReadOnlySpan<byte> packet, Timestamp now, out ConnectionName name, out IncomingSegment segment)
    {
        name = default;
        segment = default;
        counters.PacketsReceived++;
        if (!Ipv4Packet.TryParse(packet, out var ip, out _) || ip.IsCutShort || ip.IsLengthZero)
        {
            counters.MalformedPackets++;
            return false;
        }

        if (ip.HeaderChecksumState != ChecksumState.Ok)
        {
            counters.BadChecksums++;
            return false;
        }

        if (ip.Protocol != TransportChecksum.Tcp || !_addresses.Contains(ip.Destination) || !MaySend(ip.SourceValue))
        {
            counters.ForeignPackets++;
            return false;
        }

        if (!ip.IsFragment)
        {
            return TryRead(ip, out name, out segment);
        }

        counters.Fragments++;
        foreach (var outcome in _fragments.Accept(packet, LinkType.Raw, now))
        {
            if (outcome.Fate == FragmentFate.Completes && Ipv4Packet.TryParse(outcome.Packet, out var whole, out _))
            {
                counters.Reassembled++;
                return TryRead(whole, out name, out segment);
            }
        }

        return false;
    }

    /// <summary>Time has passed: fragments that waited too long go.</summary>
    public void Expire(Timestamp now)
    {
        if (_fragments.OldestOpenNumber is not null)
        {
            _fragments.Expire(now);
        }
    }

    private bool TryRead(scoped in Ipv4Packet ip, out ConnectionName name, out IncomingSegment segment)
    {
        name = default;
        segment = default;
        var checksum = TransportChecksum.Verify(ip, ip.Payload);
        if (checksum != ChecksumState.Ok && !(checksum == ChecksumState.Offloaded && options.AcceptUnfinishedChecksums))
        {
            counters.BadChecksums++;
            return false;
        }

        if (!TcpSegment.TryParse(ip.Payload, out var tcp, out _) || tcp.SourcePort == 0 || tcp.DestinationPort == 0)
        {
            counters.MalformedPackets++;
            return false;
        }

        name = new ConnectionName(new TcpEndpoint(ip.Destination, tcp.DestinationPort), new TcpEndpoint(ip.Source, tcp.SourcePort));
        segment = new IncomingSegment(tcp);
        return true;
    }

    // RFC 9293 section 3.9.2.3: neither a broadcast nor a multicast address can have sent it, nor "this network" (RFC 1122 section 3.2.1.3).
    private static bool MaySend(uint source) => source >> 24 is > 0 and < 224;
}
