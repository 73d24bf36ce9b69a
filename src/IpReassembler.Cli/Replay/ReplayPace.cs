using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>When each frame of a replay is due. With no limit at all, all are due at once.</summary>
/// <param name="Speed">How many seconds of the capture pass in one; null when its times do not count.</param>
/// <param name="FramesPerSecond">At most so many frames a second; null for no limit.</param>
/// <param name="MegabitsPerSecond">At most so many million bits a second, counted from the link-layer header to the end of the frame; null for no limit.</param>
internal sealed record ReplayPace(double? Speed = null, double? FramesPerSecond = null, double? MegabitsPerSecond = null)
{
    /// <summary>When a frame is due, counted from the beginning.</summary>
    /// <param name="began">When this round of the capture began.</param>
    /// <param name="inCapture">How long after the first frame it was captured; steps back count as no time.</param>
    /// <param name="frames">The frames sent before it.</param>
    /// <param name="bytes">The bytes sent before it.</param>
    public Duration Due(Duration began, Duration inCapture, long frames, long bytes)
    {
        const double Second = 1e9;
        return Speed is { } speed ? new Duration(began.Nanoseconds + (long)(inCapture.Nanoseconds / speed))
            : FramesPerSecond is { } rate ? new Duration((long)(frames / rate * Second))
            : MegabitsPerSecond is { } bits ? new Duration((long)(bytes * 8 / (bits * 1e6) * Second))
            : Duration.Zero;
    }
}
