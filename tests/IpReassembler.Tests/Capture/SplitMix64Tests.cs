using IpReassembler.Capture;

namespace IpReassembler.Tests.Capture;

public class SplitMix64Tests
{
    // The numbers that the reference implementation in C (Vigna, 2015) gives for this seed.
    [Fact]
    public void Gives_the_published_numbers()
    {
        var random = new SplitMix64(1234567);
        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => random.Next()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Skips_as_if_it_had_been_asked(int count)
    {
        var (asked, skipped) = (new SplitMix64(7), new SplitMix64(7));
        for (var i = 0; i < count; i++)
        {
            asked.Next();
        }

        skipped.Skip((ulong)count);
        Assert.Equal(asked.Next(), skipped.Next());
    }

    [Fact]
    public void Fills_bytes_with_the_numbers_lowest_first()
    {
        var bytes = new byte[11];
        new SplitMix64(1234567).Fill(bytes);
        Assert.Equal(6457827717110365317UL, BitConverter.ToUInt64(bytes));
        Assert.Equal(3203168211198807973UL & 0xffffff, bytes[8] | ((ulong)bytes[9] << 8) | ((ulong)bytes[10] << 16));
    }

    [Fact]
    public void Numbers_below_a_bound_are_spread_evenly()
    {
        var random = new SplitMix64(1);
        var counts = new int[10];
        for (var i = 0; i < 100_000; i++)
        {
            counts[random.Below(10)]++;
        }

        // The standard deviation of each is 95.
        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void Chances_come_true_as_often_as_they_say()
    {
        var random = new SplitMix64(1);
        Assert.Equal(0, Enumerable.Range(0, 1000).Count(_ => random.Happens(0)));
        Assert.Equal(1000, Enumerable.Range(0, 1000).Count(_ => random.Happens(1)));
        Assert.InRange(Enumerable.Range(0, 100_000).Count(_ => random.Happens(0.25)), 24_300, 25_700);
    }

    [Fact]
    public void Every_order_is_equally_likely()
    {
        var random = new SplitMix64(1);
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < 60_000; i++)
        {
            var items = new[] { 'a', 'b', 'c' };
            random.Shuffle(items);
            var order = new string(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 9_500, 10_500));
    }
}
