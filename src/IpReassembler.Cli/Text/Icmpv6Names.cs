using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>What ICMPv6 messages are called (RFC 4443, RFC 4861, RFC 3810; RFC 7112 section 5 for one code).</summary>
internal static class Icmpv6Names
{
    /// <summary>A packet could not be delivered.</summary>
    public const byte DestinationUnreachable = 1;

    /// <summary>A link on the way takes less.</summary>
    public const byte PacketTooBig = 2;

    /// <summary>The hop limit ran out, or fragments waited too long.</summary>
    public const byte TimeExceeded = 3;

    /// <summary>A header cannot be read.</summary>
    public const byte ParameterProblem = 4;

    /// <summary>Asks for the same bytes back.</summary>
    public const byte EchoRequest = 128;

    /// <summary>Gives them.</summary>
    public const byte EchoReply = 129;

    private static readonly string[] Unreachable =
        ["no route", "prohibited by a filter", "beyond the scope of the source", "address unreachable", "port unreachable", "source address refused", "route refused"];

    private static readonly string[] Exceeded = ["hop limit ran out", "fragments waited too long for their rest"];

    private static readonly string[] Problems = ["wrong field", "unknown next header", "unknown option", "first fragment without all headers"];

    /// <summary>The name of a type, or its number.</summary>
    public static string Of(byte type) => type switch
    {
        DestinationUnreachable => "destination unreachable",
        PacketTooBig => "packet too big",
        TimeExceeded => "time exceeded",
        ParameterProblem => "parameter problem",
        EchoRequest => "echo request",
        EchoReply => "echo reply",
        130 => "multicast listener query",
        131 => "multicast listener report",
        132 => "multicast listener done",
        133 => "router solicitation",
        134 => "router advertisement",
        135 => "neighbor solicitation",
        136 => "neighbor advertisement",
        137 => "redirect",
        143 => "multicast listener report, version 2",
        _ => Invariant($"type {type}"),
    };

    /// <summary>The name of a code; null where the type has only one, or it is not known.</summary>
    public static string? Of(byte type, byte code)
    {
        string[] names = type switch
        {
            DestinationUnreachable => Unreachable,
            TimeExceeded => Exceeded,
            ParameterProblem => Problems,
            _ => [],
        };
        return code < names.Length ? names[code] : null;
    }
}
