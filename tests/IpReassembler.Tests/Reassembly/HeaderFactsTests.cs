namespace IpReassembler.Tests.Reassembly;

public class HeaderFactsTests
{
    /// <summary>Each line was confirmed by a Linux kernel.</summary>
    [Theory]
    [InlineData("0:8 mf df, 8:8 df", true)]
    [InlineData("0:8 mf, 8:8 df", true)]              // as large as the largest
    [InlineData("0:16 mf, 16:8 df", false)]           // smaller
    [InlineData("0:8 mf options 4, 8:8 df", false)]   // smaller, because the header counts
    [InlineData("0:12 mf, 8:8 df", true)]             // the first is cut down to 8
    [InlineData("0:20 mf, 16:8 df", false)]           // to 16
    [InlineData("0:20 mf df, 16:20", false)]
    public void Dont_fragment_is_set_when_the_largest_fragments_had_it(string fragments, bool isSet)
    {
        var packet = Assert.Single(new Story().Send(FragmentSketch.Pieces(FragmentSketch.Parse(fragments))).Packets);
        Assert.Equal(isSet ? 0x40 : 0, packet[6]);
    }
}
