using System.Globalization;
using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>Numbers that change while they are read: short, and of about the same width whatever their size.</summary>
internal static class LiveNumbers
{
    private static readonly string[] Steps = ["", "k", "M", "G", "T"];

    /// <summary>A count with its thousands apart: <c>34 512</c>.</summary>
    public static string Grouped(long count) => count.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    /// <summary>Three digits and the thousands they stand for: <c>412 Mb/s</c>, <c>5.1 k</c>.</summary>
    public static string Scaled(double value, string unit = "")
    {
        var step = 0;
        for (; Math.Round(value) >= 1000 && step < Steps.Length - 1; step++)
        {
            value /= 1000;
        }

        var digits = value < 9.95 && (step > 0 || value != Math.Round(value)) ? "0.0" : "0";
        return $"{value.ToString(digits, CultureInfo.InvariantCulture)} {Steps[step]}{unit}".TrimEnd();
    }

    /// <summary>A length of time in three digits: <c>1.90 ms</c>, <c>12.4 s</c>; a dash for none.</summary>
    public static string Short(Duration? duration, Style style)
    {
        if (duration is not { } known)
        {
            return "-";
        }

        var (unit, name) = Math.Abs((double)known.Nanoseconds) switch
        {
            >= 9.995e8 => (1e9, "s"),
            >= 9.995e5 => (1e6, "ms"),
            >= 1e3 => (1e3, style.Ascii ? "us" : "µs"),
            _ => (1.0, "ns"),
        };
        var value = known.Nanoseconds / unit;
        var digits = Math.Abs(value) switch { < 9.995 when unit > 1 => "0.00", < 99.95 when unit > 1 => "0.0", _ => "0" };
        return $"{value.ToString(digits, CultureInfo.InvariantCulture)} {name}";
    }

    /// <summary>A length of time that somebody chose, a round number mostly: <c>30 s</c>.</summary>
    public static string Whole(Duration duration, Style style) => style.Show(duration).Replace(".0 ", " ", StringComparison.Ordinal);

    /// <summary>A share in percent: <c>99.31 %</c>.</summary>
    public static string Percent(double share, string digits = "0.0") => (100 * share).ToString(digits, CultureInfo.InvariantCulture) + " %";

    /// <summary>Hours, minutes and seconds: <c>00:01:42</c>.</summary>
    public static string Clock(Duration running)
    {
        var seconds = running.Nanoseconds / 1_000_000_000;
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
    }
}
