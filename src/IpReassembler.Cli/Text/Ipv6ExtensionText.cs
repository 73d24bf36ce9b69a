using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using IpReassembler.Packets;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Explains the extension headers of an IPv6 packet one by one (RFC 8200 section 4).</summary>
internal static class Ipv6ExtensionText
{
    private const int NameWidth = 21;

    /// <summary>Writes a block for each header; nothing when there are none.</summary>
    public static void Write(TextWriter output, DecodedIpv6 packet, Style style)
    {
        foreach (var header in packet.Extensions)
        {
            output.WriteLine();
            var length = header.Length == 0 ? "" : Invariant($"  {header.Length} bytes");
            output.WriteLine(style.Strong(Ipv6HeaderNames.Of(header.Number).ToUpperInvariant() + length));
            var behind = header.NextHeader is { } next ? ", then " + Ipv6HeaderNames.Of(next) : "";
            style.WriteWrapped(output, "  ", Invariant($"from byte {header.At} on{behind}"));
            if (header.IsCutShort)
            {
                style.WriteWrapped(output, "  ", Invariant($"cut short: {header.Bytes.Length} of its bytes {(header.Bytes.Length == 1 ? "is" : "are")} here"), Tone.Bad);
            }

            WriteContent(output, header, style);
        }

        if (packet.Protocol == Ipv6NextHeader.None && packet.Defect is PacketDefect.None)
        {
            output.WriteLine();
            output.WriteLine("nothing follows (no next header)");
        }
    }

    private static void WriteContent(TextWriter output, in Ipv6ExtensionHeader header, Style style)
    {
        if (header is { Number: Ipv6NextHeader.Fragment, IsCutShort: false })
        {
            HeaderDiagram.WriteBest(output, Ipv6HeaderFields.OfFragment(header), style);
        }
        else if (header.TryGetRoute(out var route))
        {
            style.WriteWrapped(output, "  ", Route(route, header.Bytes), route.Type == Ipv6RoutingHeader.SourceRoute ? Tone.Doubtful : Tone.Plain);
        }
        else if (header.TryGetAuthentication(out var index, out var sequence))
        {
            style.WriteWrapped(output, "  ", Invariant($"security parameters index 0x{index:x8}, sequence {sequence}, check value {header.Bytes.Length - 12} bytes"));
        }

        foreach (var option in header.Options)
        {
            style.WriteWrapped(output, "  " + Ipv6OptionNames.Of(option.Kind).PadRight(NameWidth), Explain(option), option.IsMalformed ? Tone.Bad : Tone.Plain);
        }
    }

    private static string Route(in Ipv6RoutingHeader route, ReadOnlySpan<byte> bytes)
    {
        var name = route.Type switch
        {
            Ipv6RoutingHeader.SourceRoute => "source route, out of use since RFC 5095",
            Ipv6RoutingHeader.HomeAddress => "home address (RFC 6275)",
            Ipv6RoutingHeader.Segments => "segments, the last one first (RFC 8754)",
            3 => "RPL source route (RFC 6554)",
            _ => "not known here",
        };
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"type {route.Type}: {name}; {route.SegmentsLeft} left");
        for (var i = 0; i < route.Count; i++)
        {
            text.Append(i == 0 ? ": " : ", ").Append(route[i]);
        }

        return route.Count > 0 ? text.ToString() : text + ": " + SpacedHex.Of(bytes[4..]);
    }

    private static string Explain(in Ipv6Option option)
    {
        if (option.IsMalformed)
        {
            return option.HasBadLength
                ? Invariant($"MALFORMED: its length {(option.Bytes.Length > 1 ? $"of {option.Bytes[1]} cannot be" : "is missing")}, so what follows cannot be read: {SpacedHex.Of(option.Bytes)}")
                : Invariant($"MALFORMED: {option.Data.Length} bytes is no length for it: {SpacedHex.Of(option.Bytes)}");
        }

        return option.Kind switch
        {
            Ipv6OptionKind.Pad1 => "one byte of filling",
            Ipv6OptionKind.PadN => Invariant($"{option.Bytes.Length} bytes of filling{(option.Data.ContainsAnyExcept((byte)0) ? " that are not zero: " + SpacedHex.Of(option.Data) : "")}"),
            Ipv6OptionKind.RouterAlert => RouterAlert(BinaryPrimitives.ReadUInt16BigEndian(option.Data)),
            Ipv6OptionKind.JumboPayload => Invariant($"{BinaryPrimitives.ReadUInt32BigEndian(option.Data)} bytes (RFC 2675)"),
            Ipv6OptionKind.TunnelEncapsulationLimit => Invariant($"{option.Data[0]} more tunnels (RFC 2473)"),
            Ipv6OptionKind.HomeAddress => IpAddress.Read(option.Data).ToString(),
            _ => Invariant($"type 0x{(byte)option.Kind:x2} ({Unknown(option)}), {option.Bytes.Length} bytes: {SpacedHex.Of(option.Bytes)}"),
        };
    }

    // RFC 2711 section 2.1.
    private static string RouterAlert(int value) => value switch
    {
        0 => "0: Multicast Listener Discovery (RFC 2711)",
        1 => "1: RSVP (RFC 2711)",
        2 => "2: active networks (RFC 2711)",
        _ => Invariant($"{value}"),
    };

    private static string Unknown(in Ipv6Option option)
    {
        var action = option.ActionIfUnknown switch
        {
            0 => "passed over where it is unknown",
            1 => "drops the packet where it is unknown",
            2 => "drops the packet where it is unknown, with an answer",
            _ => "drops the packet where it is unknown, with an answer unless to many",
        };
        return option.MayChange ? action + ", may change on the way" : action;
    }
}
