using IpReassembler.Timing;

namespace IpReassembler.Tests.Timing;

/// <summary>RFC 4737: the extent of an arrival, and for how large an n it is n-reordered.</summary>
public class ReorderingTests
{
    [Theory]
    [InlineData("1 2 3 4 5 6 7 8 9 10", "", "")]
    [InlineData("1 2 3 5 6 7 8 4 9 10", "4:4", "4:4")]            // RFC 4737 section 7.1: packet 4 came behind 8
    [InlineData("1 2 3 4 7 5 6 8 9 10", "5:1 6:2", "5:1 6:0")]    // section 7.2: 5 and 6 came behind 7
    [InlineData("1 2 3 7 8 9 10 4 5 6 11", "4:4 5:5 6:6", "4:4 5:0 6:0")]   // section 7.3: 4, 5 and 6 came behind 10
    [InlineData("4 0 5 3 1 2", "0:1 3:3 1:4 2:5", "0:1 3:1 1:2 2:0")]   // #121 of the mix capture
    [InlineData("1 1 2 2", "", "")]                               // copies are not out of order
    [InlineData("5 4 3 2 1", "4:1 3:2 2:3 1:4", "4:1 3:2 2:3 1:4")]
    public void Extents_and_degrees(string arrivals, string extents, string degrees)
    {
        var sequence = Parse(arrivals);
        var reordering = new Reordering();
        reordering.Measure(sequence);

        var late = Enumerable.Range(0, sequence.Length).Where(at => reordering.Overtakers[at] >= 0).ToList();
        Assert.Equal(extents, string.Join(' ', late.Select(at => $"{sequence[at]}:{at - reordering.Overtakers[at]}")));
        Assert.Equal(degrees, string.Join(' ', late.Select(at => $"{sequence[at]}:{reordering.Degrees[at]}")));
    }

    [Fact]
    public void Any_sequence_is_measured_as_the_definitions_say()
    {
        var random = new Random(4737);
        var reordering = new Reordering();
        for (var round = 0; round < 2_000; round++)
        {
            var sequence = Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(20)).ToArray();
            reordering.Measure(sequence);
            for (var i = 0; i < sequence.Length; i++)
            {
                var overtaker = Array.FindIndex(sequence, 0, i, number => number > sequence[i]);
                var degree = Enumerable.Range(0, i + 1).Last(n => sequence[(i - n)..i].All(number => number > sequence[i]));
                Assert.Equal((overtaker, degree), (reordering.Overtakers[i], reordering.Degrees[i]));
            }
        }
    }

    private static int[] Parse(string text) => [.. text.Split(' ').Select(int.Parse)];
}
