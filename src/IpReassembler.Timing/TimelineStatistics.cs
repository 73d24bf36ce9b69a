using IpReassembler.Packets;

namespace IpReassembler.Timing;

/// <summary>What is measured of one datagram's timeline. No length of time is negative: where the clock stepped back there is none, and <see cref="ClockSteppedBack"/> says so.</summary>
public readonly record struct TimelineStatistics
{
    /// <summary>How many fragments came, copies included.</summary>
    public int FragmentCount { get; init; }

    /// <summary>How many of them are not listed, being copies or refused ones beyond the cache's limit: nothing below but the counts covers them.</summary>
    public int UnlistedCount { get; init; }

    /// <summary>From the first fragment to the last; null when the last one's time lies before the first one's.</summary>
    public Duration? FirstToLast { get; init; }

    /// <summary>From the first fragment to delivery; null unless delivered, or when the clock stepped back.</summary>
    public Duration? FirstToComplete { get; init; }

    /// <summary>From the first fragment to the one with which every byte had come, delivered or not; null when some never came, or when the clock stepped back.</summary>
    public Duration? FirstToWhole { get; init; }

    /// <summary>The longest time between two fragments that follow each other; null when there was one fragment, or when the clock stepped back in between all of them.</summary>
    public Duration? LongestGap { get; init; }

    /// <summary>The frame that ended the longest gap; null when there is none.</summary>
    public long? LongestGapFrame { get; init; }

    /// <summary>Fragments with the same range as one that was there.</summary>
    public int DuplicateCount { get; init; }

    /// <summary>Reordered fragments: those whose offset lies below the largest offset before them (RFC 4737 section 3).</summary>
    public int ReorderedCount { get; init; }

    /// <summary>The largest reordering extent: places between a fragment and the earliest one before it with a larger offset (RFC 4737 section 4.2); 0 when all came in order.</summary>
    public int LargestExtent { get; init; }

    /// <summary>The largest late time offset: the time between the same two (RFC 4737 section 4.3); null when all came in order, or when the clock stepped back.</summary>
    public Duration? LongestLateTime { get; init; }

    /// <summary>The largest n for which a fragment is n-reordered: that many fragments immediately before it all have larger offsets (RFC 4737 section 5.4).</summary>
    public int LargestDegree { get; init; }

    /// <summary>How often a fragment's time to live differs from that of the one before: more than one path, or more than one sender.</summary>
    public int TimeToLiveChanges { get; init; }

    /// <summary>Whether a fragment's time lies before that of the one before it.</summary>
    public bool ClockSteppedBack { get; init; }

    /// <summary>The bytes of all listed fragments with their IP headers: what the links carried.</summary>
    public long PacketBytes { get; init; }

    /// <summary>The bytes of their IP headers alone.</summary>
    public long HeaderBytes { get; init; }

    /// <summary>The pieces that never came. Counted for the verdict incomplete alone: what contradicts itself, or was cut short by a limit, does not tell what is missing.</summary>
    public MissingPieces Missing { get; init; }

    /// <summary>How many pieces the datagram had: those that came, copies not, and those that are missing.</summary>
    public int PieceCount => FragmentCount - DuplicateCount + Missing.Count;
}
