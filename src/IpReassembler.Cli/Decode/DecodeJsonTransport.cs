using System.Text.Json;
using IpReassembler.Packets;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>The transport header of a decoded packet in JSON; null where the packet has none that can be read.</summary>
internal static class DecodeJsonTransport
{
    public static void Write(Utf8JsonWriter json, DecodedPacket packet)
    {
        var protocol = packet.HasTransport ? (byte)packet.Protocol! : 0;
        if (protocol == TransportChecksum.Udp && UdpDatagram.TryParse(packet.Transport, out var udp, out _))
        {
            Begin(json, udp.SourcePort, udp.DestinationPort);
            json.WriteNumber("length"u8, udp.Length);
            End(json, packet, udp.Checksum);
        }
        else if (protocol == TransportChecksum.Tcp && TcpSegment.TryParse(packet.Transport, out var tcp, out _))
        {
            Begin(json, tcp.SourcePort, tcp.DestinationPort);
            WriteTcp(json, tcp);
            End(json, packet, tcp.Checksum);
        }
        else if (protocol is TransportChecksum.Icmp or TransportChecksum.IcmpV6 && IcmpMessage.TryParse(packet.Transport, out var icmp, out _))
        {
            json.WriteStartObject("transport"u8);
            json.WriteNumber("icmp_type"u8, (int)icmp.Type);
            json.WriteString("icmp_type_name"u8, protocol == TransportChecksum.Icmp ? IcmpNames.Of(icmp.Type) : Icmpv6Names.Of((byte)icmp.Type));
            json.WriteNumber("icmp_code"u8, icmp.Code);
            json.WriteString("icmp_code_name"u8, protocol == TransportChecksum.Icmp ? IcmpNames.Of(icmp.Type, icmp.Code) : Icmpv6Names.Of((byte)icmp.Type, icmp.Code));
            json.WriteNumber("icmp_rest"u8, icmp.RestOfHeader);
            End(json, packet, icmp.Checksum);
        }
        else
        {
            json.WriteNull("transport"u8);
        }
    }

    private static void WriteTcp(Utf8JsonWriter json, in TcpSegment tcp)
    {
        json.WriteNumber("seq"u8, tcp.SequenceNumber);
        json.WriteNumber("ack"u8, tcp.AcknowledgmentNumber);
        json.WriteNumber("header_len"u8, tcp.HeaderLength);
        json.WriteStartArray("flags"u8);
        foreach (var name in TransportText.Names(tcp.ControlBits))
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteNumber("window"u8, tcp.Window);
        json.WriteNumber("urgent"u8, tcp.UrgentPointer);
        json.WriteStartArray("options"u8);
        foreach (var option in tcp.Options)
        {
            json.WriteStartObject();
            json.WriteNumber("kind"u8, (int)option.Kind);
            json.WriteString("name"u8, TransportText.TcpName(option.Kind));
            json.WriteBoolean("malformed"u8, option.IsMalformed);
            json.WriteString("hex"u8, Convert.ToHexStringLower(option.Bytes));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Begin(Utf8JsonWriter json, int sourcePort, int destinationPort)
    {
        json.WriteStartObject("transport"u8);
        json.WriteNumber("sport"u8, sourcePort);
        json.WriteNumber("dport"u8, destinationPort);
    }

    private static void End(Utf8JsonWriter json, DecodedPacket packet, ushort checksum)
    {
        json.WriteNumber("checksum_field"u8, checksum);
        json.WriteString("checksum"u8, Words.Of(packet.TransportChecksumState));
        json.WriteEndObject();
    }
}
