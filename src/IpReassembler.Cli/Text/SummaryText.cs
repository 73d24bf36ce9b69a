using System.Globalization;
using IpReassembler.Packets;
using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>The one-screen report. Blocks with nothing to say are left out.</summary>
/// <remarks>
/// What gives way in a narrow terminal, in this order: the bars shrink (92 columns), the bars go (76), the remarks behind the
/// categories go (68); in the table of what is missing the frames, the identification, the wait, the protocol and the addresses go.
/// </remarks>
internal static class SummaryText
{
    private const string MissingTitle = "WHAT IS MISSING";
    private const int LabelWidth = 53, PercentWidth = 9, WidestBar = 24, NarrowestBar = 8;

    private static readonly TextColumn[] MissingColumns =
    [
        new(""), new("", Sacrifice: 5), new("", Sacrifice: 4), new("", Sacrifice: 2), new("", Right: true), new(""),
        new("frames", Sacrifice: 1), new("waited", Right: true, Sacrifice: 3),
    ];

    /// <summary>Writes the report.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="header">What was read.</param>
    /// <param name="totals">The sums over its records.</param>
    /// <param name="counts">The sums of the reader and the cache.</param>
    /// <param name="style">How it may look.</param>
    /// <param name="onlyFirstBlock">Whether everything after the categories is left out (<c>-q</c>).</param>
    public static void Write(TextWriter output, CaptureHeader header, CaptureTotals totals, CaptureCounts counts, Style style, bool onlyFirstBlock = false)
    {
        var waits = Waits(header, totals, counts);
        WriteHeader(output, header, counts, waits, style);
        output.WriteLine();
        WriteCategories(output, header, totals, waits, style);
        if (onlyFirstBlock)
        {
            return;
        }

        WriteFragments(output, totals, style);
        TimesText.WriteTimes(output, totals.Timing.Traffic, style);
        WriteMissing(output, header, totals, style);
        FlowText.WriteShort(output, header, totals.Timing.Flows, style);
        WriteAdvice(output, SummaryAdvice.For(header, totals, counts, style), style);
    }

    // How long datagrams of the families that are there wait: one where that is the same.
    private static (IpVersion Version, Duration? Wait)[] Waits(CaptureHeader header, CaptureTotals totals, CaptureCounts counts)
    {
        bool Has(IpVersion version, long packets) => packets > 0 || totals.Timing.Flows.Rows.Any(row => row.Key.Source?.Version == version);

        (IpVersion Version, Duration? Wait) v4 = (IpVersion.V4, header.Timeout), v6 = (IpVersion.V6, header.Ipv6Timeout);
        return v4.Wait == v6.Wait || !Has(IpVersion.V6, counts.Ipv6Packets) ? [v4]
            : Has(IpVersion.V4, counts.Ipv4Packets) ? [v4, v6]
            : [v6];
    }

    private static void WriteHeader(TextWriter output, CaptureHeader header, CaptureCounts counts, (IpVersion Version, Duration? Wait)[] waits, Style style)
    {
        var unit = header.TickNanoseconds switch { 1 => "ns", 1_000 => style.Ascii ? "us" : "µs", _ => style.Show(new Duration(header.TickNanoseconds)) };
        var time = counts is { First: { } first, Last: { } last } ? Invariant($" in {(last - first).Nanoseconds / 1e9:0.000} s") : "";
        string Word(Duration? wait, string label) => wait is { } known ? label + Whole(known, style) : "no timeout";
        var timeout = Word(waits[0].Wait, "timeout ") + (waits.Length > 1 ? ", IPv6 " + Word(waits[1].Wait, "") : "");
        WriteParts(output,
            [
                $"{style.Printable(Path.GetFileName(header.File))}  {header.Format}, {LinkNames.Of(header.Link)}, {unit}",
                $"{RecordText.Count(counts.Packets, "packet")}{time}",
                header.Targets is { } targets
                    ? $"policy by targets {style.Printable(Path.GetFileName(targets))}, else {header.Policy}, {timeout}"
                    : $"policy {header.Policy}, {timeout}",
                .. counts.Live is { } live ? [Invariant($"kernel drops {live.Dropped}")] : Array.Empty<string>(),
            ], style);
        if (header.Where is { } where)
        {
            output.WriteLine(style.Clip("only datagrams with " + style.Printable(where), style.Width));
        }

    }

