using IpReassembler.Packets;

namespace IpReassembler.Timing;

/// <summary>A few steps that show how lengths of time are spread: 1 ms, 2 ms, 3 ms ... 10 ms, 20 ms.</summary>
public static class DurationBins
{
    private const int MostBins = 10;

    private static readonly long[][] Steps = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1]];

    /// <summary>What is longer is not told apart any further.</summary>
    public static Duration Longest => Duration.FromSeconds(10);

    /// <summary>The steps that have values, from short to long, and how many are no longer than the step but longer than the one before.</summary>
    /// <remarks>
    /// A step is a number of one digit: any, or 1, 2 and 5, or only 1, whichever makes no more than ten steps; else the last. A step of
    /// <see cref="Duration.Longest"/> stands for all that is longer than <see cref="Longest"/>.
    /// </remarks>
    public static IReadOnlyList<(Duration Step, long Count)> Of(DurationHistogram histogram)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        var values = histogram.Values().ToList();
        var bins = Steps.Select(digits => values.GroupBy(value => Step(value.Value, digits)).Select(bin => (bin.Key, bin.Sum(value => value.Count))).ToList()).ToList();
        return bins.Find(few => few.Count <= MostBins) ?? bins[^1];
    }

    private static Duration Step(Duration value, long[] digits)
    {
        if (value > Longest)
        {
            return Duration.Longest;
        }

        for (var power = 1L; ; power *= 10)
        {
            foreach (var digit in digits)
            {
                if (digit * power >= value.Nanoseconds)
                {
                    return new Duration(digit * power);
                }
            }
        }
    }
}
