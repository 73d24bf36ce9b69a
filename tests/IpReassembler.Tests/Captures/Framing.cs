using IpReassembler.Packets;

namespace IpReassembler.Tests.Captures;

/// <summary>What stands in front of an IPv4 packet on each kind of link, byte by byte.</summary>
internal static class Framing
{
    private static readonly byte[] Macs = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1];
    private static readonly byte[] SenderMacPadded = [2, 0, 0, 0, 0, 1, 0, 0];
    private static readonly byte[] PppIpv4 = [0x00, 0x21];

    public static byte[] Ethernet(byte[] packet) => [.. Macs, 0x08, 0x00, .. packet];

    /// <summary>Two labels (RFC 3032), the second with the bottom-of-stack bit.</summary>
    public static byte[] Mpls(byte[] packet) => [.. Macs, 0x88, 0x47, 0x00, 0x01, 0x00, 0x40, 0x00, 0x01, 0x11, 0x40, .. packet];

    /// <summary>IEEE 802.3 with LLC and SNAP (RFC 1042).</summary>
    public static byte[] Snap(byte[] packet) =>
        [.. Macs, .. Short(packet.Length + 8), 0xaa, 0xaa, 0x03, 0x00, 0x00, 0x00, 0x08, 0x00, .. packet];

    /// <summary>A PPPoE session (RFC 2516) in Ethernet.</summary>
    public static byte[] PppoeInEthernet(byte[] packet) => [.. Macs, 0x88, 0x64, .. Pppoe(packet)];

    public static byte[] Pppoe(byte[] packet) =>
        [0x11, 0x00, 0x00, 0x05, .. Short(packet.Length + PppIpv4.Length), .. PppIpv4, .. packet];

    /// <summary>With the address and control bytes of HDLC-like framing (RFC 1662).</summary>
    public static byte[] Ppp(byte[] packet) => [0xff, 0x03, .. PppIpv4, .. packet];

    public static byte[] CiscoHdlc(byte[] packet) => [0x0f, 0x00, 0x08, 0x00, .. packet];

    /// <summary>To us, from an Ethernet address, EtherType IPv4.</summary>
    public static byte[] LinuxSll(byte[] packet) => [0, 0, 0, 1, 0, 6, .. SenderMacPadded, 0x08, 0x00, .. packet];

    /// <summary>The same facts in version 2's order, with the interface's index.</summary>
    public static byte[] LinuxSll2(byte[] packet) => [0x08, 0x00, 0, 0, 0, 0, 0, 3, 0, 1, 0, 6, .. SenderMacPadded, .. packet];

    /// <summary>AF_INET as a little-endian host wrote it.</summary>
    public static byte[] Null(byte[] packet) => [2, 0, 0, 0, .. packet];

    public static byte[] Loop(byte[] packet) => [0, 0, 0, 2, .. packet];

    public static byte[] Raw(byte[] packet) => packet;

    /// <summary>Every link type the reader knows, and the ways of wrapping IPv4 in Ethernet.</summary>
    public static IReadOnlyList<(LinkType Link, string Name, Func<byte[], byte[]> Wrap)> All { get; } =
    [
        (LinkType.Ethernet, "ethernet", Ethernet),
        (LinkType.Ethernet, "mpls", Mpls),
        (LinkType.Ethernet, "snap", Snap),
        (LinkType.Ethernet, "pppoe", PppoeInEthernet),
        (LinkType.PppOverEthernet, "pppoe-session", Pppoe),
        (LinkType.LinuxSll, "sll", LinuxSll),
        (LinkType.LinuxSll2, "sll2", LinuxSll2),
        (LinkType.Null, "null", Null),
        (LinkType.Loop, "loop", Loop),
        (LinkType.Ppp, "ppp", Ppp),
        (LinkType.PppHdlc, "ppp-hdlc", Ppp),
        (LinkType.CiscoHdlc, "cisco-hdlc", CiscoHdlc),
        (LinkType.Raw, "raw", Raw),
        (LinkType.RawBsd, "raw-bsd", Raw),
        (LinkType.RawOpenBsd, "raw-openbsd", Raw),
        (LinkType.Ipv4, "ipv4", Raw),
    ];

    private static byte[] Short(int value) => [(byte)(value >> 8), (byte)value];
}
