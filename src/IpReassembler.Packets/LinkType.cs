namespace IpReassembler.Packets;

/// <summary>What stands in front of the IP header: the LINKTYPE_ numbers of capture files, which libpcap calls DLT_ where they agree.</summary>
/// <remarks>Any 16-bit number may occur; the named ones are those that the link-layer reader knows. Numbers: the registry at tcpdump.org/linktypes.</remarks>
public enum LinkType
{
    /// <summary>BSD loopback: a 4-byte address family in the byte order of the capturing host.</summary>
    Null = 0,

    /// <summary>Ethernet II and IEEE 802.3, with VLAN tags, PPPoE and MPLS inside.</summary>
    Ethernet = 1,

    /// <summary>PPP with or without the HDLC-like address and control bytes (RFC 1662).</summary>
    Ppp = 9,

    /// <summary>Raw IP under the number that most BSDs use for it.</summary>
    RawBsd = 12,

    /// <summary>Raw IP under the number that OpenBSD uses for it.</summary>
    RawOpenBsd = 14,

    /// <summary>PPP in HDLC-like framing; the address byte tells it from Cisco HDLC (RFC 1547).</summary>
    PppHdlc = 50,

    /// <summary>PPP over Ethernet, beginning with the PPPoE header (RFC 2516).</summary>
    PppOverEthernet = 51,

    /// <summary>Raw IP; the first four bits tell the version.</summary>
    Raw = 101,

    /// <summary>Cisco HDLC (RFC 1547 section 4.3).</summary>
    CiscoHdlc = 104,

    /// <summary>OpenBSD loopback: a 4-byte address family in network byte order.</summary>
    Loop = 108,

    /// <summary>Linux "cooked" capture, version 1.</summary>
    LinuxSll = 113,

    /// <summary>Raw IPv4.</summary>
    Ipv4 = 228,

    /// <summary>Raw IPv6.</summary>
    Ipv6 = 229,

    /// <summary>Linux "cooked" capture, version 2.</summary>
    LinuxSll2 = 276,
}
