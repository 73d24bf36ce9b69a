namespace IpReassembler.Capture;

/// <summary>Which frames are lost: each by itself, or in bursts, by the two states of Gilbert (1960) and Elliott (1963).</summary>
internal sealed class LossModel(ImpairmentOptions options, SplitMix64 random)
{
    private bool _isInBurst;

    /// <summary>Whether the next frame is lost.</summary>
    public bool LosesNext()
    {
        // Two numbers for each frame, whatever the state: so a change of one probability leaves the other decisions where they were.
        var changes = random.Happens(_isInBurst ? options.BurstEnds : options.BurstBegins);
        _isInBurst ^= changes;
        return random.Happens(_isInBurst ? options.BurstLoss : options.Loss);
    }
}
