using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>What became of the datagrams of the last minute.</summary>
internal static class OutcomeText
{
    private const int NameWidth = 11, ShareWidth = 9, WidestBar = 40;

    /// <summary>Lines with a bar each; where there are more outcomes than lines, the last line has the rest in words.</summary>
    public static List<(string Text, Tone Tone)> Lines(IReadOnlyList<(RecordCategory Category, long Count)> outcomes, int count, Style style)
    {
        var all = outcomes.Sum(one => one.Count);
        var bars = outcomes.Count > count ? count - 1 : outcomes.Count;
        var lines = outcomes.Take(bars).Select(one => (
            Name(one.Category).PadRight(NameWidth) + Share(one.Count, all).PadLeft(ShareWidth) + "  "
                + style.Bar((double)one.Count / all, Math.Clamp(style.Width - NameWidth - ShareWidth - 2, 0, WidestBar)),
            ToneOf(one.Category))).ToList();
        if (outcomes.Count > count)
        {
            lines.Add((InWords(outcomes.Skip(bars), all), Tone.Plain));
        }

        return lines;
    }

    /// <summary>All of them in one line.</summary>
    public static string Line(IReadOnlyList<(RecordCategory Category, long Count)> outcomes) =>
        outcomes.Count == 0 ? "no fragmented datagram yet" : InWords(outcomes, outcomes.Sum(one => one.Count));

    private static string InWords(IEnumerable<(RecordCategory Category, long Count)> outcomes, long all) =>
        string.Join("  ", outcomes.Select(one => $"{Name(one.Category)} {Share(one.Count, all)}"));

    // Of what is rare the second digit tells more than of what is not.
    private static string Share(long count, long all) => LiveNumbers.Percent((double)count / all, count * 100 < all ? "0.00" : "0.0");

    private static string Name(RecordCategory category) => category switch
    {
        RecordCategory.DroppedByPolicy => "dropped",
        _ => category.ToString().ToLowerInvariant(),
    };

    private static Tone ToneOf(RecordCategory category) => category switch
    {
        RecordCategory.Sound or RecordCategory.Unchecked => Tone.Good,
        RecordCategory.Incomplete or RecordCategory.DroppedByPolicy or RecordCategory.Expired or RecordCategory.Evicted => Tone.Doubtful,
        _ => Tone.Bad,
    };
}
