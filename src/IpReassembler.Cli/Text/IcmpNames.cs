using IpReassembler.Packets;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>What ICMP messages are called (RFC 792, RFC 1122 section 3.2.2.1, RFC 1812 section 5.2.7).</summary>
internal static class IcmpNames
{
    private static readonly string[] Unreachable =
    [
        "network unreachable", "host unreachable", "protocol unreachable", "port unreachable", "fragmentation needed and DF set",
        "source route failed", "network unknown", "host unknown", "source host isolated", "network prohibited", "host prohibited",
        "network unreachable for this service", "host unreachable for this service", "prohibited by a filter",
        "precedence violation", "precedence cut off",
    ];

    private static readonly string[] Redirect = ["for the network", "for the host", "for service and network", "for service and host"];

    private static readonly string[] TimeExceeded = ["time to live ran out", "fragments waited too long for their rest"];

    private static readonly string[] ParameterProblem = ["the pointer tells where", "an option is missing", "bad length"];

    /// <summary>The name of a type, or its number.</summary>
    public static string Of(IcmpType type) => type switch
    {
        IcmpType.EchoReply => "echo reply",
        IcmpType.DestinationUnreachable => "destination unreachable",
        IcmpType.SourceQuench => "source quench",
        IcmpType.Redirect => "redirect",
        IcmpType.EchoRequest => "echo request",
        IcmpType.RouterAdvertisement => "router advertisement",
        IcmpType.RouterSolicitation => "router solicitation",
        IcmpType.TimeExceeded => "time exceeded",
        IcmpType.ParameterProblem => "parameter problem",
        IcmpType.TimestampRequest => "timestamp request",
        IcmpType.TimestampReply => "timestamp reply",
        (IcmpType)15 => "information request",
        (IcmpType)16 => "information reply",
        (IcmpType)17 => "address mask request",
        (IcmpType)18 => "address mask reply",
        (IcmpType)42 => "extended echo request",
        (IcmpType)43 => "extended echo reply",
        _ => Invariant($"type {(int)type}"),
    };

    /// <summary>The name of a code; null where the type has only one, or it is not known.</summary>
    public static string? Of(IcmpType type, byte code)
    {
        string[] names = type switch
        {
            IcmpType.DestinationUnreachable => Unreachable,
            IcmpType.Redirect => Redirect,
            IcmpType.TimeExceeded => TimeExceeded,
            IcmpType.ParameterProblem => ParameterProblem,
            _ => [],
        };
        return code < names.Length ? names[code] : null;
    }
}
