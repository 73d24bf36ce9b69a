using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>What came out of assertions, a line for each.</summary>
internal static class CheckText
{
    private const int StateWidth = 4;
    private const string Gap = "  ";

    public static void Write(TextWriter output, CaptureHeader header, IReadOnlyList<AssertionResult> results, bool isQuiet, Style style)
    {
        var shown = results.Where(result => !result.Holds || !isQuiet).ToArray();
        var (texts, measured) = (shown.Select(result => style.Printable(result.Text)).ToArray(), shown.Select(result => Measured(result, style)).ToArray());
        var (textWidth, measuredWidth) = (texts.Select(text => text.Length).DefaultIfEmpty().Max(), measured.Select(text => text.Length).DefaultIfEmpty().Max());
        for (var i = 0; i < shown.Length; i++)
        {
            var result = shown[i];
            var line = texts[i].PadRight(textWidth) + Gap + measured[i];
            var state = (result.Holds ? "ok" : "FAIL").PadRight(StateWidth);
            var worst = Worst(result, header);
            var padded = line + new string(' ', measuredWidth - measured[i].Length) + Gap + worst;

            // A command is there to be copied, in one piece: where there is no room beside, it stands below.
            var fits = StateWidth + Gap.Length + padded.Length <= style.Width;
            output.WriteLine((result.Holds ? style.Good(state) : style.Bad(state)) + Gap + (worst.Length > 0 && fits ? padded : line).TrimEnd());
            if (worst.Length > 0 && !fits)
            {
                output.WriteLine(new string(' ', StateWidth + Gap.Length) + worst);
            }
        }
    }

    /// <summary>Says what makes two summaries hard to compare.</summary>
    public static void WriteDifferences(TextWriter error, SavedSummary before, SavedSummary now)
    {
        foreach (var difference in before.SettingsOtherThan(now))
        {
            error.WriteLine("ipreasm: the baseline was made otherwise: its " + Style.Plain.Printable(difference));
        }

        if (Baseline.NotCompared(before, now).ToArray() is { Length: > 0 } names)
        {
            error.WriteLine($"ipreasm: the baseline has no {string.Join(", ", names)}: not compared");
        }
    }

    private static string Measured(AssertionResult result, Style style)
    {
        var text = result.Measured is null ? "nothing to measure: " + result.Remark
            : result.Remark is { } remark ? $"{result.MeasuredText}, {remark}"
            : result.MeasuredText;
        text += result.Baseline is { } baseline ? $", before {result.Show(baseline)}" : "";
        return style.Ascii ? text.Replace('µ', 'u') : text;
    }

    private static string Worst(AssertionResult result, CaptureHeader header) =>
        result.Worst is not { } name ? ""
        : header.ReadOptions.Length == 0 ? "worst: #" + name
        : $"worst: ipreasm show {name} {header.ReadOptions}{(header.EngineOptions.Length > 0 ? " " + header.EngineOptions : "")}";
}