    private static void WriteCategories(TextWriter output, CaptureHeader header, CaptureTotals totals, (IpVersion Version, Duration? Wait)[] waits, Style style)
    {
        var showRemarks = style.Width >= LabelWidth + 15;
        var rows = Array.FindAll(Categories(header, waits), row => totals[row.Category] > 0);
        string Label(CategoryRow row) => "  " + row.Name + (showRemarks ? row.Remark : "");
        var title = header.Where is not null ? Invariant($"DATAGRAMS selected of {totals.Datagrams + totals.Unselected}")
            : showRemarks ? "DATAGRAMS that were fragmented"
            : "DATAGRAMS";
        var numberWidth = Math.Max(4, 2 + totals.Datagrams.ToString(CultureInfo.InvariantCulture).Length);
        var labelWidth = showRemarks ? LabelWidth : title.Length;
        foreach (var row in rows)
        {
            labelWidth = Math.Max(labelWidth, Label(row).Length);
        }

        labelWidth = Math.Min(labelWidth, style.Width - numberWidth - PercentWidth);
        var bar = Math.Min(WidestBar, style.Width - labelWidth - numberWidth - PercentWidth - 2);
        string Number(long number) => number.ToString(CultureInfo.InvariantCulture).PadLeft(numberWidth);

        output.WriteLine(title.PadRight(labelWidth) + Number(totals.Datagrams));
        foreach (var row in rows)
        {
            var share = (double)totals[row.Category] / totals.Datagrams;
            var line = Invariant($"{style.Clip(Label(row), labelWidth).PadRight(labelWidth)}{Number(totals[row.Category])}{100 * share,7:0.0} %");
            output.WriteLine(bar >= NarrowestBar ? line + "  " + Paint(style.Bar(share, bar), row.Category, style) : line);
        }
    }

    private static CategoryRow[] Categories(CaptureHeader header, (IpVersion Version, Duration? Wait)[] waits) =>
    [
        new(RecordCategory.Sound, "complete and sound", ""),
        new(RecordCategory.Unchecked, "complete", " (nothing to verify it by)"),
        new(RecordCategory.Incomplete, "incomplete", " (a range never came)"),
        new(RecordCategory.DroppedByPolicy, header.Targets is null ? "dropped by policy " + header.Policy : "dropped by their policy", ", although nothing conflicts"),
        new(RecordCategory.Expired, "expired", header.Targets is not null || waits.Length > 1 ? ", would be whole without their timeout"
            : waits[0].Wait is { } wait ? $", would be whole without the {Whole(wait, Style.Plain)} timeout" : ""),
        new(RecordCategory.Conflict, "conflicting overlap", " (systems may disagree)"),
        new(RecordCategory.Malformed, "malformed", " (contradicts itself about its end)"),
        new(RecordCategory.Spliced, "spliced", " (one identification, two datagrams)"),
        new(RecordCategory.Corrupt, "corrupt", " (whole, the checksum wrong)"),
        new(RecordCategory.Evicted, "evicted", " (a limit cut it, nothing is claimed)"),
    ];

    private static void WriteFragments(TextWriter output, CaptureTotals totals, Style style)
    {
        if (totals.Fragments == 0)
        {
            return;
        }

        var parts = new List<string> { Invariant($"FRAGMENTS  {totals.Fragments}") };
        if (totals.Reordered > 0)
        {
            parts.Add(Invariant($"reordered {totals.Reordered} ({100.0 * totals.Reordered / totals.Fragments:0.0} %, max extent {totals.Timing.Traffic.LargestExtent})"));
        }

        if (totals.Duplicates > 0)
        {
            var conflicting = totals.ConflictingDuplicates > 0 ? Invariant($" ({totals.ConflictingDuplicates} with other bytes)") : "";
            parts.Add(Invariant($"duplicate {totals.Duplicates}{conflicting}"));
        }

        if (totals.Overlapping > 0)
        {
            parts.Add(Invariant($"overlapping {totals.Overlapping}"));
        }

        if (totals.LateDuplicates > 0)
        {
            parts.Add(Invariant($"late duplicate {totals.LateDuplicateFragments} (in {RecordText.Count(totals.LateDuplicates, "group")})"));
        }

        WriteParts(output, parts, style);
    }

