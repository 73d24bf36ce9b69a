namespace IpReassembler.Cli;

/// <summary>Which parts a screen has room for, and how many lines each gets. It depends on the size alone, so that nothing jumps while numbers change.</summary>
/// <param name="Columns">How many charts stand side by side: 3 with the outcomes beside them, 2 without, 1 where all share one box.</param>
/// <param name="ChartLines">The lines of the charts; 0 for no charts.</param>
/// <param name="OutcomeLines">The lines of a box for the outcomes; 0 where they stand beside the charts, or not at all.</param>
/// <param name="FlowLines">The lines of the table of flows, titles included; 0 for none.</param>
/// <param name="WaitingLines">The lines of the table of what waits, titles included.</param>
internal sealed record LiveLayout(int Columns, int ChartLines, int OutcomeLines, int FlowLines, int WaitingLines)
{
    /// <summary>The fewest lines of a screen on which anything can be drawn.</summary>
    public const int LeastHeight = 6;

    private const int ThreeFrom = 100, TwoFrom = 60;

    // A table of titles and two rows.
    private const int LeastTable = 3;

    /// <summary>The layout for a screen.</summary>
    /// <param name="width">Its columns.</param>
    /// <param name="lines">Its lines, without those above and below the boxes.</param>
    public static LiveLayout For(int width, int lines)
    {
        var columns = width >= ThreeFrom ? 3 : width >= TwoFrom ? 2 : 1;
        var charts = columns == 1 ? 3 : lines >= 40 ? 6 : columns == 3 ? 3 : 2;
        var outcomes = columns == 3 ? 0 : 1;

        // What goes first in a low terminal: the outcomes, then the charts, then the flows. Each box costs a line for its edge, and the last one more.
        foreach (var (chart, outcome) in new[] { (charts, outcomes), (charts, 0), (0, 0) })
        {
            var left = lines - 1 - Cost(chart) - Cost(outcome) - 2;
            if (left >= 2 * LeastTable)
            {
                var flows = Math.Max(LeastTable, left * 2 / 5);
                return new LiveLayout(columns, chart, outcome, flows, left - flows);
            }
        }

        return new LiveLayout(columns, 0, 0, 0, Math.Max(1, lines - 2));
    }

    private static int Cost(int box) => box > 0 ? box + 1 : 0;
}
