namespace IpReassembler.Packets;

/// <summary>The type byte of an IPv6 option. Any other number may occur.</summary>
public enum Ipv6OptionKind : byte
{
    /// <summary>One byte of filling, without a length (RFC 8200 section 4.2).</summary>
    Pad1 = 0,

    /// <summary>Two or more bytes of filling (RFC 8200 section 4.2).</summary>
    PadN = 1,

    /// <summary>How many tunnels the packet may still be put into (RFC 2473 section 4.1.1).</summary>
    TunnelEncapsulationLimit = 4,

    /// <summary>Asks routers to look into the packet (RFC 2711).</summary>
    RouterAlert = 5,

    /// <summary>The length of a payload over 65,535 bytes (RFC 2675 section 2).</summary>
    JumboPayload = 0xc2,

    /// <summary>The address that a mobile sender has at home (RFC 6275 section 6.3).</summary>
    HomeAddress = 0xc9,
}