    private static void WriteMissing(TextWriter output, CaptureHeader header, CaptureTotals totals, Style style)
    {
        var shown = totals.Shown(RecordCategory.Incomplete);
        if (shown.Count == 0)
        {
            return;
        }

        output.WriteLine();
        var rows = shown.Select(record => new[]
        {
            "#" + record.Name,
            $"{record.Key.Source} > {record.Key.Destination}",
            $"{ProtocolNames.Of(record.Protocol)} {RecordText.Ports(record)}".TrimEnd(),
            "id 0x" + RecordText.Identification(record),
            RecordText.Gaps(record, 1),
            record.Missing.Count > 0 ? RecordText.Guess(record, record.Missing[0]) : "",
            record.Fragments.Count > 0 ? Invariant($"{record.Number}-{record.Fragments[^1].Frame}") : "",
            record.Waited is { } waited ? style.Show(waited) : "-",
        }).ToList();
        var lines = TextTable.Lines(MissingColumns, rows, style).ToList();
        // The block's name stands in the line of titles, whose first columns have none.
        output.WriteLine(MissingTitle + (lines[0].Length > MissingTitle.Length ? lines[0][MissingTitle.Length..] : ""));
        lines.Skip(1).ToList().ForEach(output.WriteLine);
        if (totals[RecordCategory.Incomplete] > shown.Count)
        {
            var more = totals[RecordCategory.Incomplete] - shown.Count;
            var command = header.ReadOptions.Length > 0 ? $"  ipreasm list {header.ReadOptions} -Y 'verdict == incomplete'" : "";
            output.WriteLine(Invariant($"  and {more} more.{command}"));
        }
    }

    private static void WriteAdvice(TextWriter output, IReadOnlyList<SummaryAdvice> advice, Style style)
    {
        if (advice.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine("ADVICE");
        foreach (var item in advice)
        {
            var lines = style.Wrap(item.IsWarning ? "  ! " : "  i ", item.Text).ToList();
            if (item.Command.Length > 0 && lines[^1].Length + 2 + item.Command.Length <= style.Width)
            {
                lines[^1] += "  " + item.Command;
            }
            else if (item.Command.Length > 0)
            {
                // A command is never broken: it is there to be copied.
                lines.Add("    " + item.Command);
            }

            lines.ForEach(output.WriteLine);
        }
    }

    /// <summary>Parts of one line; what does not fit goes on in the next.</summary>
    public static void WriteParts(TextWriter output, List<string> parts, Style style)
    {
        var line = parts[0];
        foreach (var part in parts.Skip(1))
        {
            if (line.Length + 3 + part.Length > style.Width)
            {
                output.WriteLine(line);
                line = "  " + part;
            }
            else
            {
                line += "   " + part;
            }
        }

        output.WriteLine(line);
    }

    private static string Paint(string text, RecordCategory category, Style style) => category switch
    {
        RecordCategory.Sound => style.Good(text),
        RecordCategory.Conflict or RecordCategory.Malformed or RecordCategory.Spliced or RecordCategory.Corrupt => style.Bad(text),
        _ => style.Doubtful(text),
    };

    /// <summary>A length of time that may be days: hours say more than seconds.</summary>
    public static string Long(Duration duration, Style style) => duration.Nanoseconds switch
    {
        >= 2 * 86_400_000_000_000 => Invariant($"{duration.Nanoseconds / 86_400e9:0.0} days"),
        >= 2 * 3_600_000_000_000 => Invariant($"{duration.Nanoseconds / 3_600e9:0.0} h"),
        >= 120_000_000_000 => Invariant($"{duration.Nanoseconds / 60e9:0.0} min"),
        _ => style.Show(duration),
    };

    // A timeout is a round number that somebody chose: 30 s, not 30.0 s.
    public static string Whole(Duration duration, Style style) => style.Show(duration).Replace(".0 ", " ", StringComparison.Ordinal);

    private sealed record CategoryRow(RecordCategory Category, string Name, string Remark);
}
