using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>Waits for points of time counted from its beginning.</summary>
internal sealed class Metronome(TimeProvider clock)
{
    // A sleep may last this much longer than asked for; the rest is waited for awake.
    private static readonly Duration Oversleep = Duration.FromMilliseconds(2);

    private readonly long _began = clock.GetTimestamp();

    /// <summary>The time since the beginning.</summary>
    public Duration Elapsed => new(clock.GetElapsedTime(_began).Ticks * 100);

    /// <summary>Waits until <paramref name="due"/> has come, or <paramref name="longest"/> has passed.</summary>
    /// <returns>Whether it has come.</returns>
    public bool WaitUntil(Duration due, Duration longest)
    {
        var deadline = new Duration(Math.Min(due.Nanoseconds, Elapsed.Nanoseconds + longest.Nanoseconds));
        while (Elapsed is var now && now < deadline)
        {
            if (deadline.Nanoseconds - now.Nanoseconds > Oversleep.Nanoseconds)
            {
                Task.Delay(TimeSpan.FromTicks((deadline.Nanoseconds - now.Nanoseconds - Oversleep.Nanoseconds) / 100), clock).GetAwaiter().GetResult();
            }
        }

        return Elapsed >= due;
    }
}
