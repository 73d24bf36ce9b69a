using IpReassembler.Packets;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>What is wrong with a packet, and what is legal but strange, in words.</summary>
internal static class DecodeFindings
{
    private const int LengthUnit = 8;

    /// <summary>What is wrong with the header; null when nothing is.</summary>
    public static string? Defect(DecodedPacket packet) => packet.Defect is PacketDefect.None ? null
        : packet is DecodedIpv6 v6 ? Ipv6Findings.Defect(v6)
        : Ipv4Findings.Defect((DecodedIpv4)packet);

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
        var own = packet is DecodedIpv6 v6 ? Ipv6Findings.Oddities(v6) : Ipv4Findings.Oddities((DecodedIpv4)packet);
        return [.. own, .. OfBoth(packet)];
    }

    /// <summary>Why a piece of a datagram cannot be right, whatever its family.</summary>
    /// <param name="packet">The piece.</param>
    /// <param name="countedHeader">How much of its headers counts against the 65,535 bytes of a datagram.</param>
    /// <param name="answer">What its receiver does with it.</param>
    public static IEnumerable<string> Piece(DecodedPacket packet, int countedHeader, string answer)
    {
        if (packet.PayloadLength is not { } length || packet.Offset is not { } offset)
        {
            yield break;
        }

        if (packet.MoreFragments is true && length == 0)
        {
            yield return "the fragment is empty";
        }
        else if (packet.MoreFragments is true && length % LengthUnit != 0)
        {
            yield return Invariant($"{length} payload bytes with more to follow are no multiple of 8: {answer}");
        }

        if (countedHeader + offset.Bytes + length > Ipv4Packet.MaxTotalLength)
        {
            yield return Invariant($"the datagram would have {countedHeader + offset.Bytes + length} bytes, over the 65535 there can be (ping of death)");
        }
    }

    private static IEnumerable<string> OfBoth(DecodedPacket packet)
    {
        if (packet.TimeToLive is 0)
        {
            yield return packet is DecodedIpv6 ? "the hop limit is 0: no router may have sent this on" : "the time to live is 0: no router may have sent this on";
        }

        if (packet.Source is { } source && AddressKind.Of(source) is "multicast" or "broadcast")
        {
            yield return "the source is no single host";
        }
    }
}
