using System.Text.Json;
using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>The options of a decoded IPv4 header in JSON.</summary>
internal static class DecodeJsonOptions
{
    public static void Write(Utf8JsonWriter json, DecodedIpv4? packet)
    {
        json.WriteStartArray("options"u8);
        foreach (var option in new Ipv4Options(packet is null ? [] : packet.OptionBytes))
        {
            json.WriteStartObject();
            json.WriteNumber("kind"u8, (int)option.Kind);
            json.WriteString("name"u8, Ipv4OptionNames.Of(option.Kind));
            json.WriteBoolean("copied"u8, option.IsCopied);
            json.WriteBoolean("malformed"u8, option.IsMalformed);
            json.WriteString("hex"u8, Convert.ToHexStringLower(option.Bytes));
            if (option.TryGetRoute(out var route))
            {
                WriteRoute(json, route);
            }
            else if (option.TryGetTimestamp(out var times))
            {
                WriteTimes(json, times);
            }
            else if (option.TryGetNumber(out var number))
            {
                json.WriteNumber("value"u8, number);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRoute(Utf8JsonWriter json, in Ipv4RouteOption route)
    {
        json.WriteNumber("pointer"u8, route.PointerOctet);
        json.WriteNumber("passed"u8, route.PassedCount);
        json.WriteStartArray("addresses"u8);
        for (var i = 0; i < route.Count; i++)
        {
            json.WriteStringValue(route[i].ToString());
        }

        json.WriteEndArray();
    }

    private static void WriteTimes(Utf8JsonWriter json, in Ipv4TimestampOption times)
    {
        json.WriteNumber("pointer"u8, times.PointerOctet);
        json.WriteNumber("flag"u8, (int)times.Content);
        json.WriteNumber("overflow"u8, times.Overflow);
        json.WriteNumber("filled"u8, times.FilledCount);
        json.WriteStartArray("entries"u8);
        for (var i = 0; i < times.Count; i++)
        {
            json.WriteStartObject();
            if (times.HasAddresses)
            {
                json.WriteString("address"u8, times.AddressAt(i).ToString());
            }

            json.WriteNumber("time"u8, times.TimeAt(i));
            json.WriteBoolean("standard"u8, times.IsStandardTimeAt(i));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
