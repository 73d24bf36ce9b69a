using IpReassembler.Reassembly;
using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>What the policies made of one datagram, side by side.</summary>
internal static class PolicyText
{
    private const string Indent = "  ", Gap = "  ";

    // Where nobody says how wide the screen is, as in a pipe.
    private const int WidestTable = 200, WideEnough = 72;

    /// <summary>Writes the line that says which datagram it is, and the table.</summary>
    public static void Write(TextWriter output, DatagramRecord record, Style style)
    {
        var key = record.Key;
        var ports = RecordText.Ports(record) is { Length: > 0 } known ? " " + known : "";
        var name = "#" + record.Name;
        var length = record.TotalLength is { } total ? ", " + RecordText.Count(total, "byte") : "";
        var who = $"{key.Source} > {key.Destination} {ProtocolNames.Of(record.Protocol)}{ports} id 0x{RecordText.Identification(record)}"
            + $"   {RecordText.Count(record.FragmentCount, "fragment")}{length}";
        var lines = style.Wrap(name + Gap, who).ToList();
        output.WriteLine(style.Strong(name) + lines[0][name.Length..]);
        lines.Skip(1).ToList().ForEach(output.WriteLine);
        WriteTable(output, record, style);
    }

    /// <summary>Writes the table and what follows from it.</summary>
    public static void WriteTable(TextWriter output, DatagramRecord record, Style style)
    {
        if (record.Views is null)
        {
            WriteWrapped(output, $"Every policy does the same: {Words.Of(record.State)}.", style);
            return;
        }

        var rows = ViewRow.Of(record, style);
        var delivered = rows.Where(row => row.Delivery is not null).ToList();
        var letters = new ViewLetters([.. delivered.Select(row => row.Delivery!)]);
        var width = Math.Min(style.Width, WidestTable);
        var label = rows.SelectMany(row => LabelLines(row.Label, width)).Max(line => line.Length);
        var tellsChecksum = delivered.Any(row => row.Checksum.Length > 0);
        var checksum = !tellsChecksum ? 0 : width >= WideEnough ? Gap.Length + "checksum bad".Length : Gap.Length + "bad".Length;
        var table = new ViewTable(letters.Columns(), width - Indent.Length - label - 1 - checksum);
        letters.Name(table.Panels.SelectMany(panel => panel));
        WriteDelivered(output, delivered, table, letters, label, checksum, style);
        if (table.LeftOutFrom is { } offset)
        {
            WriteWrapped(output, Invariant($"What differs from byte {offset} on is not shown; policy --json and --extract have all of it."), style);
        }

        foreach (var row in rows.Where(row => row.Delivery is null))
        {
            WriteRow(output, row.Label, label, style.Doubtful, row.Reason, width, style);
        }

        WriteWrapped(output, Conclusion(record, delivered), style);
        if (letters.Legend() is { Count: > 0 } legend)
        {
            var meaning = letters.AreOfPayload ? "a letter is 8 bytes of it" : table.IsCompressed ? "a letter is the frame that brought the bytes from there on" : "a letter is the frame that brought 8 bytes";
            WriteWrapped(output, $"{meaning}: {string.Join(' ', legend)}", style);
        }
    }

    private static void WriteDelivered(TextWriter output, List<ViewRow> delivered, ViewTable table, ViewLetters letters, int label, int checksum, Style style)
    {
        if (delivered.Count == 0)
        {
            return;
        }

        foreach (var panel in table.Panels)
        {
            output.WriteLine(table.Offsets(panel, Indent.Length + label + 1));
            for (var place = 0; place < delivered.Count; place++)
            {
                var row = delivered[place];
                var lines = LabelLines(row.Label, Math.Min(style.Width, WidestTable)).ToList();
                var said = row.Checksum.Length == 0 ? "" : Gap + (checksum > 2 + "bad".Length ? "checksum " : "") + row.Checksum;
                output.WriteLine($"{Indent}{lines[0].PadRight(label)} {table.Cells(panel, place, letters)}{(row.Checksum == "bad" ? style.Bad(said) : style.Good(said))}".TrimEnd());
                foreach (var line in lines.Skip(1))
                {
                    output.WriteLine(Indent + line);
                }
            }

            if (table.Marks(panel) is { Length: > 0 } marks)
            {
                output.WriteLine($"{new string(' ', Indent.Length + label + 1)}{style.Doubtful(marks)}");
            }
        }
    }

    // The label and what is said of it may both need several lines.
    private static void WriteRow(TextWriter output, string label, int labelWidth, Func<string, string> paint, string text, int width, Style style)
    {
        var left = LabelLines(label, width).ToList();
        var right = (style with { Width = width - Indent.Length - labelWidth - Gap.Length }).Wrap("", text).ToList();
        for (var line = 0; line < Math.Max(left.Count, right.Count); line++)
        {
            var beginning = (line < left.Count ? left[line] : "").PadRight(labelWidth);
            output.WriteLine($"{Indent}{beginning}{Gap}{(line < right.Count ? paint(right[line]) : "")}".TrimEnd());
        }
    }

    private static string Conclusion(DatagramRecord record, List<ViewRow> delivered)
    {
        var (views, sentences) = (record.Views!, new List<string>());
        var silent = views.Policies.Count(policy => policy.DeliveryCount == 0);
        if (views.Agree)
        {
            sentences.Add(silent > 0 ? "Nobody delivers anything." : "All deliver the same.");
        }
        else if (views.Payloads.Count > 1)
        {
            sentences.Add(Invariant($"{views.Payloads.Count} different payloads. An inspector using one policy is blind to the other {(views.Payloads.Count == 2 ? "one" : views.Payloads.Count - 1)}."));
        }
        else if (silent > 0)
        {
            sentences.Add(Invariant($"One payload: {Many(views.Policies.Count - silent, "delivers", "deliver")} it, {silent} {(silent == 1 ? "does" : "do")} not."));
        }
        else
        {
            sentences.Add("One payload, but not delivered as often by all.");
        }

        var right = delivered.Where(row => row.Checksum == "ok").ToList();
        var protocol = ProtocolNames.Of(record.Protocol).ToUpperInvariant();
        if (right.Count == 0 && delivered.Any(row => row.Checksum == "bad"))
        {
            sentences.Add($"No {protocol} checksum is right: the fragments do not belong together, or were altered.");
        }
        else if (right.Count == 1 && delivered.Count > 1)
        {
            sentences.Add($"Only the view of {right[0].Label} has a right {protocol} checksum.");
        }

        if (views.Policies.Any(policy => policy.DeliveryCount > policy.Deliveries.Count))
        {
            sentences.Add(Invariant($"Later deliveries than the first {ComparedView.MaxDeliveries} are not shown."));
        }

        return string.Join(' ', sentences);
    }

    private static string Many(int count, string one, string several) => Invariant($"{count} {(count == 1 ? "policy " + one : "policies " + several)}");

    private static void WriteWrapped(TextWriter output, string text, Style style)
    {
        foreach (var line in style.Wrap(Indent, text))
        {
            output.WriteLine(line);
        }
    }

    private static IEnumerable<string> LabelLines(string label, int width) =>
        (Style.Plain with { Width = width >= WideEnough ? 24 : "linux-classic,".Length }).Wrap("", label);
}
