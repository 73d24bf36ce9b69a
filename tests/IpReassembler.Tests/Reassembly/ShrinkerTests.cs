using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

public class ShrinkerTests
{
    [Theory]
    [InlineData("x", "x")]
    [InlineData("axb", "x")]
    [InlineData("abcdxefgh", "x")]
    [InlineData("xabcdefghy", "xy")]
    [InlineData("axbybzc", "xyz")]
    [InlineData("xyz", "xyz")]
    public void Keeps_what_is_needed_in_its_order(string items, string needed) =>
        Assert.Equal(needed, new string(Shrinker.Shrink(items.ToCharArray(), shorter => needed.All(shorter.Contains))));

    [Fact]
    public void Leaves_nothing_that_could_still_go()
    {
        // A pair matters only together: neither x goes alone, and an odd number of them shows nothing.
        static bool IsEven(char[] items) => items.Length > 1 && items.Count(item => item == 'x') % 2 == 0 && items.Contains('x');
        var least = Shrinker.Shrink("axbxcxdx".ToCharArray(), IsEven);
        Assert.Equal("xx", new string(least));
    }

    [Fact]
    public void Never_asks_of_an_empty_sequence() =>
        Assert.Single(Shrinker.Shrink("abc".ToCharArray(), shorter =>
        {
            Assert.NotEmpty(shorter);
            return true;
        }));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Finds_the_least_fragments_over_which_two_policies_differ(int seed)
    {
        var random = new Random(seed);
        FragmentSketch[] found = [];
        do
        {
            found = [.. Enumerable.Range(0, 12).Select(_ => new FragmentSketch(8 * random.Next(5), 8 * random.Next(1, 4), random.Next(4) > 0))];
        }
        while (!Differ(found));

        var least = Shrinker.Shrink(found, Differ);

        Assert.True(Differ(least));
        Assert.All(Enumerable.Range(0, least.Length), place => Assert.False(least.Length > 1 && Differ([.. least[..place], .. least[(place + 1)..]])));
        Assert.InRange(least.Length, 2, 4);
    }

    private static bool Differ(FragmentSketch[] fragments) => Delivered(OverlapPolicy.Linux, fragments) != Delivered(OverlapPolicy.First, fragments);

    private static string Delivered(OverlapPolicy policy, FragmentSketch[] fragments) =>
        string.Join(' ', new Story(new ReassemblyOptions { Policy = policy }).Send(FragmentSketch.Pieces(fragments)).DeliveredText);
}
