namespace IpReassembler.Tcp;

/// <summary>What a host saw and did.</summary>
public sealed class HostCounters
{
    /// <summary>IP packets that came, fragments counted one by one.</summary>
    public long PacketsReceived { get; internal set; }

    /// <summary>Packets that cannot be read, or not all of which is there.</summary>
    public long MalformedPackets { get; internal set; }

    /// <summary>Packets to another address or protocol, and those no host may send.</summary>
    public long ForeignPackets { get; internal set; }

    /// <summary>Packets and segments with a wrong checksum.</summary>
    public long BadChecksums { get; internal set; }

    /// <summary>Fragments that came.</summary>
    public long Fragments { get; internal set; }

    /// <summary>Packets that were rebuilt from fragments.</summary>
    public long Reassembled { get; internal set; }

    /// <summary>Segments to one of our addresses with a right checksum.</summary>
    public long SegmentsReceived { get; internal set; }

    /// <summary>Those of them that were not taken.</summary>
    public long SegmentsDropped { get; internal set; }

    /// <summary>Segments that went out.</summary>
    public long SegmentsSent { get; internal set; }

    /// <summary>Those of them that had gone out before, or asked whether a window is still closed.</summary>
    public long SegmentsRetransmitted { get; internal set; }

    /// <summary>RSTs that went out.</summary>
    public long ResetsSent { get; internal set; }

    /// <summary>How often a retransmission timer ran out.</summary>
    public long Timeouts { get; internal set; }

    /// <summary>Connections that were opened, by either side.</summary>
    public long ConnectionsOpened { get; internal set; }

    /// <summary>Connections that were evicted to make room, and SYNs that found none.</summary>
    public long Overflows { get; internal set; }
}
