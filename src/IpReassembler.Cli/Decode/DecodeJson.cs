using System.Buffers;
using System.Text;
using System.Text.Json;
using IpReassembler.Packets;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>A decoded packet as one JSON object. Names that the records use mean the same here; a field whose bytes are not there is null.</summary>
internal static class DecodeJson
{
    private const int Version = 1;

    /// <summary>The object in one line.</summary>
    public static string Write(DecodedPacket packet)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "decode"u8);
            json.WriteNumber("v"u8, Version);
            json.WriteString("origin"u8, packet.Origin);
            json.WriteNumber("depth"u8, packet.Inside.Depth);
            json.WriteString("tunnel"u8, packet.Inside.Depth > 0 ? TunnelNames.Of(packet.Inside.Tunnel.Kind) : null);
            WriteNumber(json, "tunnel_key"u8, packet.Inside is { Depth: > 0, Tunnel.Key: > 0 and var key } ? key : null);
            json.WriteString("defect"u8, DecodeFindings.Defect(packet));
            WriteHeader(json, packet);
            WritePiece(json, packet);
            json.WriteStartArray("oddities"u8);
            foreach (var oddity in DecodeFindings.Oddities(packet))
            {
                json.WriteStringValue(oddity);
            }

            json.WriteEndArray();
            DecodeJsonOptions.Write(json, packet as DecodedIpv4);
            DecodeJsonExtensions.Write(json, packet as DecodedIpv6);
            DecodeJsonTransport.Write(json, packet);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteHeader(Utf8JsonWriter json, DecodedPacket packet)
    {
        var (v4, v6) = (packet as DecodedIpv4, packet as DecodedIpv6);
        json.WriteString("header_hex"u8, Convert.ToHexStringLower(packet.Header));
        WriteNumber(json, "version"u8, packet.Field(0, 4));
        json.WriteNumber("header_len"u8, packet.HeaderLength);
        WriteNumber(json, "dscp"u8, packet.TrafficClass >> 2);
        json.WriteString("dscp_name"u8, packet.TrafficClass is { } dscp ? TrafficClassNames.OfDscp(dscp >> 2) : null);
        WriteNumber(json, "ecn"u8, packet.TrafficClass & 3);
        json.WriteString("ecn_name"u8, packet.TrafficClass is { } ecn ? TrafficClassNames.OfEcn(ecn & 3) : null);
        WriteNumber(json, "flow_label"u8, v6?.FlowLabel);
        WriteNumber(json, "total_len"u8, packet.TotalLength);
        WriteNumber(json, "id"u8, packet.Identification);
        WriteFlag(json, "reserved"u8, v4?.ReservedFlag);
        WriteFlag(json, "df"u8, v4?.DontFragment);
        WriteFlag(json, "mf"u8, packet.MoreFragments);
        WriteNumber(json, "off"u8, packet.Offset?.Bytes);
        WriteNumber(json, "ttl"u8, packet.TimeToLive);
        WriteNumber(json, "next_header"u8, v6?.NextHeader);
        WriteNumber(json, "proto"u8, packet.Protocol);
        json.WriteString("proto_name"u8, packet.Protocol is { } protocol ? ProtocolNames.Of((byte)protocol) : null);
        WriteNumber(json, "header_checksum"u8, v4?.Checksum);
        json.WriteString("header_checksum_state"u8, Words.Of(v4?.ChecksumState ?? ChecksumState.Unchecked));
        WriteNumber(json, "header_checksum_expected"u8, v4?.ExpectedChecksum);
        json.WriteString("src"u8, packet.Source?.ToString());
        json.WriteString("src_kind"u8, packet.Source is { } source ? AddressKind.Of(source) : null);
        json.WriteString("dst"u8, packet.Destination?.ToString());
        json.WriteString("dst_kind"u8, packet.Destination is { } destination ? AddressKind.Of(destination) : null);
    }

    // Ranges are half-open, as in the records.
    private static void WritePiece(Utf8JsonWriter json, DecodedPacket packet)
    {
        json.WriteString("piece"u8, packet.Piece switch
        {
            PieceKind.Whole => "whole",
            PieceKind.First => "first",
            PieceKind.Middle => "middle",
            PieceKind.Last => "last",
            _ => null,
        });
        if (packet.PayloadLength is { } length && packet.Offset is { } offset)
        {
            json.WriteStartArray("range"u8);
            json.WriteNumberValue(offset.Bytes);
            json.WriteNumberValue(offset.Bytes + length);
            json.WriteEndArray();
        }
        else
        {
            json.WriteNull("range"u8);
        }

        WriteNumber(json, "payload_len"u8, packet.PayloadLength);
        json.WriteNumber("payload_captured"u8, packet.Payload.Length);
        json.WriteNumber("trailing"u8, packet.TrailingCount);
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
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

    private static void WriteFlag(Utf8JsonWriter json, ReadOnlySpan<byte> name, bool? value)
    {
        if (value is { } flag)
        {
            json.WriteBoolean(name, flag);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
