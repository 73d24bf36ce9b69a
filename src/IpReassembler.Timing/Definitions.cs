namespace IpReassembler.Timing;

/// <summary>What every number means: one text, for the manual and for reports.</summary>
public static class Definitions
{
    private const string Mark = "\n## ";

    /// <summary>The whole text, in Markdown: a title, a sentence, and a section for each term.</summary>
    public static string Text { get; } = Read();

    /// <summary>The terms in the order of the text, and what each of them means: one paragraph of plain text.</summary>
    public static IReadOnlyList<(string Term, string Meaning)> Terms { get; } =
        [.. Text.Split(Mark).Skip(1).Select(section => section.Split('\n', 2)).Select(parts => (parts[0], parts[1].Trim()))];

    private static string Read()
    {
        using var stream = typeof(Definitions).Assembly.GetManifestResourceStream("definitions.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
