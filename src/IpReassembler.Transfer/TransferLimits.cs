namespace IpReassembler.Transfer;

/// <summary>What a peer may ask of us. Every loop and buffer that a peer can make longer ends at one of these.</summary>
public sealed record TransferLimits
{
    /// <summary>The most bytes of one transfer, all its files together; 4 GiB unless told. Each costs a byte of disk.</summary>
    public long MaxSize { get; init => field = Positive(value); } = 4L << 30;

    /// <summary>The most files of one transfer. Each costs a name in the folder and a line of output.</summary>
    public int MaxFiles { get; init => field = (int)Positive(value); } = 10_000;

    /// <summary>
    /// How long one wait for the peer may last. A write counts as done when up to 64 KiB were taken, so a peer that
    /// takes fewer in this time is cut off too; and so is one that sends less than 4 KiB while it is waited for so long.
    /// </summary>
    public TimeSpan IdleTimeout { get; init => field = TimeSpan.FromTicks(Positive(value.Ticks)); } = TimeSpan.FromSeconds(60);

    /// <summary>How many connections are served at once; more wait. Each costs at most 256 KiB of buffers. A peer that says nothing does not count.</summary>
    public int MaxClients { get; init => field = (int)Positive(value); } = 64;

    /// <summary>Bytes in a second, each way, of each connection; null for as fast as it goes.</summary>
    public long? Rate { get; init => field = value is { } rate ? Positive(rate) : null; }

    private static long Positive(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        return value;
    }
}
