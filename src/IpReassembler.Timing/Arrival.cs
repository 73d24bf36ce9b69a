using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Timing;

/// <summary>One fragment in its datagram's timeline: what it was, and how it stands to those before it.</summary>
public readonly record struct Arrival
{
    /// <summary>Its place in the order of arrival, from 0.</summary>
    public int Place { get; init; }

    /// <summary>Frame, time, range, "more fragments", time to live, fate and what was strange, as the cache noted them.</summary>
    public JournalEntry Fragment { get; init; }

    /// <summary>The time since the datagram's first fragment; null where the clock stepped back behind that.</summary>
    public Duration? SinceFirst { get; init; }

    /// <summary>The time since the fragment before it; null for the first one, and where the clock stepped back.</summary>
    public Duration? SincePrevious { get; init; }

    /// <summary>Whether its offset lies below the largest offset before it (RFC 4737 section 3).</summary>
    public bool IsReordered => Extent > 0;

    /// <summary>Its reordering extent: how many places before it the earliest fragment with a larger offset came (RFC 4737 section 4.2); 0 when it came in order.</summary>
    public int Extent { get; init; }

    /// <summary>Its late time offset: the time since that fragment (RFC 4737 section 4.3); null when it came in order, and where the clock stepped back.</summary>
    public Duration? LateTime { get; init; }

    /// <summary>The largest n for which it is n-reordered (RFC 4737 section 5.4): how many fragments immediately before it all have larger offsets.</summary>
    public int Degree { get; init; }

    /// <summary>How many bytes it brought that were not there.</summary>
    public int NewBytes { get; init; }

    /// <summary>How many different bytes were there once it had come, of every fragment that was acceptable, whatever the policy kept.</summary>
    public int BytesInCache { get; init; }

    /// <summary>Whether its end is the end of the payload: the first acceptable fragment without "more fragments", from which on the total length is known.</summary>
    public bool TellsTotalLength { get; init; }

    /// <summary>Whether with it every byte had come.</summary>
    public bool ClosesLastHole { get; init; }
}
