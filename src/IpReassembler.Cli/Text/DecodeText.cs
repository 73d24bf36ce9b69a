using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Explains one IP packet: its header bit by bit, which part of a datagram it is, its options or extension headers, and its transport.</summary>
internal static class DecodeText
{
    private const string Between = "      ";

    /// <summary>Writes everything that can be said of the packet, however broken it is.</summary>
    public static void Write(TextWriter output, DecodedPacket packet, Style style)
    {
        if (packet.Inside is { Depth: > 0 and var depth, Tunnel: var tunnel })
        {
            output.WriteLine();
            style.WriteWrapped(output, "", Invariant($"INSIDE, depth {depth}: out of {TunnelNames.Describe(tunnel)}"), Tone.Good);
        }

        if (packet.Origin is { } origin)
        {
            style.WriteWrapped(output, "", style.Printable(origin));
        }

        if (DecodeFindings.Defect(packet) is { } defect)
        {
            style.WriteWrapped(output, "! ", "broken header: " + defect, Tone.Bad);
        }

        HeaderDiagram.WriteBest(output, packet is DecodedIpv6 fields6 ? Ipv6HeaderFields.Of(fields6) : Ipv4HeaderFields.Of((DecodedIpv4)packet), style);
        WriteVerdict(output, packet, style);
        foreach (var oddity in DecodeFindings.Oddities(packet))
        {
            style.WriteWrapped(output, "! ", oddity, Tone.Doubtful);
        }

        WriteAmount(output, packet, style);
        if (packet is DecodedIpv6 v6)
        {
            Ipv6ExtensionText.Write(output, v6, style);
        }
        else if (packet is DecodedIpv4 v4)
        {
            Ipv4OptionText.Write(output, v4, style);
        }

        TransportText.Write(output, packet, style);
    }

    private static void WriteVerdict(TextWriter output, DecodedPacket packet, Style style)
    {
        var (checksum, tone) = packet is DecodedIpv4 { Checksum: { } field } v4
            ? (Invariant($"header checksum {field:x4}  {Ipv4HeaderFields.Checksum(v4).Text}"), Ipv4HeaderFields.Checksum(v4).Tone)
            : ("", Tone.Plain);
        var piece = DescribePiece(packet);
        if (checksum.Length > 0 && piece.Length > 0 && checksum.Length + Between.Length + piece.Length <= style.Width)
        {
            output.WriteLine(style.Paint(tone, checksum) + Between + style.Strong(piece));
            return;
        }

        if (checksum.Length > 0)
        {
            style.WriteWrapped(output, "", checksum, tone);
        }

        if (piece.Length > 0)
        {
            style.WriteWrapped(output, "", piece);
        }
    }

    private static string DescribePiece(DecodedPacket packet)
    {
        if (packet.Piece is not { } piece || packet.Offset is not { Bytes: var start })
        {
            return "";
        }

        var name = piece switch
        {
            PieceKind.Whole when packet is DecodedIpv6 { IsAtomicFragment: true } => "this is an ATOMIC fragment, a whole datagram",
            PieceKind.Whole => "this is a WHOLE packet",
            PieceKind.First => "this is the FIRST fragment",
            PieceKind.Middle => "this is a MIDDLE fragment",
            _ => "this is the LAST fragment",
        };
        var id = packet.Identification is not { } number ? "" : packet is DecodedIpv4 ? Invariant($"id 0x{number:x4}") : Invariant($"id 0x{number:x8}");
        var of = $"of datagram {id}";
        if (packet.PayloadLength is not { } length)
        {
            return piece is PieceKind.Whole ? $"{name} by its flags and offset{(id.Length > 0 ? ", " + id : "")}" : $"{name} {of}, by its flags and offset";
        }

        var range = length == 0 ? Invariant($"no bytes, at {start},") : Invariant($"bytes {start}-{start + length - 1}");
        var total = piece is PieceKind.Last ? Invariant($", which has {start + length} bytes") : "";
        return piece is PieceKind.Whole
            ? $"{name}: {Count(length, "payload byte")}{(id.Length > 0 ? ", " + id : "")}"
            : $"{name}: {range} {of}{total}";
    }

    private static string Count(int count, string thing) => Invariant($"{count} {thing}{(count == 1 ? "" : "s")}");

    private static void WriteAmount(TextWriter output, DecodedPacket packet, Style style)
    {
        if (packet.PayloadLength is { } length && packet.Payload.Length < length)
        {
            style.WriteWrapped(output, "", Invariant($"{packet.Payload.Length} of its {length} payload bytes are here"));
        }

        if (packet.TrailingCount > 0)
        {
            style.WriteWrapped(output, "", Count(packet.TrailingCount, "byte") + " behind the packet: padding of a link layer");
        }
    }
}
