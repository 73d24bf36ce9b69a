using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>What an IPv4 address is for, by the blocks that IANA keeps for special use (RFC 6890).</summary>
internal static class AddressKind
{
    private static readonly (string Prefix, int Length, string Kind)[] Blocks =
    [
        ("0.0.0.0", 32, "unspecified"),
        ("0.0.0.0", 8, "this network"),
        ("10.0.0.0", 8, "private"),
        ("100.64.0.0", 10, "shared by a carrier"),
        ("127.0.0.0", 8, "loopback"),
        ("169.254.0.0", 16, "link-local"),
        ("172.16.0.0", 12, "private"),
        ("192.0.0.0", 24, "protocol assignment"),
        ("192.0.2.0", 24, "documentation"),
        ("192.88.99.0", 24, "6to4 relay"),
        ("192.168.0.0", 16, "private"),
        ("198.18.0.0", 15, "benchmarking"),
        ("198.51.100.0", 24, "documentation"),
        ("203.0.113.0", 24, "documentation"),
        ("224.0.0.0", 4, "multicast"),
        ("255.255.255.255", 32, "broadcast"),
        ("240.0.0.0", 4, "reserved"),
    ];

    /// <summary>One or a few words; <c>public</c> for every address without a special use.</summary>
    public static string Of(IpAddress address)
    {
        foreach (var (prefix, length, kind) in Blocks)
        {
            if ((address.Low ^ IpAddress.Parse(prefix).Low) >> (32 - length) == 0)
            {
                return kind;
            }
        }

        return "public";
    }
}
