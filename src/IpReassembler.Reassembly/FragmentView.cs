using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>A fragment as policies see it: where it belongs, what it brings.</summary>
internal readonly ref struct FragmentView
{
    /// <summary>The number of its frame.</summary>
    public long Frame { get; init; }

    /// <summary>The bytes it claims.</summary>
    public ByteRange Range { get; init; }

    /// <summary>Whether it says that more follow.</summary>
    public bool MoreFragments { get; init; }

    /// <summary>All bytes of <see cref="Range"/>.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>Its header; only the one at offset 0 is used for rebuilding. Empty where it is not known any more.</summary>
    public ReadOnlySpan<byte> Header { get; init; }

    /// <summary>How much of its header counts against the 65,535 bytes of a datagram: <see cref="IpFragment.CountedHeaderLength"/>.</summary>
    public int CountedHeaderLength { get; init; }

    /// <summary>The version of its header.</summary>
    public IpVersion Version { get; init; }

    /// <summary>Whether it hides the transport's header: <see cref="IpFragment.HidesTransport"/>.</summary>
    public bool HidesTransport { get; init; }

    /// <summary>Whether Linux minds that: <see cref="IpFragment.HidesTransportFromLinux"/>.</summary>
    public bool HidesTransportFromLinux { get; init; }

    /// <summary>DSCP and ECN.</summary>
    public byte TrafficClass { get; init; }

    /// <summary>The "don't fragment" flag.</summary>
    public bool DontFragment { get; init; }

    /// <summary>How many fragments its source has sent with it; 0 where nobody counts.</summary>
    public long SourceCount { get; init; }

    /// <summary>When it came.</summary>
    public Timestamp Timestamp { get; init; }
}
