using IpReassembler.Records;

namespace IpReassembler.Tests.Records;

public class NearestTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("sound", "sound", 0)]
    [InlineData("sonud", "sound", 1)]   // swapped
    [InlineData("soud", "sound", 1)]    // left out
    [InlineData("sounnd", "sound", 1)]  // inserted
    [InlineData("sourd", "sound", 1)]   // replaced
    [InlineData("ca", "abc", 3)]        // a letter is not touched twice
    public void Counts_slips(string left, string right, int expected)
    {
        Assert.Equal(expected, EditDistance.Between(left, right));
        Assert.Equal(expected, EditDistance.Between(right, left));
    }

    [Theory]
    [InlineData("lsit", "list")]
    [InlineData("LIST", "list")]
    [InlineData("sumary", "summary")]
    [InlineData("sh", null)]           // two of two letters would be wrong
    [InlineData("xyz", null)]
    [InlineData("", null)]
    public void Guesses(string word, string? expected) =>
        Assert.Equal(expected, Nearest.To(word, ["summary", "list", "show"]));

    [Fact]
    public void Prefers_the_nearest_then_the_first() => Assert.Equal("dst", Nearest.To("dsst", ["first", "dst", "dest"]));

    [Theory]
    [InlineData("datagram,summary", LineKinds.Default)]
    [InlineData("fragment", LineKinds.Fragment)]
    [InlineData(" Event , fragment", LineKinds.Event | LineKinds.Fragment)]
    public void Reads_kinds_of_lines(string text, LineKinds expected)
    {
        Assert.True(LineKindNames.TryParse(text, out var kinds, out _));
        Assert.Equal(expected, kinds);
    }

    [Theory]
    [InlineData("datagram,sumary", "no kind of line is called 'sumary' (there are datagram, fragment, event, summary); did you mean 'summary'?")]
    [InlineData("all", "no kind of line is called 'all' (there are datagram, fragment, event, summary)")]
    public void Refuses_other_kinds(string text, string expected)
    {
        Assert.False(LineKindNames.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
    }
}
