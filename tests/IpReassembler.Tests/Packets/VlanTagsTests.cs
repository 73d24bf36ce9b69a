using IpReassembler.Packets;

namespace IpReassembler.Tests.Packets;

public class VlanTagsTests
{
    [Theory]
    [InlineData(new int[0], "", 0)]
    [InlineData(new[] { 100 }, "100", 1)]
    [InlineData(new[] { 0 }, "0", 1)]                           // a priority tag is a tag
    [InlineData(new[] { 100, 7 }, "100.7", 2)]
    [InlineData(new[] { 4095, 4095, 4095, 4095 }, "4095.4095.4095.4095", 4)]
    [InlineData(new[] { 1, 2, 3, 4, 5 }, "1.2.3.4…", 5)]
    [InlineData(new[] { 0xf064 }, "100", 1)]                    // priority bits are left out
    public void Are_kept_outermost_first(int[] identifiers, string shown, int count)
    {
        var tags = identifiers.Aggregate(VlanTags.None, (tags, identifier) => tags.With(identifier));
        Assert.Equal((shown, count), (tags.ToString(), tags.Count));
    }

    [Fact]
    public void Differ_by_order_and_depth()
    {
        Assert.NotEqual(VlanTags.None.With(1).With(2), VlanTags.None.With(2).With(1));
        Assert.NotEqual(VlanTags.None, VlanTags.None.With(0));
        Assert.NotEqual(VlanTags.None.With(0), VlanTags.None.With(0).With(0));
    }

    [Fact]
    public void Are_counted_up_to_255()
    {
        var tags = Enumerable.Range(0, 1000).Aggregate(VlanTags.None, (tags, _) => tags.With(4095));
        Assert.Equal((255, 4095), (tags.Count, tags[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => tags[4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => VlanTags.None[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => tags[-1]);
    }
}
