using IpReassembler.Packets;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>What is wrong with a packet, and what is legal but strange, in words.</summary>
internal static class DecodeFindings
{
    private const int LengthUnit = 8;

    /// <summary>What is wrong with the header; null when nothing is.</summary>
    public static string? Defect(DecodedPacket packet) => packet.Defect switch
    {
        PacketDefect.None => null,
        PacketDefect.TooShort => Invariant($"cut short: {packet.Bytes.Length} of at least 20 bytes are here"),
        PacketDefect.HeaderCutShort => Invariant($"cut short: the header says that it has {packet.HeaderLength} bytes, but {packet.Bytes.Length} are here"),
        PacketDefect.HeaderLengthTooSmall => Invariant($"the header says that it has {packet.HeaderLength} bytes, but 20 is the least there can be"),
        PacketDefect.LengthTooSmall => Invariant($"the total length is {packet.TotalLength} bytes, less than the header's {packet.HeaderLength}"),
        PacketDefect.VersionMismatch => Invariant($"the version is {packet.Bytes[0] >> 4}, not 4: what follows is read as if it were IPv4"),
        var other => other.ToString(),
    };

    /// <summary>Why a frame has no IP packet to decode.</summary>
    public static string Defect(PacketDefect defect) => defect switch
    {
        PacketDefect.LinkHeaderCutShort => "its link-layer header is cut short",
        PacketDefect.NotIp => "it carries something other than IP",
        PacketDefect.UnknownLinkType => "its link type is not known here",
        PacketDefect.VersionMismatch => "it announces IP, but what follows is of another version",
        _ => "there is no IP packet in it",
    };

    /// <summary>What hosts may trip over although the header can be read.</summary>
    public static IEnumerable<string> Oddities(DecodedPacket packet)
    {
        if (packet.ReservedFlag is true)
        {
            yield return "the reserved flag is set; it must be zero (RFC 791)";
        }

        if (packet is { DontFragment: true, Piece: PieceKind.First or PieceKind.Middle or PieceKind.Last })
        {
            yield return "DF is set on a fragment";
        }

        if (packet.Field(64, 8) is 0)
        {
            yield return "the time to live is 0: no router may have sent this on";
        }

        if (packet.Source is { } source && AddressKind.Of(source) is "multicast" or "broadcast")
        {
            yield return "the source is no single host";
        }

        if (packet.PayloadLength is not { } length || packet.Offset is not { } offset)
        {
            yield break;
        }

        if (packet.TotalLength is 0)
        {
            yield return "the total length is 0, as of a segment that hardware will cut: it is taken to reach to the last byte here";
        }

        if (packet.MoreFragments is true && length == 0)
        {
            yield return "the fragment is empty";
        }
        else if (packet.MoreFragments is true && length % LengthUnit != 0)
        {
            yield return Invariant($"{length} payload bytes with more to follow are no multiple of 8: hosts drop this fragment");
        }

        if (packet.HeaderLength + offset.Bytes + length > Ipv4Packet.MaxTotalLength)
        {
            yield return Invariant($"the datagram would have {packet.HeaderLength + offset.Bytes + length} bytes, over the 65535 there can be (ping of death)");
        }
    }
}
