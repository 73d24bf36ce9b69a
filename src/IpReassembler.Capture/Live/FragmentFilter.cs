using System.Buffers;

namespace IpReassembler.Capture;

/// <summary>Makes a filter on ports let fragments through: only the first fragment of a datagram has the ports.</summary>
public static class FragmentFilter
{
    // RFC 791 section 3.1: a fragment that is not the first has an offset. RFC 8200 section 4.5: fragments have a Fragment
    // header (44) behind the IPv6 header; libpcap does not look behind it for ports, so the first one must pass as well.
    // In front of that may stand hop-by-hop options (0), destination options (60) and a routing header (43), RFC 8200 section 4.1.
    // How long one is says its second byte, so behind two of them every filter would have to reckon: those pass unseen.
    private const string LaterFragments =
        "(ip[6:2] & 0x1fff != 0) or (ip6[6] == 44)"
        + " or ((ip6[6] == 0 or ip6[6] == 43 or ip6[6] == 60) and (ip6[40] == 43 or ip6[40] == 44 or ip6[40] == 60))";

    // What a filter asks of the transport header: with a blank in between, or in front of a bracket as in tcp[13].
    private static readonly string[] PortWords = ["port", "portrange"];
    private static readonly string[] HeaderWords = ["tcp", "udp", "icmp", "icmp6", "sctp", "igmp", "pim"];

    private static readonly SearchValues<char> Separators = SearchValues.Create(" \t\n\r()[]!&|=<>+*/:,");

    /// <summary>The expression made wider, so that fragments without a transport header pass; null when it asks for nothing that they lack.</summary>
    /// <remarks>
    /// Of datagrams with other ports, all but the first fragments pass as well: nothing in them tells whose they are. In IPv6 the first one passes too,
    /// and so does what has two extension headers in a row that may stand in front of a Fragment header.
    /// </remarks>
    /// <param name="expression">A filter expression that compiles by itself.</param>
    public static string? Widen(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        return LooksAtTransport(expression) ? $"({expression}) or {LaterFragments}" : null;
    }

    private static bool LooksAtTransport(ReadOnlySpan<char> rest)
    {
        while (true)
        {
            var start = rest.IndexOfAnyExcept(Separators);
            if (start < 0)
            {
                return false;
            }

            rest = rest[start..];
            var end = rest.IndexOfAny(Separators);
            var word = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[end..];
            if (Is(word, PortWords) || (Is(word, HeaderWords) && rest.TrimStart().StartsWith('[')))
            {
                return true;
            }
        }
    }

    private static bool Is(ReadOnlySpan<char> word, string[] words)
    {
        foreach (var one in words)
        {
            if (word.SequenceEqual(one))
            {
                return true;
            }
        }

        return false;
    }
}
