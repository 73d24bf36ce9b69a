using System.Globalization;
using IpReassembler.Packets;

namespace IpReassembler.Records;

/// <summary>What came out of an assertion, or of one comparison with a baseline.</summary>
/// <param name="Text">What was asserted.</param>
/// <param name="Holds">Whether it holds; what could not be measured does not.</param>
/// <param name="Measured">The number, in nanoseconds for a duration and in parts per million for a ratio; null when there was nothing to measure.</param>
/// <param name="Bound">The number it was compared with, in the same unit.</param>
/// <param name="Kind">What the numbers are: a duration, bytes, a ratio, or plain numbers.</param>
public sealed record AssertionResult(string Text, bool Holds, decimal? Measured, decimal Bound, FieldKind Kind)
{
    /// <summary>Whether the numbers count in a second.</summary>
    public bool IsRate { get; init; }

    /// <summary>Why nothing was measured, or that a count or sum is made of nothing; null when there is nothing to say.</summary>
    public string? Remark { get; init; }

    /// <summary>The name of the datagram to look at first; null when it holds, or no single one is to blame.</summary>
    public string? Worst { get; init; }

    /// <summary>The baseline's number, in the same unit; null for an assertion.</summary>
    public decimal? Baseline { get; init; }

    /// <summary>What was measured, for people: <c>7.413 ms</c>, <c>0.000 %</c>; empty when nothing was.</summary>
    public string MeasuredText
    {
        get
        {
            if (Measured is not { } measured)
            {
                return "";
            }

            // Rounded, a number just over its bound would look as if it were not.
            var text = Show(measured);
            return Holds || measured == Bound || text != Show(Bound) ? text : text + " (" + Exact(measured) + ")";
        }
    }

    /// <summary>A number of this kind, for people.</summary>
    public string Show(decimal number) => Kind switch
    {
        FieldKind.Duration when Math.Abs(number) <= long.MaxValue => new Duration((long)number).ToString(),
        FieldKind.Duration => (number / 1_000_000_000).ToString("0.0##", CultureInfo.InvariantCulture) + " s",
        FieldKind.Ratio => (number / 10_000).ToString(number is > 0 and < 10 ? "0.000###" : "0.000", CultureInfo.InvariantCulture) + " %",
        FieldKind.Bytes => number.ToString("0.###", CultureInfo.InvariantCulture) + (IsRate ? " B/s" : " B"),
        _ => number.ToString("0.###", CultureInfo.InvariantCulture) + (IsRate ? " /s" : ""),
    };

    private string Exact(decimal number) => Kind switch
    {
        FieldKind.Duration => number.ToString(CultureInfo.InvariantCulture) + " ns",
        FieldKind.Ratio => (number / 10_000).ToString(CultureInfo.InvariantCulture) + " %",
        _ => number.ToString(CultureInfo.InvariantCulture),
    };
}
