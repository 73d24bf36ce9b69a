using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>What an address is for, by the blocks that IANA keeps for special use (RFC 6890).</summary>
internal static class AddressKind
{
    private static readonly (IpPrefix Block, string Kind)[] Blocks =
    [
        .. new[]
        {
            ("0.0.0.0", "unspecified"),
            ("0.0.0.0/8", "this network"),
            ("10.0.0.0/8", "private"),
            ("100.64.0.0/10", "shared by a carrier"),
            ("127.0.0.0/8", "loopback"),
            ("169.254.0.0/16", "link-local"),
            ("172.16.0.0/12", "private"),
            ("192.0.0.0/24", "protocol assignment"),
            ("192.0.2.0/24", "documentation"),
            ("192.88.99.0/24", "6to4 relay"),
            ("192.168.0.0/16", "private"),
            ("198.18.0.0/15", "benchmarking"),
            ("198.51.100.0/24", "documentation"),
            ("203.0.113.0/24", "documentation"),
            ("224.0.0.0/4", "multicast"),
            ("255.255.255.255", "broadcast"),
            ("240.0.0.0/4", "reserved"),
            ("::", "unspecified"),
            ("::1", "loopback"),
            ("::ffff:0:0/96", "IPv4-mapped"),
            ("64:ff9b::/96", "translated IPv4"),
            ("64:ff9b:1::/48", "translated IPv4"),
            ("100::/64", "discard only"),
            ("2001::/32", "Teredo"),
            ("2001:2::/48", "benchmarking"),
            ("2001::/23", "protocol assignment"),
            ("2001:db8::/32", "documentation"),
            ("2002::/16", "6to4"),
            ("3fff::/20", "documentation"),
            ("2000::/3", "public"),
            ("5f00::/16", "segment"),
            ("fc00::/7", "private"),
            ("fe80::/10", "link-local"),
            ("ff00::/8", "multicast"),
            ("::/0", "reserved"),
        }.Select(block => (IpPrefix.TryParse(block.Item1, out var prefix) ? prefix : throw new FormatException(block.Item1), block.Item2)),
    ];

    /// <summary>One or a few words; <c>public</c> for every address without a special use.</summary>
    public static string Of(IpAddress address)
    {
        foreach (var (block, kind) in Blocks)
        {
            if (block.Address.Version == address.Version && IpPrefix.Mask(address, block.Length) == block.Address)
            {
                return kind;
            }
        }

        return "public";
    }
}
