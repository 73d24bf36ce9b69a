namespace IpReassembler.Transfer;

/// <summary>What a sender did.</summary>
public sealed record UdpSendReport
{
    /// <summary>The number that was drawn for the measurement.</summary>
    public required uint Run { get; init; }

    /// <summary>How many datagrams the kernel took.</summary>
    public required long Sent { get; init; }

    /// <summary>Bytes of each, without the headers of UDP and IP.</summary>
    public required int Size { get; init; }

    /// <summary>How often the target answered that nobody listens there (ICMP port unreachable).</summary>
    public required long Refused { get; init; }

    /// <summary>From the first to the last.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Why it stopped early, in words for the user; null when nothing failed.</summary>
    public string? Failure { get; init; }
}
