using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Reassembly;

/// <summary>The patterns that papers and test suites print, and what each policy makes of them: one letter for eight bytes.</summary>
public class PublishedPatternTests
{
    /// <summary>Shankar and Paxson's six fragments ("Active Mapping", 2003).</summary>
    private const string ActiveMapping = "1@0x3 2@4x2 3@6x3 4@1x4 5@6x3 6@9x3.";

    /// <summary>Novak's seventeen ("Target-Based Fragmentation Reassembly", 2005).</summary>
    private const string Novak = "A@0x3 B@4x2 C@6x3 D@10x1 E@13x2 F@15x3 G@18x2 H@20x2 I@22x1 J@1x4 K@6x3 L@9x3 M@12x3 N@16x1 O@19x1 P@20x1 Q@22x2.";

    [Theory]
    [InlineData(ActiveMapping, "first", "111422333666")]
    [InlineData(ActiveMapping, "bsd", "111442333666")]
    [InlineData(ActiveMapping, "bsd-right", "144422555666")]
    [InlineData(ActiveMapping, "linux-classic", "111442555666")]
    [InlineData(ActiveMapping, "last", "144442555666")]
    [InlineData(ActiveMapping, "windows", "111422333666")]
    [InlineData(ActiveMapping, "solaris", "111422333666")]
    [InlineData(ActiveMapping, "linux", "killed by 4")]
    [InlineData(ActiveMapping, "rfc5722", "killed by 4")]
    [InlineData(Novak, "first", "AAAJBBCCCLDLMEEFFFGGHHIQ")]
    [InlineData(Novak, "last", "AJJJJBKKKLLLMMMFNFGOPHQQ")]
    [InlineData(Novak, "bsd", "AAAJJBCCCLLLMMMFFFGGHHIQ")]
    [InlineData(Novak, "linux-classic", "AAAJJBKKKLLLMMMFFFGGPHQQ")]
    [InlineData(Novak, "windows", "AAAJBBCCCLLLMEEFFFGGHHIQ")]
    [InlineData(Novak, "solaris", "AAAJBBCCCLLLMMMFFFGGHHIQ")]
    [InlineData(Novak, "bsd-right", "AJJJBBKKKLDLMEEFNFGOPHQQ")]
    [InlineData(Novak, "linux", "killed by 10")]
    [InlineData(Novak, "rfc5722", "killed by 10")]
    [InlineData("A@0x3 B@5x6 C@3x6 D@11x2.", "linux-classic", "AAACCCCCCBBDD")]
    [InlineData("A@3x2. B@1x2 C@2x2 D@0x1", "bsd", "DBBCA")]
    [InlineData("E@1x3. M@0x3", "bsd", "MMME")]
    public void Each_policy_gives_the_published_result(string pattern, string name, string expected)
    {
        Assert.True(OverlapPolicy.TryFind(name, out var policy));
        var story = new Story(new ReassemblyOptions { Policy = policy }).Send(Parse(pattern));

        var result = story.Delivered.Count > 0
            ? string.Concat(Enumerable.Range(0, story.Delivered[0].Length / 8).Select(unit => (char)story.Delivered[0][unit * 8]))
            : $"killed by {story.Fates.IndexOf(FragmentFate.Kills) + 1}";
        Assert.Equal(expected, result);
    }

    /// <summary>For two fragments the list policies follow their pair rules; with three they do not.</summary>
    [Theory]
    [InlineData("bsd", "O@3x4 M@1x3 N@3x3 H@0x1 T@7x1.", "HMMMNNOT")]
    [InlineData("linux-classic", "O@3x4 M@1x3 N@4x2 H@0x1 T@7x1.", "HMMMNNOT")]
    public void Lists_compare_what_trimming_left(string name, string pattern, string expected) =>
        Each_policy_gives_the_published_result(pattern, name, expected);

    // Fill@offset x length in units of eight bytes; a dot for the last.
    private static IEnumerable<Piece> Parse(string pattern)
    {
        foreach (var word in pattern.Split(' '))
        {
            var numbers = word[2..].TrimEnd('.').Split('x').Select(int.Parse).ToArray();
            yield return Piece.Of(numbers[0] * 8, numbers[1] * 8, word[0], more: !word.EndsWith('.'));
        }
    }
}
