using System.Buffers;
using System.Text.Json;
using IpReassembler.Timing;

namespace IpReassembler.Records;

/// <summary>Everything a report says, as one JSON object: the capture and the summary as in JSON lines, the flows, the datagrams, and how all of it was made.</summary>
public sealed class ReportData
{
    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>What was read.</summary>
    public required CaptureHeader Header { get; init; }

    /// <summary>The sums; its flows are those of the report.</summary>
    public required CaptureTotals Totals { get; init; }

    /// <summary>The counts.</summary>
    public required CaptureCounts Counts { get; init; }

    /// <summary>The datagrams.</summary>
    public required ReportRows Rows { get; init; }

    /// <summary>What a reader should know: whether it is a warning, the sentence, and the command that shows more.</summary>
    public IReadOnlyList<(bool IsWarning, string Text, string Command)> Advice { get; init; } = [];

    /// <summary>How the report was made: a name, and what there is to say.</summary>
    public IReadOnlyList<(string Name, string Value)> Method { get; init; } = [];

    /// <summary>The object in UTF-8. It holds no <c>&lt;</c>, so it can stand in a page.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("title"u8, Title);
        WriteLines(json);
        WriteTimes(json);
        WriteDensity(json);
        json.WriteStartArray("advice"u8);
        foreach (var (isWarning, text, command) in Advice)
        {
            json.WriteStartObject();
            json.WriteBoolean("warning"u8, isWarning);
            json.WriteString("text"u8, text);
            json.WriteString("command"u8, command);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WritePairs(json, "method"u8, Method);
        WritePairs(json, "definitions"u8, Definitions.Terms);
        json.WritePropertyName("datagrams"u8);
        Rows.Write(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WritePairs(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<(string Name, string Value)> pairs)
    {
        json.WriteStartArray(name);
        foreach (var (first, second) in pairs)
        {
            json.WriteStartArray();
            json.WriteStringValue(first);
            json.WriteStringValue(second);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    // The lines that --json prints, in the order it prints them: capture, flows, summary.
    private void WriteLines(Utf8JsonWriter json)
    {
        using var stream = new MemoryStream();
        using (var lines = new JsonLines(stream, Header, LineKinds.Flow | LineKinds.Summary))
        {
            var flows = Totals.Timing.Flows;
            foreach (var row in flows.Ordered(FlowOrder.Failed))
            {
                lines.Write(row, flows.Grouping, Header);
            }

            lines.WriteRest(flows);
            lines.Write(Totals, Counts);
        }

        var all = System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        json.WritePropertyName("capture"u8);
        json.WriteRawValue(all[0]);
        json.WritePropertyName("summary"u8);
        json.WriteRawValue(all[^1]);
        json.WriteStartArray("flows"u8);
        foreach (var line in all[1..^1])
        {
            json.WriteRawValue(line);
        }

        json.WriteEndArray();
    }

    // A curve of 101 points: what p per cent of the good datagrams do not pass.
    private void WriteTimes(Utf8JsonWriter json)
    {
        json.WriteStartArray("percentiles_ns"u8);
        for (var percent = 0; percent <= 100 && Totals.Timing.Traffic.FirstToComplete.Count > 0; percent++)
        {
            json.WriteNumberValue(Totals.Timing.Traffic.FirstToComplete.Percentile(percent)!.Value.Nanoseconds);
        }

        json.WriteEndArray();
    }

    // Displacement and how many fragments have it (RFC 5236), those that none has left out.
    private void WriteDensity(Utf8JsonWriter json)
    {
        json.WriteStartArray("reorder_density"u8);
        for (var displacement = -ReorderDensity.Threshold; displacement <= ReorderDensity.Threshold; displacement++)
        {
            if (Totals.Timing.Density[displacement] is var count and > 0)
            {
                json.WriteStartArray();
                json.WriteNumberValue(displacement);
                json.WriteNumberValue(count);
                json.WriteEndArray();
            }
        }

        json.WriteEndArray();
    }
}
