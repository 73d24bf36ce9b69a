using IpReassembler.Packets;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>What is wrong with an IPv4 packet, and what is legal but strange.</summary>
internal static class Ipv4Findings
{
    /// <summary>What is wrong with the header.</summary>
    public static string Defect(DecodedIpv4 packet) => packet.Defect switch
    {
        PacketDefect.TooShort => Invariant($"cut short: {packet.Bytes.Length} of at least 20 bytes are here"),
        PacketDefect.HeaderCutShort => Invariant($"cut short: the header says that it has {packet.HeaderLength} bytes, but {packet.Bytes.Length} are here"),
        PacketDefect.HeaderLengthTooSmall => Invariant($"the header says that it has {packet.HeaderLength} bytes, but 20 is the least there can be"),
        PacketDefect.LengthTooSmall => Invariant($"the total length is {packet.TotalLength} bytes, less than the header's {packet.HeaderLength}"),
        PacketDefect.VersionMismatch => Invariant($"the version is {packet.Bytes[0] >> 4}, neither 4 nor 6: what follows is read as if it were IPv4"),
        var other => other.ToString(),
    };

    /// <summary>What hosts may trip over.</summary>
    public static IEnumerable<string> Oddities(DecodedIpv4 packet)
    {
        if (packet.ReservedFlag is true)
        {
            yield return "the reserved flag is set; it must be zero (RFC 791)";
        }

        if (packet is { DontFragment: true, Piece: PieceKind.First or PieceKind.Middle or PieceKind.Last })
        {
            yield return "DF is set on a fragment";
        }

        if (packet.TotalLength is 0 && packet.PayloadLength is not null)
        {
            yield return "the total length is 0, as of a segment that hardware will cut: it is taken to reach to the last byte here";
        }

        foreach (var oddity in DecodeFindings.Piece(packet, packet.HeaderLength, "hosts drop this fragment"))
        {
            yield return oddity;
        }
    }
}
