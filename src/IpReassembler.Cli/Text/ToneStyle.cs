namespace IpReassembler.Cli;

/// <summary>Writes explanations in the colour of their tone.</summary>
internal static class ToneStyle
{
    /// <summary>The text in the colour of its tone.</summary>
    public static string Paint(this Style style, Tone tone, string text) => tone switch
    {
        Tone.Good => style.Good(text),
        Tone.Doubtful => style.Doubtful(text),
        Tone.Bad => style.Bad(text),
        _ => text,
    };

    /// <summary>Writes the text in as many lines as it needs, behind the beginning of the first.</summary>
    public static void WriteWrapped(this Style style, TextWriter output, string beginning, string text, Tone tone = Tone.Plain)
    {
        foreach (var line in style.Wrap(beginning, text))
        {
            output.WriteLine(style.Paint(tone, line.TrimEnd()));
        }
    }
}
