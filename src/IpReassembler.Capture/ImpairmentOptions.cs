using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>What a bad link does to frames. Probabilities go from 0, never, to 1, always.</summary>
public sealed record ImpairmentOptions
{
    /// <summary>The most frames that may be on their way at once, those held back not counted; what comes then is lost.</summary>
    public const int MaxWaiting = 65_536;

    /// <summary>The seed of every decision: the same frames and the same seed give the same bytes and times.</summary>
    public ulong Seed { get; init; }

    /// <summary>How likely a frame is lost, each by itself; outside of bursts.</summary>
    public double Loss { get; init; }

    /// <summary>How likely a burst of losses begins with a frame (the model of Gilbert and Elliott).</summary>
    public double BurstBegins { get; init; }

    /// <summary>How likely a burst is over with the frame after one that belonged to it: 1 divided by the mean length of bursts in frames.</summary>
    public double BurstEnds { get; init; } = 1;

    /// <summary>How likely a frame in a burst is lost.</summary>
    public double BurstLoss { get; init; } = 1;

    /// <summary>How likely a frame comes twice, at the same time.</summary>
    public double Duplication { get; init; }

    /// <summary>How likely a frame is held back until <see cref="ReorderBy"/> later ones have come.</summary>
    public double Reordering { get; init; }

    /// <summary>How many frames overtake one that is held back: 1 to 1,000.</summary>
    public int ReorderBy { get; init; } = 1;

    /// <summary>How likely one bit of a frame is flipped: of its IP packet, if it carries one, because a broken link header makes a frame vanish.</summary>
    public double Corruption { get; init; }

    /// <summary>What every frame takes longer.</summary>
    public Duration Delay { get; init; }

    /// <summary>What a frame takes longer beside that: anything from nothing to this, so that frames may overtake each other.</summary>
    public Duration Jitter { get; init; }

    /// <summary>How many bits the link takes up in a second; 0 for as many as come.</summary>
    public long BitsPerSecond { get; init; }

    /// <summary>How many frames wait for a link that has a rate; what comes while so many wait is lost. 1 to <see cref="MaxWaiting"/>.</summary>
    public int QueueLength { get; init; } = 1_000;

    internal void Check()
    {
        foreach (var (probability, name) in new[]
        {
            (Loss, nameof(Loss)), (BurstBegins, nameof(BurstBegins)), (BurstEnds, nameof(BurstEnds)), (BurstLoss, nameof(BurstLoss)),
            (Duplication, nameof(Duplication)), (Reordering, nameof(Reordering)), (Corruption, nameof(Corruption)),
        })
        {
            // Written so that a number that is none (NaN) is refused as well.
            if (!(probability is >= 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(name, probability, "A probability lies between 0 and 1.");
            }
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(ReorderBy, 1, nameof(ReorderBy));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ReorderBy, 1_000, nameof(ReorderBy));
        ArgumentOutOfRangeException.ThrowIfNegative(Delay.Nanoseconds, nameof(Delay));
        ArgumentOutOfRangeException.ThrowIfNegative(Jitter.Nanoseconds, nameof(Jitter));
        ArgumentOutOfRangeException.ThrowIfNegative(BitsPerSecond, nameof(BitsPerSecond));
        ArgumentOutOfRangeException.ThrowIfLessThan(QueueLength, 1, nameof(QueueLength));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(QueueLength, MaxWaiting, nameof(QueueLength));
    }
}
