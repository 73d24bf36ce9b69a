namespace IpReassembler.Transfer;

/// <summary>Says how long to wait so that bytes do not go faster than a rate. Time is an argument.</summary>
/// <remarks>What was not used while nothing went is not saved up beyond a tenth of a second.</remarks>
internal sealed class RateLimit(long bytesPerSecond)
{
    private static readonly TimeSpan Saved = TimeSpan.FromMilliseconds(100);

    private TimeSpan _free = TimeSpan.MinValue;

    /// <summary>The largest piece that still goes evenly: a tenth of a second's worth.</summary>
    public int Piece { get; } = (int)Math.Clamp(bytesPerSecond / 10, 1, Connection.BufferSize);

    /// <summary>How long to wait after these bytes.</summary>
    /// <param name="bytes">How many went.</param>
    /// <param name="now">Time since any fixed moment, never going back.</param>
    public TimeSpan Take(long bytes, TimeSpan now)
    {
        var from = _free > now - Saved ? _free : now - Saved;
        _free = from + TimeSpan.FromSeconds((double)bytes / bytesPerSecond);
        return _free > now ? _free - now : TimeSpan.Zero;
    }
}
