namespace IpReassembler.Transfer;

/// <summary>What a pickle from the network may cost.</summary>
internal sealed record PickleLimits
{
    /// <summary>Limits for a command: a list of two short words.</summary>
    public static PickleLimits Request { get; } = new() { MaxLength = 1 << 16, MaxValues = 1000 };

    /// <summary>
    /// Bytes of the pickle, and bytes and characters of the value it stands for when everything that is mentioned twice is
    /// counted twice. What is read is held in memory, at most twice over while it grows.
    /// </summary>
    public required int MaxLength { get; init; }

    /// <summary>Values in it. One more costs up to 120 bytes.</summary>
    public int MaxValues { get; init; } = 200_000;

    /// <summary>How deep lists and tuples may stand in each other; 1 is a list without another in it.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>The longest integer, in bytes.</summary>
    public int MaxIntegerLength { get; init; } = 256;
}
