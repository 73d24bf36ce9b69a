using System.Globalization;

namespace IpReassembler.Packets;

/// <summary>A length of time in nanoseconds; negative where a clock stepped back.</summary>
/// <param name="Nanoseconds">Up to 292 years in either direction.</param>
public readonly record struct Duration(long Nanoseconds) : IComparable<Duration>
{
    /// <summary>No time at all.</summary>
    public static Duration Zero => default;

    /// <summary>The longest duration there is, about 292 years: what "never" is measured with.</summary>
    public static Duration Longest => new(long.MaxValue);

    /// <summary>A duration of whole seconds.</summary>
    public static Duration FromSeconds(long seconds) => new(checked(seconds * 1_000_000_000));

    /// <summary>A duration of whole milliseconds.</summary>
    public static Duration FromMilliseconds(long milliseconds) => new(checked(milliseconds * 1_000_000));

    /// <summary>A duration of whole microseconds.</summary>
    public static Duration FromMicroseconds(long microseconds) => new(checked(microseconds * 1_000));

    /// <summary>Whether <paramref name="left"/> is shorter than <paramref name="right"/>.</summary>
    public static bool operator <(Duration left, Duration right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Whether <paramref name="left"/> is longer than <paramref name="right"/>.</summary>
    public static bool operator >(Duration left, Duration right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Whether <paramref name="left"/> is not longer than <paramref name="right"/>.</summary>
    public static bool operator <=(Duration left, Duration right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Whether <paramref name="left"/> is not shorter than <paramref name="right"/>.</summary>
    public static bool operator >=(Duration left, Duration right) => left.Nanoseconds >= right.Nanoseconds;

    /// <inheritdoc/>
    public bool Equals(Duration other) => Nanoseconds == other.Nanoseconds;

    /// <inheritdoc/>
    public override int GetHashCode() => Nanoseconds.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(Duration other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>In the largest unit that leaves a whole part: <c>24.0 s</c>, <c>5.0 ms</c>, <c>31.0 µs</c>, <c>800 ns</c>.</summary>
    public override string ToString() => Math.Abs((double)Nanoseconds) switch
    {
        >= 1e9 => Scaled(1e9, "s"),
        >= 1e6 => Scaled(1e6, "ms"),
        >= 1e3 => Scaled(1e3, "µs"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Nanoseconds} ns"),
    };

    private string Scaled(double unit, string name) => string.Create(CultureInfo.InvariantCulture, $"{Nanoseconds / unit:0.0##} {name}");
}
