using IpReassembler.Transfer;

namespace IpReassembler.Tests.Transfer;

public class SequenceWindowTests
{
    private const int Size = 64;

    [Theory]
    [InlineData("0 1 2", "i i i")]
    [InlineData("5", "i")] // nothing says that numbers begin at 0
    [InlineData("0 2 1", "i i r")]
    [InlineData("0 0 2 1 1 2", "i d i r d d")]
    [InlineData("0 64 1 0", "i i r l")] // 64 numbers are remembered: 1 to 64
    [InlineData("0 64 64 63", "i i d r")] // 0 and 64 share a bit
    [InlineData("0 128 65 64", "i i r l")]
    [InlineData("0 281474976710655 281474976710592", "i i r")]
    public void Tells_how_a_number_came(string numbers, string arrivals)
    {
        var window = new SequenceWindow(Size);
        Assert.Equal(arrivals, string.Join(' ', numbers.Split(' ').Select(number => Letter(window.Accept(long.Parse(number, null))))));
    }

    [Fact]
    public void Agrees_with_a_set_that_forgets_nothing()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var window = new SequenceWindow(Size);
        var (seen, highest) = (new HashSet<long>(), -1L);
        for (var i = 0; i < LongRuns.Rounds(20_000, 1_000_000); i++)
        {
            var number = Math.Max(0, highest + random.Next(-80, random.Next(2, 100)));
            var expected = number > highest ? 'i' : number <= highest - Size ? 'l' : seen.Contains(number) ? 'd' : 'r';
            Assert.True(expected == Letter(window.Accept(number)), $"seed {seed}, step {i}, number {number} after {highest}");
            seen.Add(number);
            highest = Math.Max(highest, number);
        }

        Assert.Equal(highest, window.Highest);
    }

    private static char Letter(UdpArrival arrival) => char.ToLowerInvariant(arrival.ToString()[0]);
}
