using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Explains one IPv4 packet: its header bit by bit, which part of a datagram it is, its options and its transport.</summary>
internal static class DecodeText
{
    private const string Between = "      ";

    /// <summary>Writes everything that can be said of the packet, however broken it is.</summary>
    public static void Write(TextWriter output, DecodedPacket packet, Style style)
    {
        if (packet.Origin is { } origin)
        {
            style.WriteWrapped(output, "", style.Printable(origin));
        }

        if (DecodeFindings.Defect(packet) is { } defect)
        {
            style.WriteWrapped(output, "! ", "broken header: " + defect, Tone.Bad);
        }

        var fields = HeaderFields.Of(packet);
        if (style.Width > HeaderDiagram.Width)
        {
            HeaderDiagram.Write(output, fields, style);
        }
        else
        {
            HeaderDiagram.WriteList(output, fields, style);
        }

        WriteVerdict(output, packet, style);
        foreach (var oddity in DecodeFindings.Oddities(packet))
        {
            style.WriteWrapped(output, "! ", oddity, Tone.Doubtful);
        }

        WriteAmount(output, packet, style);
        Ipv4OptionText.Write(output, packet, style);
        TransportText.Write(output, packet, style);
    }

    private static void WriteVerdict(TextWriter output, DecodedPacket packet, Style style)
    {
        var (text, tone) = HeaderFields.Checksum(packet);
        var checksum = packet.Checksum is { } field ? Invariant($"header checksum {field:x4}  {text}") : "";
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
            PieceKind.Whole => "this is a WHOLE packet",
            PieceKind.First => "this is the FIRST fragment",
            PieceKind.Middle => "this is a MIDDLE fragment",
            _ => "this is the LAST fragment",
        };
        var of = Invariant($"of datagram id 0x{packet.Identification:x4}");
        if (packet.PayloadLength is not { } length)
        {
            return piece is PieceKind.Whole ? Invariant($"{name} by its flags and offset, id 0x{packet.Identification:x4}") : $"{name} {of}, by its flags and offset";
        }

        var range = length == 0 ? Invariant($"no bytes, at {start},") : Invariant($"bytes {start}-{start + length - 1}");
        var total = piece is PieceKind.Last ? Invariant($", which has {start + length} bytes") : "";
        return piece is PieceKind.Whole
            ? Invariant($"{name}: {Count(length, "payload byte")}, id 0x{packet.Identification:x4}")
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
