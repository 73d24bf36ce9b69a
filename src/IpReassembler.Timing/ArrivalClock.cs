using System.Globalization;
using IpReassembler.Packets;

namespace IpReassembler.Timing;

/// <summary>How times since the first fragment are written: in one unit, with all the digits that the capture's clock is worth.</summary>
/// <param name="InSeconds">Whether in seconds; else in milliseconds.</param>
/// <param name="Digits">How many digits stand after the point: 0 to 9.</param>
public readonly record struct ArrivalClock(bool InSeconds, int Digits)
{
    // Milliseconds of five digits and more are hard to read.
    private static readonly Duration LongestInMilliseconds = Duration.FromSeconds(10);

    /// <summary>The clock for a datagram.</summary>
    /// <param name="span">From its first fragment to its last.</param>
    /// <param name="timeDigits">How many digits behind the point a second of the capture has: 6 or 9.</param>
    public static ArrivalClock For(Duration span, int timeDigits) =>
        span >= LongestInMilliseconds ? new(true, timeDigits) : new(false, timeDigits - 3);

    /// <summary>A length of time: <c>5.000 ms</c>.</summary>
    public string Show(Duration time) =>
        (time.Nanoseconds / (InSeconds ? 1e9m : 1e6m)).ToString("F" + Digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + (InSeconds ? " s" : " ms");

    /// <summary>A length of time with its sign: <c>+5.000 ms</c>.</summary>
    public string ShowSigned(Duration time) => (time.Nanoseconds < 0 ? "" : "+") + Show(time);
}
