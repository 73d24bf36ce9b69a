using System.Globalization;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli.Text;

/// <summary>One datagram in full: what it is, what became of it, its fragments in order of arrival, and what is missing.</summary>
/// <remarks>In a narrow terminal the columns of the fragment table go in this order: ttl, fate, length, mf.</remarks>
internal static class ShowText
{
    private static readonly TextColumn[] FragmentColumns =
    [
        new("frame"), new("arrival", Right: true), new("bytes", Right: true), new("length", Right: true, Sacrifice: 3), new("mf", Sacrifice: 4),
        new("ttl", Right: true, Sacrifice: 1), new("fate", Sacrifice: 2), new("notes"),
    ];

    /// <summary>Writes the head, the fragment table and the gaps.</summary>
    public static void Write(TextWriter output, DatagramRecord record, Style style)
    {
        WriteHead(output, record, style);
        WriteFragments(output, record, style);
        WriteGaps(output, record, style);
    }

    /// <summary>Writes the two or three lines that say what it is and what became of it.</summary>
    public static void WriteHead(TextWriter output, DatagramRecord record, Style style)
    {
        var key = record.Key;
        var length = record.TotalLength is { } total ? RecordText.Count(total, "byte") : "unknown length";
        var vlan = key.Vlans.Count > 0 ? $"   vlan {key.Vlans}" : "";
        var protocol = ProtocolNames.Of(record.Protocol).ToUpperInvariant();
        var name = $"Datagram #{record.Name}";
        var identity = $"{EndPoint(key.Source, record.SourcePort)} > {EndPoint(key.Destination, record.DestinationPort)}{vlan}   {protocol}"
            + $"   id 0x{RecordText.Identification(record)}   {length} in {RecordText.Count(record.FragmentCount, "fragment")}";
        Wrap(output, style.Strong(name), identity, name.Length, style);
        var findings = new List<string> { $"{protocol} checksum {Words.Of(record.Checksum)}" };
        if (record.CompletedAfter is { } duration)
        {
            findings.Add("first->complete " + style.Show(duration));
        }

        if (record.Waited is { } waited)
        {
            findings.Add("waited " + style.Show(waited));
        }

        findings.Add("policy " + record.Policy);
        var fate = Words.Of(record.State) + (record.State == DatagramState.Complete ? " and " : ", ") + Words.Of(record.Verdict);
        Wrap(output, RecordText.Paint(fate, record.Verdict, style), string.Join("   ", findings), fate.Length, style);
        if (RecordText.Notes(record) is { Length: > 0 } notes)
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

    /// <summary>Writes a line for each fragment, in order of arrival.</summary>
    public static void WriteFragments(TextWriter output, DatagramRecord record, Style style)
    {
        output.WriteLine();
        var largest = -1;
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
                Arrival(fragment.Timestamp - record.First, record),
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

        if (record.FragmentCount > record.Fragments.Count)
        {
            output.WriteLine(Invariant($"  and {record.FragmentCount - record.Fragments.Count} more that are exact copies"));
        }
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

    // Milliseconds with all the digits the clock is worth; seconds where milliseconds would be long.
    private static string Arrival(Duration after, DatagramRecord record)
    {
        var (unit, name, digits) = record.Last - record.First >= Duration.FromSeconds(10) ? (1e9m, "s", record.TimeDigits) : (1e6m, "ms", record.TimeDigits - 3);
        var number = (after.Nanoseconds / unit).ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return $"{(after.Nanoseconds < 0 ? "" : "+")}{number} {name}";
    }

    private static string EndPoint(IpAddress address, int? port) => port is null ? address.ToString()
        : address.Version == IpVersion.V4 ? Invariant($"{address}:{port}")
        : Invariant($"[{address}]:{port}");

    // The painted beginning is longer in letters than on the screen, so its width is told apart.
    private static void Wrap(TextWriter output, string beginning, string rest, int beginningWidth, Style style)
    {
        var width = beginningWidth;
        output.Write(beginning);
        foreach (var part in rest.Split("   "))
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
