using System.Net;

namespace IpReassembler.Transfer;

/// <summary>What a sink knows of one measurement. Times are in nanoseconds.</summary>
public sealed record UdpRunReport
{
    /// <summary>Who sent it.</summary>
    public IPEndPoint? Source { get; init; }

    /// <summary>The number that the sender drew for it.</summary>
    public uint Run { get; init; }

    /// <summary>How many datagrams the sender says it sent; null when its word did not come.</summary>
    public long? Sent { get; init; }

    /// <summary>How many different ones came.</summary>
    public long Received { get; init; }

    /// <summary>Their bytes, without the headers of UDP and IP.</summary>
    public long Bytes { get; init; }

    /// <summary>How many did not come, or came <see cref="Late"/>. Without <see cref="Sent"/>, those behind the last that came are not known.</summary>
    public long Lost { get; init; }

    /// <summary>How many came once more.</summary>
    public long Duplicates { get; init; }

    /// <summary>How many came when one with a higher number had come already (RFC 4737 section 3.3).</summary>
    public long Reordered { get; init; }

    /// <summary>By how much the number of a reordered one was below the highest before it, at most.</summary>
    public long MostBehind { get; init; }

    /// <summary>How many came so far behind (65,536 numbers) that a copy cannot be told from the first of its kind. They are not in <see cref="Received"/>.</summary>
    public long Late { get; init; }

    /// <summary>From the first to the last that came.</summary>
    public long Duration { get; init; }

    /// <summary>The least time from sender to here. It means something when both ends have the same clock.</summary>
    public long LeastDelay { get; init; }

    /// <summary>How much longer than the least they took, on average.</summary>
    public long MeanDelayVariation { get; init; }

    /// <summary>How much longer than the least they took, at most.</summary>
    public long MostDelayVariation { get; init; }

    /// <summary>The interarrival jitter of RFC 3550 section 6.4.1.</summary>
    public long Jitter { get; init; }

    /// <summary>Whether sender and sink are surely on one machine, by the sender's address.</summary>
    public bool HasOneClock => Source is not null && IPAddress.IsLoopback(Source.Address);
}
