using IpReassembler.Packets;
using IpReassembler.Timing;

namespace IpReassembler.Tests.Timing;

public class DurationBinsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("0", "1 ns:1")]
    [InlineData("1000000 1000001 2000000", "1.0 ms:1 2.0 ms:2")]
    [InlineData("10000000000 10000000001 24000000000", "10.0 s:1 beyond:2")]
    [InlineData("1 2 3 4 5 6 7 8 9 10", "1 ns:1 2 ns:1 3 ns:1 4 ns:1 5 ns:1 6 ns:1 7 ns:1 8 ns:1 9 ns:1 10 ns:1")]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11", "1 ns:1 2 ns:1 5 ns:3 10 ns:5 20 ns:1")]
    public void Steps(string values, string expected)
    {
        var histogram = new DurationHistogram();
        foreach (var value in values.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            histogram.Add(new Duration(long.Parse(value, System.Globalization.CultureInfo.InvariantCulture)));
        }

        Assert.Equal(expected, string.Join(' ', DurationBins.Of(histogram).Select(bin => $"{(bin.Step == Duration.Longest ? "beyond" : bin.Step)}:{bin.Count}")));
    }

    [Fact]
    public void Whatever_comes_there_are_few_and_nothing_is_lost()
    {
        var random = new Random(11);
        var histogram = new DurationHistogram();
        for (var i = 0; i < 10_000; i++)
        {
            histogram.Add(new Duration(random.NextInt64(1L << random.Next(1, 62))));
        }

        var bins = DurationBins.Of(histogram);
        Assert.InRange(bins.Count, 2, 13);
        Assert.Equal(10_000, bins.Sum(bin => bin.Count));
    }
}
