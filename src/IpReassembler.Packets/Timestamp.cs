using System.Globalization;

namespace IpReassembler.Packets;

/// <summary>A point in time: nanoseconds since 1970-01-01T00:00:00 UTC, without leap seconds.</summary>
/// <param name="Nanoseconds">From 1677 to 2262; readers saturate what lies beyond.</param>
public readonly record struct Timestamp(long Nanoseconds) : IComparable<Timestamp>
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The point <paramref name="seconds"/> and <paramref name="nanoseconds"/> after the epoch, saturated at both ends of the range.</summary>
    public static Timestamp FromParts(long seconds, long nanoseconds)
    {
        var total = ((Int128)seconds * NanosecondsPerSecond) + nanoseconds;
        return new Timestamp((long)Int128.Clamp(total, long.MinValue, long.MaxValue));
    }

    /// <summary>Whole seconds since the epoch, rounded towards the past.</summary>
    public long Seconds => Math.DivRem(Nanoseconds, NanosecondsPerSecond) is var (quotient, rest) && rest < 0 ? quotient - 1 : quotient;

    /// <summary>The part of a second after <see cref="Seconds"/>, in nanoseconds: 0 to 999,999,999.</summary>
    public int SubsecondNanoseconds => (int)(Nanoseconds - (Seconds * NanosecondsPerSecond));

    /// <summary>The time that passed from <paramref name="earlier"/> to <paramref name="later"/>; negative when the clock stepped back.</summary>
    public static Duration operator -(Timestamp later, Timestamp earlier)
    {
        var difference = unchecked(later.Nanoseconds - earlier.Nanoseconds);
        // The signs tell an overflow: the difference of two far apart points has the sign of the later one.
        var overflows = ((later.Nanoseconds ^ earlier.Nanoseconds) & (later.Nanoseconds ^ difference)) < 0;
        return new Duration(overflows ? Saturated(later.Nanoseconds) : difference);
    }

    /// <summary>The point <paramref name="duration"/> after <paramref name="start"/>, saturated.</summary>
    public static Timestamp operator +(Timestamp start, Duration duration)
    {
        var sum = unchecked(start.Nanoseconds + duration.Nanoseconds);
        var overflows = ((start.Nanoseconds ^ sum) & (duration.Nanoseconds ^ sum)) < 0;
        return new Timestamp(overflows ? Saturated(start.Nanoseconds) : sum);
    }

    /// <summary>Whether <paramref name="left"/> lies before <paramref name="right"/>.</summary>
    public static bool operator <(Timestamp left, Timestamp right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Whether <paramref name="left"/> lies after <paramref name="right"/>.</summary>
    public static bool operator >(Timestamp left, Timestamp right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Whether <paramref name="left"/> does not lie after <paramref name="right"/>.</summary>
    public static bool operator <=(Timestamp left, Timestamp right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Whether <paramref name="left"/> does not lie before <paramref name="right"/>.</summary>
    public static bool operator >=(Timestamp left, Timestamp right) => left.Nanoseconds >= right.Nanoseconds;

    /// <inheritdoc/>
    public bool Equals(Timestamp other) => Nanoseconds == other.Nanoseconds;

    /// <inheritdoc/>
    public override int GetHashCode() => Nanoseconds.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(Timestamp other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Epoch seconds as a decimal with <paramref name="digits"/> (0 to 9) digits after the point, cut, not rounded: <c>1700000004.002500</c>.</summary>
    public string ToString(int digits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 9);
        // A point before the epoch is written with its sign in front of the distance: -0.5, not -1 + 0.5.
        var distance = Int128.Abs(Nanoseconds);
        var (seconds, rest) = Int128.DivRem(distance, NanosecondsPerSecond);
        var sign = Nanoseconds < 0 ? "-" : "";
        var whole = sign + seconds.ToString(CultureInfo.InvariantCulture);
        return digits == 0 ? whole : whole + "." + rest.ToString("D9", CultureInfo.InvariantCulture)[..digits];
    }

    /// <summary>Epoch seconds with nine digits after the point.</summary>
    public override string ToString() => ToString(9);

    private static long Saturated(long sign) => sign < 0 ? long.MinValue : long.MaxValue;
}
