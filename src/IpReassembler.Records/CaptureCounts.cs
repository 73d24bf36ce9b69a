using IpReassembler.Packets;

namespace IpReassembler.Records;

/// <summary>What the reader and the cache counted, which no record tells: the other half of a summary.</summary>
/// <remarks>
/// Fragments add up: in = <see cref="Used"/> + <see cref="Ignored"/> + <see cref="Rejected"/> + <see cref="Discarded"/> +
/// <see cref="EvictedFragments"/> + <see cref="ExpiredFragments"/> + <see cref="Pending"/> + <see cref="Refused"/>.
/// </remarks>
public sealed record CaptureCounts
{
    /// <summary>Frames read.</summary>
    public long Packets { get; init; }

    /// <summary>IPv4 packets, at the outermost IP layer.</summary>
    public long Ipv4Packets { get; init; }

    /// <summary>IPv4 fragments among them.</summary>
    public long Ipv4Fragments { get; init; }

    /// <summary>IPv6 packets, at the outermost IP layer.</summary>
    public long Ipv6Packets { get; init; }

    /// <summary>IPv6 fragments among them.</summary>
    public long Ipv6Fragments { get; init; }

    /// <summary>Whether the input ended in a broken record.</summary>
    public bool Damaged { get; init; }

    /// <summary>The earliest time of a frame; null when there is none.</summary>
    public Timestamp? First { get; init; }

    /// <summary>The latest time of a frame; null when there is none.</summary>
    public Timestamp? Last { get; init; }

    /// <summary>Fragments whose bytes went into something delivered.</summary>
    public long Used { get; init; }

    /// <summary>Fragments that brought nothing.</summary>
    public long Ignored { get; init; }

    /// <summary>Fragments that were not acceptable.</summary>
    public long Rejected { get; init; }

    /// <summary>Fragments that the policy threw away with their datagram.</summary>
    public long Discarded { get; init; }

    /// <summary>Fragments thrown away to keep a limit.</summary>
    public long EvictedFragments { get; init; }

    /// <summary>Fragments of datagrams that were not whole within the timeout.</summary>
    public long ExpiredFragments { get; init; }

    /// <summary>Fragments that still waited when the input ended.</summary>
    public long Pending { get; init; }

    /// <summary>Fragments for which a limit left no room.</summary>
    public long Refused { get; init; }

    /// <summary>What the kernel counted; null when files were read.</summary>
    public LiveCounts? Live { get; init; }

    /// <summary>SHA-256 over the lines <c>ts_ns caplen origlen</c> of every frame; null when it was not asked for.</summary>
    public string? IndexSha256 { get; init; }

    /// <summary>SHA-256 over all captured bytes; null when it was not asked for.</summary>
    public string? BytesSha256 { get; init; }
}
