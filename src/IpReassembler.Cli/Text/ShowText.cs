using System.Globalization;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using IpReassembler.Timing;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>One datagram in full: what it is, what became of it, its fragments in order of arrival, and what is missing.</summary>
/// <remarks>In a narrow terminal the columns of the fragment table go in this order: ttl, fate, length, mf.</remarks>
internal static class ShowText
{
    private const string PartGap = "   ";

    private static readonly TextColumn[] FragmentColumns =
    [
        new("frame"), new("arrival", Right: true), new("bytes", Right: true), new("length", Right: true, Sacrifice: 3), new("mf", Sacrifice: 4),
        new("ttl", Right: true, Sacrifice: 1), new("fate", Sacrifice: 2), new("notes"),
    ];

    /// <summary>Writes the head and the waterfall, then the table and the gaps.</summary>
    public static void Write(TextWriter output, DatagramRecord record, Style style)
    {
        WriteHead(output, record, style);
        WriteWaterfall(output, record, style);
        WriteFragments(output, record, style);
        WriteGaps(output, record, style);
    }

    /// <summary>Writes the two or three lines that say what it is and what became of it. How far it was out of order stands under the waterfall.</summary>
    public static void WriteHead(TextWriter output, DatagramRecord record, Style style)
    {
        var name = $"Datagram #{record.Name}";
        Wrap(output, style.Strong(name), Identity(record), name.Length, style);
        var fate = Fate(record);
        Wrap(output, RecordText.Paint(fate, record.Verdict, style), string.Join(PartGap, Findings(record, style)), fate.Length, style);
        if (RecordText.Notes(record with { ReorderedCount = 0 }) is { Length: > 0 } notes)
        {
            output.WriteLine(style.Clip(notes, style.Width));
        }
    }

    /// <summary>Writes why it was not delivered; nothing when there is nothing to say.</summary>
    public static void WriteReason(TextWriter output, string reason, Style style)
    {
        if (reason.Length == 0)
        {
            return;
        }

        foreach (var line in style.Wrap("why: ", reason))
        {
            output.WriteLine(line);
        }
    }

    /// <summary>Draws when each fragment came, and what it covers.</summary>
    public static void WriteWaterfall(TextWriter output, DatagramRecord record, Style style)
    {
        output.WriteLine();
        var painter = new TextPainter(TimelineLayout.Of(record.ToTimeline(), Words.Of))
        {
            Width = style.Width,
            Ascii = style.Ascii,
            TimeDigits = record.TimeDigits,
            Paint = (line, mark) => mark switch
            {
                RowMark.Delivered => style.Good(line),
                RowMark.Odd => style.Doubtful(line),
                RowMark.Bad => style.Bad(line),
                _ => line,
            },
        };
        foreach (var line in painter.Lines())
        {
            output.WriteLine(line);
        }

        WriteUnlisted(output, record);
    }

    /// <summary>The waterfall as a picture.</summary>
    public static string Svg(DatagramRecord record) => new SvgPainter(TimelineLayout.Of(record.ToTimeline(), Words.Of))
    {
        Title = $"Datagram #{record.Name}   {Identity(record)}".Replace(PartGap, " · ", StringComparison.Ordinal),
        Subtitle = string.Join(" · ", Findings(record, Style.Plain).Prepend(Fate(record))),
        TimeDigits = record.TimeDigits,
    }.Draw();

