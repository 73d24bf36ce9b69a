using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>How an interface is listened to.</summary>
public sealed record LiveOptions
{
    /// <summary>The most bytes kept of a frame, 1 to 262,144. The default is more than any frame has.</summary>
    public int SnapLength { get; init; } = 262_144;

    /// <summary>
    /// The bytes of the kernel's buffer, for each interface: the memory it costs. Frames that come while it is full are dropped and counted.
    /// Half a million small frames a second fill the usual 64 MiB in about a second.
    /// </summary>
    public int BufferLength { get; init; } = 64 << 20;

    /// <summary>Whether frames for other hosts are asked for too. <c>any</c> cannot do it.</summary>
    public bool Promiscuous { get; init; } = true;

    /// <summary>
    /// Whether each frame is handed over the moment it comes, instead of together with others some milliseconds later.
    /// On Linux every frame then takes a slot of <see cref="SnapLength"/> bytes of the buffer: combine it with a small one, or lose frames.
    /// </summary>
    public bool Immediate { get; init; }

    /// <summary>A filter expression (pcap-filter(7)); empty for everything. The kernel applies it.</summary>
    public string Filter { get; init; } = "";

    /// <summary>How long a read waits for a frame before it says <see cref="ReadResult.Idle"/>: at least a millisecond.</summary>
    public Duration IdleAfter { get; init; } = Duration.FromMilliseconds(50);

    /// <summary>The clock that tells what time it is while nothing comes. Frames have the kernel's times.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(SnapLength, 1, nameof(SnapLength));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SnapLength, 262_144, nameof(SnapLength));
        ArgumentOutOfRangeException.ThrowIfLessThan(BufferLength, 1, nameof(BufferLength));
        ArgumentOutOfRangeException.ThrowIfLessThan(IdleAfter.Nanoseconds, 1_000_000, nameof(IdleAfter));
        ArgumentNullException.ThrowIfNull(Filter);
        ArgumentNullException.ThrowIfNull(Clock);
    }
}
