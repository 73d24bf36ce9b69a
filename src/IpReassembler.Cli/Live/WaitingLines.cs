using IpReassembler.Packets;
using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>The table of what waits: how much of each datagram is there, which hole is open, and how long it still may be.</summary>
/// <remarks>In a narrow terminal the columns go in this order: protocol, have, identification, addresses, the bar.</remarks>
internal static class WaitingLines
{
    private const int WideBar = 16, NarrowBar = 8, WideFrom = 90;

    // Who has less than this part of its time left is soon given up.
    private const int SoonPart = 5;

    private static readonly TextColumn[] Columns =
    [
        new("#"), new("src > dst", Sacrifice: 4), new("proto", Sacrifice: 1), new("id", Sacrifice: 3), new("have", Right: true, Sacrifice: 2),
        new("bytes", Sacrifice: 5), new("missing"), new("time left", Right: true),
    ];

    /// <summary>Lines for what waits, titles first.</summary>
    public static IEnumerable<(string Text, Tone Tone)> Of(IReadOnlyList<WaitingRow> waiting, int chosen, Style style)
    {
        var cells = style.Width >= WideFrom ? WideBar : NarrowBar;
        var rows = waiting.Select(row => new[]
        {
            "#" + row.Record.Name,
            $"{row.Record.Key.Source} > {row.Record.Key.Destination}",
            ProtocolNames.Of(row.Record.Protocol),
            RecordText.Identification(row.Record),
            Have(row.Record),
            Bar(row.Record, cells, style.Ascii),
            RecordText.Gaps(row.Record, 1),
            Left(row, style),
        }).ToList();
        return TextTable.Lines(Columns, rows, style).Select((line, i) =>
            (ChosenRow.Mark(line, i > 0 && i - 1 == chosen), i > 0 && IsSoon(waiting[i - 1]) ? Tone.Doubtful : Tone.Plain));
    }

    /// <summary>Where bytes have come and where not: a cell for each part of the payload, and question marks where nobody knows how long it is.</summary>
    public static string Bar(DatagramRecord record, int cells, bool ascii)
    {
        var known = record.TotalLength is null ? cells - 2 : cells;
        var length = record.TotalLength ?? Math.Max(1, record.Missing.Count > 0 ? record.Missing[^1].Start : 1);
        var bar = Enumerable.Range(0, known).Select(cell => Cell((long)length * cell / known, (long)length * (cell + 1) / known));
        return $"[{string.Concat(bar)}{new string('?', cells - known)}]";

        char Cell(long start, long end)
        {
            // There may be more cells than bytes.
            end = Math.Max(end, start + 1);
            var missing = record.Missing.Sum(gap => Math.Max(0, Math.Min(end, gap.End) - Math.Max(start, gap.Start)));
            return (ascii ? "#+-" : "█▒░")[missing == 0 ? 0 : missing < end - start ? 1 : 2];
        }
    }

    // How many pieces are there, of how many. A sender cuts all but the last to one length.
    private static string Have(DatagramRecord record)
    {
        var unit = record.Fragments.Where(fragment => fragment.MoreFragments).Select(fragment => fragment.Range.Length).DefaultIfEmpty().Max();
        var all = record.TotalLength is { } total && unit > 0 ? Invariant($"{(total + unit - 1) / unit}") : "?";
        return Invariant($"{record.FragmentCount - record.DuplicateCount}/{all}");
    }

    private static string Left(WaitingRow row, Style style) => row.Left == Duration.Longest ? "for ever"
        : $"{LiveNumbers.Short(row.Left < Duration.Zero ? Duration.Zero : row.Left, style)} of {LiveNumbers.Whole(row.Record.Timeout, style)}";

    private static bool IsSoon(WaitingRow row) => row.Left.Nanoseconds < row.Record.Timeout.Nanoseconds / SoonPart;
}
