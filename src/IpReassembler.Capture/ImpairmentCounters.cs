namespace IpReassembler.Capture;

/// <summary>What an <see cref="Impairment"/> did. Frames in and those doubled are frames out, lost, without room, or still on their way.</summary>
public sealed class ImpairmentCounters
{
    /// <summary>Frames that came in.</summary>
    public long Received { get; internal set; }

    /// <summary>Frames lost by chance.</summary>
    public long Lost { get; internal set; }

    /// <summary>Frames lost because too many waited.</summary>
    public long Overflowed { get; internal set; }

    /// <summary>Frames that were doubled.</summary>
    public long Duplicated { get; internal set; }

    /// <summary>Frames that were held back.</summary>
    public long HeldBack { get; internal set; }

    /// <summary>Frames in which a bit was flipped, copies counted once.</summary>
    public long Corrupted { get; internal set; }

    /// <summary>Frames that went out.</summary>
    public long Delivered { get; internal set; }
}
