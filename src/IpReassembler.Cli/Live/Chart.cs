namespace IpReassembler.Cli;

/// <summary>Columns of different height: one for each number, the highest as high as there is room.</summary>
internal static class Chart
{
    private const string Blocks = " ▁▂▃▄▅▆▇█";
    private const string AsciiBlocks = " _.,:-=+#";

    /// <summary>Draws the newest numbers, as many as there are columns; the newest stands at the right edge.</summary>
    /// <returns>Lines from the top to the bottom, each <paramref name="width"/> long.</returns>
    public static string[] Draw(IReadOnlyList<long> values, int width, int height, bool ascii)
    {
        var shown = values.Skip(Math.Max(0, values.Count - width)).ToArray();
        var highest = Math.Max(1, shown.DefaultIfEmpty().Max());
        return [.. Enumerable.Range(0, height).Select(line => string.Concat(shown.Select(value => Block(value, line))).PadLeft(width))];

        // What is there at all is seen, in the lowest line.
        char Block(long value, int line)
        {
            var eighths = Math.Max(value > 0 ? 1 : 0, (int)Math.Round(8.0 * height * value / highest));
            var here = Math.Clamp(eighths - (8 * (height - 1 - line)), 0, 8);
            return (ascii ? AsciiBlocks : Blocks)[here];
        }
    }
}
