using IpReassembler.Timing;

namespace IpReassembler.Tests.Timing;

/// <summary>RFC 5236: displacements, and how much waits for what is late.</summary>
public class ReorderDensityTests
{
    [Theory]
    [InlineData("1 2 3 4 5", "0:5", "0:5")]
    [InlineData("1 4 3 5 3 8 7 6", "-2:1 -1:1 0:3 1:1 2:1", "0:4 1:2 2:1")]   // 2 is lost, 3 comes twice: RFC 5236's sequence
    [InlineData("1 2 3 5 6 7 8 4 9 10", "-1:4 0:5 4:1", "0:6 1:1 2:1 3:1 4:1")]
    [InlineData("2 1", "-1:1 1:1", "0:1 1:1")]
    public void Densities(string arrivals, string displacements, string waiting)
    {
        var density = new ReorderDensity();
        density.Add(arrivals.Split(' ').Select(int.Parse).ToArray().AsSpan());

        Assert.Equal(displacements, Show(-ReorderDensity.Threshold, ReorderDensity.Threshold, at => density[at]));
        Assert.Equal(waiting, Show(0, ReorderDensity.Threshold, density.Waiting));
    }

    [Fact]
    public void Displacements_cancel_out()
    {
        var random = new Random(5236);
        var density = new ReorderDensity();
        for (var round = 0; round < 500; round++)
        {
            density.Add(Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(40)).ToArray().AsSpan());
        }

        Assert.Equal(0, Enumerable.Range(-ReorderDensity.Threshold, (2 * ReorderDensity.Threshold) + 1).Sum(at => at * density[at]));
        Assert.Equal(density.Count, Enumerable.Range(0, ReorderDensity.Threshold + 1).Sum(density.Waiting));
    }

    [Fact]
    public void In_order_is_the_same_whichever_door_it_comes_through()
    {
        var (looked, told) = (new ReorderDensity(), new ReorderDensity());
        looked.Add(Enumerable.Range(0, 44).ToArray().AsSpan());
        told.AddInOrder(44);

        Assert.Equal((looked.Count, looked[0], looked.Waiting(0)), (told.Count, told[0], told.Waiting(0)));
        Assert.Equal(1.0, told.Share(0));
    }

    [Fact]
    public void What_is_further_out_than_the_threshold_is_counted_as_that()
    {
        var density = new ReorderDensity();
        density.Add(Enumerable.Range(1, 1_000).Append(0).ToArray().AsSpan());

        Assert.Equal((1, 1_000), (density[ReorderDensity.Threshold], density[-1]));
    }

    private static string Show(int low, int high, Func<int, long> count) =>
        string.Join(' ', Enumerable.Range(low, high - low + 1).Where(at => count(at) > 0).Select(at => $"{at}:{count(at)}"));
}
