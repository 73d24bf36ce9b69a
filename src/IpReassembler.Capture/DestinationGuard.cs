using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>Which addresses packets may be sent to without asking: those that cannot belong to somebody else.</summary>
public static class DestinationGuard
{
    // IPv4 networks as their first address and the bits that name them.
    private static readonly (uint Network, int Bits)[] Harmless4 =
    [
        (0x7F000000, 8),  // 127.0.0.0/8: this machine (RFC 1122 section 3.2.1.3)
        (0x0A000000, 8),  // 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16: private networks (RFC 1918 section 3)
        (0xAC100000, 12),
        (0xC0A80000, 16),
        (0xA9FE0000, 16), // 169.254.0.0/16: this link (RFC 3927 section 1.2)
        (0xC0000200, 24), // 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24: for examples (RFC 5737 section 3)
        (0xC6336400, 24),
        (0xCB007100, 24),
        (0xC6120000, 15), // 198.18.0.0/15: for benchmarks (RFC 2544 appendix C.2.2)
    ];

    // IPv6 networks of up to 64 bits, as the upper half of their first address.
    private static readonly (ulong Network, int Bits)[] Harmless6 =
    [
        (0xFC00_0000_0000_0000, 7),  // fc00::/7: private networks (RFC 4193 section 3.1)
        (0xFE80_0000_0000_0000, 10), // fe80::/10: this link (RFC 4291 section 2.5.6)
        (0x2001_0DB8_0000_0000, 32), // 2001:db8::/32: for examples (RFC 3849 section 2)
        (0x2001_0002_0000_0000, 48), // 2001:2::/48: for benchmarks (RFC 5180 section 8)
    ];

    /// <summary>Whether a packet to this address stays with this machine, a private network or a network that is nobody's.</summary>
    /// <remarks>Broadcast and multicast are not among them: they reach whoever listens.</remarks>
    public static bool Permits(IpAddress destination) => destination.Version == IpVersion.V4
        ? Array.Exists(Harmless4, one => ((uint)destination.Low ^ one.Network) >> (32 - one.Bits) == 0)
        : destination is { High: 0, Low: 1 } || Array.Exists(Harmless6, one => (destination.High ^ one.Network) >> (64 - one.Bits) == 0);
}
