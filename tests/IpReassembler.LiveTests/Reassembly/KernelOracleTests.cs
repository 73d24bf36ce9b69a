using IpReassembler.Reassembly;
using IpReassembler.Tests.Reassembly;

namespace IpReassembler.LiveTests.Reassembly;

/// <summary>Policy <c>linux</c> is what the kernel of this machine does: nothing random and nothing small and exhaustive shows a difference.</summary>
public class KernelOracleTests(SharedKernel kernel) : IClassFixture<SharedKernel>
{
    /// <summary>The lines of <c>HeaderFactsTests</c>, and where to paste what the other tests find.</summary>
    [Theory]
    [InlineData("0:8 mf df, 8:8 df")]
    [InlineData("0:8 mf, 8:8 df")]
    [InlineData("0:16 mf, 16:8 df")]
    [InlineData("0:8 mf options 4, 8:8 df")]
    [InlineData("0:12 mf, 8:8 df")]
    [InlineData("0:20 mf, 16:8 df")]
    [InlineData("0:20 mf df, 16:20")]
    public void These_show_no_difference(string words) => ShowNoDifference([new Trial(words, FragmentSketch.Parse(words))], leastDelivered: 1);

    [Fact]
    public void Random_sequences_show_no_difference() => ShowNoDifference(RandomTrials.All(100_000), leastDelivered: 25_000);

    [Fact]
    public void Pairs_show_no_difference() => ShowNoDifference(FragmentGrid.OfUnits(6).Pairs, leastDelivered: 1_000);

    [Fact]
    public void Triples_show_no_difference() => ShowNoDifference(FragmentGrid.OfUnits(5).Triples, leastDelivered: 10_000);

    [Fact]
    public void Triples_with_empty_and_unaligned_fragments_show_no_difference() =>
        ShowNoDifference(FragmentGrid.OfHalfUnits(3).Triples, leastDelivered: 10_000);

    [Fact]
    public void Another_policy_is_found_out_in_few_words()
    {
        var difference = new Oracle(kernel.Require(), OverlapPolicy.First).Find(RandomTrials.All(1_000));

        Assert.NotNull(difference);
        Assert.InRange(difference.Least.Length, 1, 3);
        Assert.StartsWith("seed ", difference.ToString(), StringComparison.Ordinal);
        Assert.Contains(FragmentSketch.Say(difference.Least), difference.ToString(), StringComparison.Ordinal);
    }

    // Sequences that never deliver would agree on nothing.
    private void ShowNoDifference(IEnumerable<Trial> trials, int leastDelivered)
    {
        var oracle = new Oracle(kernel.Require(), OverlapPolicy.Linux);
        var difference = oracle.Find(trials);
        Assert.True(difference is null, difference?.ToString());
        TestContext.Current.TestOutputHelper?.WriteLine($"{oracle.Count} trials, {oracle.Delivered} datagrams delivered");
        Assert.True(oracle.Delivered >= leastDelivered, $"only {oracle.Delivered} datagrams were delivered in {oracle.Count} trials");
    }
}
