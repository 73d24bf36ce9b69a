namespace IpReassembler.Packets;

/// <summary>How one packet carries another.</summary>
public enum TunnelKind : byte
{
    /// <summary>The packet is the payload as it is: protocol 4 for IPv4 (RFC 2003), 41 for IPv6 (RFC 4213, RFC 2473).</summary>
    IpInIp,

    /// <summary>Generic Routing Encapsulation, protocol 47 (RFC 2784, RFC 2890; with PPP, RFC 2637).</summary>
    Gre,

    /// <summary>Ethernet behind UDP port 4789 (RFC 7348).</summary>
    Vxlan,

    /// <summary>Ethernet or IP behind UDP port 6081 (RFC 8926).</summary>
    Geneve,

    /// <summary>A subscriber's packets behind UDP port 2152 (3GPP TS 29.281).</summary>
    GtpU,
}
