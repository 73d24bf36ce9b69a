namespace IpReassembler.Capture;

/// <summary>What the kernel counted on the interfaces of a live capture since it began.</summary>
/// <remarks>
/// Linux shows every frame on a loopback interface twice, on its way out and on its way in. libpcap hands over one of the two,
/// but both take room in the buffer and both are counted here: <see cref="Received"/> is then about twice what was read, and half
/// of <see cref="Dropped"/> are frames nobody would have seen.
/// </remarks>
/// <param name="Received">Frames that passed the filter, dropped ones included on Linux; those still in the buffer too.</param>
/// <param name="Dropped">Frames that found the buffer full: the reader was too slow.</param>
/// <param name="DroppedByInterface">Frames the interface or its driver dropped; many drivers do not say.</param>
public readonly record struct LiveStatistics(long Received, long Dropped, long DroppedByInterface)
{
    /// <summary>The counts of two interfaces together.</summary>
    public static LiveStatistics operator +(LiveStatistics left, LiveStatistics right) => new(
        left.Received + right.Received, left.Dropped + right.Dropped, left.DroppedByInterface + right.DroppedByInterface);
}
