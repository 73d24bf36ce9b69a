namespace IpReassembler.Packets;

/// <summary>The Next Header numbers of IPv6's own headers (RFC 8200 section 4.1): what may stand between the fixed header and the transport.</summary>
public static class Ipv6NextHeader
{
    /// <summary>Options for every router on the way. Only right behind the fixed header; anywhere else the number names nothing known.</summary>
    public const byte HopByHopOptions = 0;

    /// <summary>Stops on the way.</summary>
    public const byte Routing = 43;

    /// <summary>What makes the packet a piece of a datagram.</summary>
    public const byte Fragment = 44;

    /// <summary>The authentication header (RFC 4302).</summary>
    public const byte Authentication = 51;

    /// <summary>Nothing follows.</summary>
    public const byte None = 59;

    /// <summary>Options for the receiver.</summary>
    public const byte DestinationOptions = 60;

    /// <summary>Whether a header of this number says what follows it, so that a chain goes on behind it. The Fragment header does too.</summary>
    public static bool IsExtension(byte number) => number is HopByHopOptions or Routing or Fragment or Authentication or DestinationOptions;
}
