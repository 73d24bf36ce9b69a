using System.Globalization;

namespace IpReassembler.Cli;

/// <summary>Names of the two parts of the byte that RFC 791 calls Type of Service, and IPv6 Traffic Class.</summary>
internal static class TrafficClassNames
{
    private const int ClassMask = 0x38;

    /// <summary>Both parts of the byte in words.</summary>
    public static string Describe(int value)
    {
        var (dscp, ecn) = (value >> 2, value & 3);
        var name = OfDscp(dscp) is { } known ? $" ({known})" : "";
        return string.Create(CultureInfo.InvariantCulture, $"DSCP {dscp}{name} ECN {ecn} ({OfEcn(ecn)})");
    }

    /// <summary>The per-hop behaviour: CS0 to CS7 (RFC 2474), AF11 to AF43 (RFC 2597), EF (RFC 3246), VOICE-ADMIT (RFC 5865), LE (RFC 8622); null for others.</summary>
    public static string? OfDscp(int dscp) => dscp switch
    {
        1 => "LE",
        44 => "VOICE-ADMIT",
        46 => "EF",
        _ when (dscp & ~ClassMask) == 0 => string.Create(CultureInfo.InvariantCulture, $"CS{dscp >> 3}"),
        _ when dscp >> 3 is >= 1 and <= 4 && (dscp & 7) is 2 or 4 or 6 => string.Create(CultureInfo.InvariantCulture, $"AF{dscp >> 3}{(dscp & 7) >> 1}"),
        _ => null,
    };

    /// <summary>The codepoint of Explicit Congestion Notification (RFC 3168 section 5).</summary>
    public static string OfEcn(int ecn) => ecn switch
    {
        0 => "Not-ECT",
        1 => "ECT(1)",
        2 => "ECT(0)",
        _ => "CE",
    };
}
