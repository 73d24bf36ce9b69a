using IpReassembler.Packets;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>What a Next Header number is called (RFC 8200 section 4).</summary>
internal static class Ipv6HeaderNames
{
    /// <summary>The name of an extension header, or of a transport, or its number.</summary>
    public static string Of(byte number) => number switch
    {
        Ipv6NextHeader.HopByHopOptions => "hop-by-hop options",
        Ipv6NextHeader.Routing => "routing",
        Ipv6NextHeader.Fragment => "fragment",
        Ipv6NextHeader.Authentication => "authentication",
        Ipv6NextHeader.DestinationOptions => "destination options",
        Ipv6NextHeader.None => "none",
        _ => ProtocolNames.Of(number),
    };
}