    /// <summary>Writes a line for each fragment, in order of arrival.</summary>
    public static void WriteFragments(TextWriter output, DatagramRecord record, Style style)
    {
        output.WriteLine();
        var (largest, clock) = (-1, Clock(record));
        var rows = new List<string[]>();
        foreach (var fragment in record.Fragments)
        {
            var notes = Words.Of(fragment.Anomalies).ToList();
            if (fragment.Range.Start < largest)
            {
                notes.Insert(0, "late");
            }

            largest = Math.Max(largest, fragment.Range.Start);
            rows.Add(
            [
                Invariant($"#{fragment.Frame}"),
                clock.ShowSigned(fragment.Timestamp - record.First),
                fragment.Range.Length > 0 ? FieldCatalog.Inclusive(fragment.Range) : Invariant($"at {fragment.Range.Start}"),
                fragment.Range.Length.ToString(CultureInfo.InvariantCulture),
                fragment.MoreFragments ? "more" : "last",
                fragment.TimeToLive.ToString(CultureInfo.InvariantCulture),
                Words.Of(fragment.Fate),
                string.Join(", ", notes),
            ]);
        }

        foreach (var line in TextTable.Lines(FragmentColumns, rows, style))
        {
            output.WriteLine(line);
        }

        WriteUnlisted(output, record);
    }

    /// <summary>Writes the ranges that never came; nothing when none is missing.</summary>
    public static void WriteGaps(TextWriter output, DatagramRecord record, Style style)
    {
        if (record.Missing.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine("MISSING");
        var rows = record.Missing.Select(gap => (
            Range: FieldCatalog.Inclusive(gap),
            Length: gap.End == int.MaxValue ? "" : RecordText.Count(gap.Length, "byte"),
            Guess: RecordText.Guess(record, gap))).ToList();
        var (range, length) = (rows.Max(row => row.Range.Length), rows.Max(row => row.Length.Length));
        foreach (var row in rows)
        {
            output.WriteLine(style.Clip($"  {row.Range.PadLeft(range)}  {row.Length.PadLeft(length)}  {row.Guess}", style.Width));
        }
    }

    private static ArrivalClock Clock(DatagramRecord record) => ArrivalClock.For(record.Last - record.First, record.TimeDigits);

    private static string Identity(DatagramRecord record)
    {
        var key = record.Key;
        var length = record.TotalLength is { } total ? RecordText.Count(total, "byte") : "unknown length";
        var vlan = key.Vlans.Count > 0 ? $"   vlan {key.Vlans}" : "";
        return $"{EndPoint(key.Source, record.SourcePort)} > {EndPoint(key.Destination, record.DestinationPort)}{vlan}   {Protocol(record)}"
            + $"   id 0x{RecordText.Identification(record)}   {length} in {RecordText.Count(record.FragmentCount, "fragment")}";
    }

    private static string Fate(DatagramRecord record) =>
        Words.Of(record.State) + (record.State == DatagramState.Complete ? " and " : ", ") + Words.Of(record.Verdict);

    private static IEnumerable<string> Findings(DatagramRecord record, Style style)
    {
        yield return $"{Protocol(record)} checksum {Words.Of(record.Checksum)}";
        if (record.CompletedAfter is { } duration)
        {
            yield return "first->complete " + Clock(record).Show(duration);
        }

        if (record.Waited is { } waited)
        {
            yield return "waited " + style.Show(waited);
        }

        yield return "policy " + record.Policy;
    }

    private static string Protocol(DatagramRecord record) => ProtocolNames.Of(record.Protocol).ToUpperInvariant();

    private static string EndPoint(IpAddress address, int? port) => port is null ? address.ToString()
        : address.Version == IpVersion.V4 ? Invariant($"{address}:{port}")
        : Invariant($"[{address}]:{port}");

    private static void WriteUnlisted(TextWriter output, DatagramRecord record)
    {
        if (record.FragmentCount > record.Fragments.Count)
        {
            output.WriteLine(Invariant($"  and {record.FragmentCount - record.Fragments.Count} more that are exact copies"));
        }
    }

    // The painted beginning is longer in letters than on the screen, so its width is told apart.
    private static void Wrap(TextWriter output, string beginning, string rest, int beginningWidth, Style style)
    {
        var width = beginningWidth;
        output.Write(beginning);
        foreach (var part in rest.Split(PartGap))
        {
            if (width + 3 + part.Length > style.Width)
            {
                output.WriteLine();
                output.Write("  " + part);
                width = 2 + part.Length;
            }
            else
            {
                output.Write("   " + part);
                width += 3 + part.Length;
            }
        }

        output.WriteLine();
    }
}
