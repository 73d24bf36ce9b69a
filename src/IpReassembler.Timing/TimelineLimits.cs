namespace IpReassembler.Timing;

/// <summary>How much detail a recorder keeps. Counts and percentiles cover everything whatever these say.</summary>
public sealed record TimelineLimits
{
    /// <summary>Nothing but counts and percentiles.</summary>
    public static TimelineLimits OnlyCounts { get; } = new() { MaxTimelines = 0 };

    /// <summary>The most timelines that are kept; half of them at most are of good datagrams, so that many of those cannot push the others out. One costs about 400 bytes.</summary>
    public int MaxTimelines { get; init; } = 5_000;

    /// <summary>The most fragments that kept timelines have together, shared in the same way. One costs about 120 bytes.</summary>
    public int MaxFragments { get; init; } = 100_000;

    /// <summary>The most rows of a flow table. One costs at most 34 KB, mostly 1 KB.</summary>
    public int MaxFlows { get; init; } = 1_024;
}
