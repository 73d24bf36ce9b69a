using IpReassembler.Packets;
using IpReassembler.Timing;

namespace IpReassembler.Tests.Timing;

public class DurationHistogramTests
{
    private static readonly double[] Percents = [0, 0.1, 1, 10, 25, 50, 75, 90, 99, 99.9, 100];

    [Fact]
    public void Without_values_there_is_no_percentile()
    {
        var histogram = new DurationHistogram();

        Assert.Null(histogram.Percentile(50));
        Assert.Equal((0, Duration.Zero, Duration.Zero), (histogram.Count, histogram.Min, histogram.Mean));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(20, 1)]
    [InlineData(21, 2)]
    [InlineData(50, 3)]
    [InlineData(99, 5)]
    [InlineData(100, 5)]
    public void The_nearest_rank_is_taken(double percent, long expected)
    {
        var histogram = Of([5, 3, 1, 2, 4]);

        Assert.Equal(new Duration(expected), histogram.Percentile(percent));
    }

    [Fact]
    public void A_negative_length_of_time_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DurationHistogram().Add(new Duration(-1)));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 100)]
    [InlineData(3, DurationHistogram.ExactLimit)]
    public void Few_values_are_exact(int seed, int count)
    {
        var values = Values(seed, count);
        var histogram = Of(values);

        Assert.True(histogram.IsExact);
        foreach (var percent in Percents)
        {
            Assert.Equal(new Duration(Oracle(values, percent)), histogram.Percentile(percent));
        }

        Assert.Equal(values.Distinct().Order(), histogram.Values().Select(value => value.Value.Nanoseconds));
    }

    [Theory]
    [InlineData(4, DurationHistogram.ExactLimit + 1)]
    [InlineData(5, 20_000)]
    [InlineData(6, 100_000)]
    public void Many_values_stay_within_the_stated_error(int seed, int count)
    {
        var values = Values(seed, count);
        var histogram = Of(values);

        Assert.False(histogram.IsExact);
        foreach (var percent in Percents)
        {
            var truth = Oracle(values, percent);
            Assert.InRange(histogram.Percentile(percent)!.Value.Nanoseconds, truth * (1 - DurationHistogram.RelativeError), truth * (1 + DurationHistogram.RelativeError));
        }

        Assert.Equal((values.Length, values.Min(), values.Max()), (histogram.Count, histogram.Min.Nanoseconds, histogram.Max.Nanoseconds));
        Assert.Equal(UInt128.Min(values.Aggregate((UInt128)0, (sum, value) => sum + (UInt128)value), (UInt128)long.MaxValue), (UInt128)histogram.Sum.Nanoseconds);
        Assert.Equal(count, histogram.Values().Sum(value => value.Count));
    }

    [Theory]
    [InlineData(100, 200)]
    [InlineData(4_000, 4_000)]
    [InlineData(10_000, 50)]
    [InlineData(50, 10_000)]
    [InlineData(9_000, 9_000)]
    public void Two_together_are_what_one_would_have_been(int left, int right)
    {
        var (first, second) = (Values(7, left), Values(8, right));
        var (together, whole) = (Of(first), Of([.. first, .. second]));
        together.Add(Of(second));

        Assert.Equal((whole.Count, whole.Min, whole.Max, whole.Sum, whole.IsExact), (together.Count, together.Min, together.Max, together.Sum, together.IsExact));
        Assert.Equal(Percents.Select(whole.Percentile), Percents.Select(together.Percentile));
    }

    [Fact]
    public void The_longest_time_there_is_has_a_bucket()
    {
        var histogram = Of([.. Enumerable.Repeat(long.MaxValue, 5_000)]);

        Assert.Equal(Duration.Longest, histogram.Percentile(50));
        Assert.Equal((Duration.Longest, Duration.Longest), (histogram.Sum, histogram.Mean));
    }

    [Fact]
    public void Cleared_it_is_exact_again()
    {
        var histogram = Of(Values(9, 10_000));
        histogram.Clear();
        histogram.Add(new Duration(1_000_001));

        Assert.Equal((1, true, new Duration(1_000_001)), (histogram.Count, histogram.IsExact, histogram.Percentile(50)!.Value));
    }

    [Fact]
    public void Once_folded_a_value_costs_no_memory()
    {
        var histogram = Of(Values(10, 5_000));
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                histogram.Add(new Duration(i * 1_000_003L));
            }
        }));
    }

    private static DurationHistogram Of(long[] values)
    {
        var histogram = new DurationHistogram();
        foreach (var value in values)
        {
            histogram.Add(new Duration(value));
        }

        return histogram;
    }

    // From nothing to years, each order of magnitude as often as the next.
    private static long[] Values(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(1L << random.Next(1, 60)))];
    }

    private static long Oracle(long[] values, double percent)
    {
        var sorted = values.Order().ToArray();
        return sorted[Math.Max(0, (int)Math.Ceiling(percent * sorted.Length / 100) - 1)];
    }
}
