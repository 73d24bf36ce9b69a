using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>A flow as it stood at one moment.</summary>
internal sealed record FlowRow
{
    public required HostPair Key { get; init; }

    /// <summary>Its ports; null when they are not known, or not the same in all datagrams.</summary>
    public (int Source, int Destination)? Ports { get; init; }

    /// <summary>Datagrams that are decided, since the flow was first seen.</summary>
    public long Datagrams { get; init; }

    /// <summary>Those that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Datagrams a second, now.</summary>
    public double Rate { get; init; }

    /// <summary>Half of those delivered took no longer than this; null when none was delivered.</summary>
    public Duration? Half { get; init; }

    /// <summary>99 of 100 took no longer.</summary>
    public Duration? Most { get; init; }

    /// <summary>The share of fragments that came behind one with a larger offset: 0 to 1.</summary>
    public double Reordered { get; init; }

    /// <summary>Datagrams in each of the last seconds, oldest first.</summary>
    public IReadOnlyList<long> Trend { get; init; } = [];

    /// <summary>The share that failed: 0 to 1.</summary>
    public double Loss => Datagrams > 0 ? (double)Failed / Datagrams : 0;

    /// <summary>How long the identifications last at this rate, until the first must be used again; null when there is no rate.</summary>
    public Duration? Wrap => Rate > 0 ? new Duration((long)Math.Min(Identifications / Rate * 1e9, long.MaxValue)) : null;

    // 16 bits in IPv4, 32 in IPv6's Fragment header.
    private double Identifications => Key.Source.Version == IpVersion.V4 ? 1 << 16 : 1L << 32;
}
