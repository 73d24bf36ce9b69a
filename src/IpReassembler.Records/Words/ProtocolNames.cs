using System.Globalization;

namespace IpReassembler.Records;

/// <summary>Short names of the IP protocols that are met in fragments. Others are called by their number.</summary>
public static class ProtocolNames
{
    private static readonly (byte Number, string Name)[] Known =
    [
        (1, "icmp"), (2, "igmp"), (4, "ipip"), (6, "tcp"), (17, "udp"), (41, "ipv6"), (47, "gre"), (50, "esp"), (51, "ah"),
        (58, "icmpv6"), (89, "ospf"), (103, "pim"), (112, "vrrp"), (115, "l2tp"), (132, "sctp"), (136, "udplite"),
    ];

    /// <summary>Every name there is.</summary>
    public static IEnumerable<string> All => Known.Select(known => known.Name);

    /// <summary>The name of a protocol, or its number in decimal.</summary>
    public static string Of(byte protocol)
    {
        foreach (var (number, name) in Known)
        {
            if (number == protocol)
            {
                return name;
            }
        }

        return protocol.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The number behind a name, whatever its case, or behind a decimal number from 0 to 255.</summary>
    public static bool TryParse(string text, out byte protocol)
    {
        foreach (var (number, name) in Known)
        {
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                protocol = number;
                return true;
            }
        }

        return byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out protocol);
    }
}
