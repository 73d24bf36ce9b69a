using System.Text.Json;

namespace IpReassembler.Records;

/// <summary>The JSON fields of an assertion's result.</summary>
internal static class AssertionFields
{
    public static void WriteResult(this Utf8JsonWriter json, AssertionResult result)
    {
        json.WriteString("text"u8, result.Text);
        json.WriteBoolean("holds"u8, result.Holds);
        WriteNumber(json, "measured"u8, result.Measured, result.Kind);
        WriteNumber(json, "bound"u8, result.Bound, result.Kind);
        if (result.Baseline is { } baseline)
        {
            WriteNumber(json, "baseline"u8, baseline, result.Kind);
        }

        var unit = result.Kind switch
        {
            FieldKind.Duration => "ns",
            FieldKind.Ratio => "ratio",
            FieldKind.Bytes => "bytes",
            _ => "number",
        };
        json.WriteString("unit"u8, result.IsRate ? unit + "/s" : unit);
        if (result.Remark is { } remark)
        {
            json.WriteString("remark"u8, remark);
        }

        json.WriteString("worst"u8, result.Worst);
    }

    // A ratio is a part of 1 here. Nine digits after the point are more than anybody measures, and fewer than a quotient has.
    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, decimal? number, FieldKind kind)
    {
        if (number is { } known)
        {
            var rounded = Math.Round(kind == FieldKind.Ratio ? known / 1_000_000 : known, 9);

            // Dividing by 1 with many digits strips the zeroes at the end: 5 and 5.000 are written alike.
            json.WriteNumber(name, rounded / 1.000000000000000000000000000000m);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
