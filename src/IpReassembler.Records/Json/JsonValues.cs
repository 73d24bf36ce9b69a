using System.Text.Json;
using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>How values that several lines have are written in JSON.</summary>
internal static class JsonValues
{
    /// <summary>The frames that a datagram's fragments came in, in order of arrival.</summary>
    public static void WriteFrames(this Utf8JsonWriter json, DatagramRecord record)
    {
        json.WriteStartArray("frames"u8);
        foreach (var fragment in record.Fragments)
        {
            json.WriteNumberValue(fragment.Frame);
        }

        json.WriteEndArray();
    }

    /// <summary>What is strange, in words.</summary>
    public static void WriteAnomalies(this Utf8JsonWriter json, Anomaly anomalies)
    {
        json.WriteStartArray("anomalies"u8);
        foreach (var word in Words.Of(anomalies))
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
    }

    /// <summary>What other programs call it, and where it is written about.</summary>
    public static void WriteNamesElsewhere(this Utf8JsonWriter json, string name, IpVersion version)
    {
        var entry = AnomalyCatalog.Find(name);
        json.WriteString("zeek"u8, entry.Zeek);
        json.WriteString("suricata"u8, entry.SuricataFor(version));
        json.WriteString("reference"u8, entry.Reference);
    }

    /// <summary>A payload in the form it carries; nothing for none.</summary>
    public static void WritePayload(this Utf8JsonWriter json, in PayloadText payload)
    {
        switch (payload.Form)
        {
            case PayloadForm.Sha256:
                json.WriteString("payload_sha256"u8, payload.Text);
                break;
            case PayloadForm.Hex:
                json.WriteString("payload_hex"u8, payload.Text);
                break;
            case PayloadForm.Base64:
                json.WriteString("payload_base64"u8, payload.Text);
                break;
        }
    }

    /// <summary>A time as a decimal string of epoch seconds: a JSON number would lose its last digits.</summary>
    public static void WriteTime(this Utf8JsonWriter json, ReadOnlySpan<byte> name, Timestamp time, int digits) => json.WriteString(name, time.ToString(digits));

    /// <summary>A number, or null where there is none.</summary>
    public static void WriteNumber(this Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>Ranges that did not come, <c>"missing":[[8,16],[24,null]]</c>: first byte and the one behind the last, null where that is not known.</summary>
    public static void WriteMissing(this Utf8JsonWriter json, IReadOnlyList<ByteRange> missing)
    {
        json.WriteStartArray("missing"u8);
        foreach (var range in missing)
        {
            json.WriteStartArray();
            json.WriteNumberValue(range.Start);
            if (range.End == int.MaxValue)
            {
                json.WriteNullValue();
            }
            else
            {
                json.WriteNumberValue(range.End);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }
}
