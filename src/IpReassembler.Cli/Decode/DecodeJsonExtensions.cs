using System.Text.Json;
using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>The extension headers of a decoded IPv6 packet in JSON, in their order; none of an IPv4 packet.</summary>
internal static class DecodeJsonExtensions
{
    public static void Write(Utf8JsonWriter json, DecodedIpv6? packet)
    {
        json.WriteStartArray("extensions"u8);
        foreach (var header in packet is null ? new Ipv6ExtensionHeaders([]) : packet.Extensions)
        {
            json.WriteStartObject();
            json.WriteNumber("number"u8, header.Number);
            json.WriteString("name"u8, Ipv6HeaderNames.Of(header.Number));
            json.WriteNumber("at"u8, header.At);
            json.WriteNumber("len"u8, header.Length);
            json.WriteBoolean("cut_short"u8, header.IsCutShort);
            json.WriteString("hex"u8, Convert.ToHexStringLower(header.Bytes));
            WriteOptions(json, header);
            if (header.TryGetRoute(out var route))
            {
                WriteRoute(json, route);
            }

            if (header.TryGetAuthentication(out var index, out var sequence))
            {
                json.WriteNumber("spi"u8, index);
                json.WriteNumber("seq"u8, sequence);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOptions(Utf8JsonWriter json, in Ipv6ExtensionHeader header)
    {
        json.WriteStartArray("options"u8);
        foreach (var option in header.Options)
        {
            json.WriteStartObject();
            json.WriteNumber("kind"u8, (int)option.Kind);
            json.WriteString("name"u8, Ipv6OptionNames.Of(option.Kind));
            json.WriteBoolean("malformed"u8, option.IsMalformed);
            json.WriteString("hex"u8, Convert.ToHexStringLower(option.Bytes));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRoute(Utf8JsonWriter json, in Ipv6RoutingHeader route)
    {
        json.WriteNumber("routing_type"u8, route.Type);
        json.WriteNumber("segments_left"u8, route.SegmentsLeft);
        json.WriteStartArray("addresses"u8);
        for (var i = 0; i < route.Count; i++)
        {
            json.WriteStringValue(route[i].ToString());
        }

        json.WriteEndArray();
    }
}
