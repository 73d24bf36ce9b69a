namespace IpReassembler.Packets;

/// <summary>The extension headers from one place of an IPv6 packet on (RFC 8200 section 4), walked once.</summary>
/// <remarks>
/// Each header begins with the number of the one behind it, so the walk goes from header to header until a number names none of them:
/// that is the transport, or something that cannot be looked into. It goes no further than a fragment's own header either, and a second
/// Fragment header is one that nobody looks into: Linux throws such a packet away.
/// </remarks>
internal readonly struct Ipv6HeaderChain
{
    private const int UnitLength = 8;

    private Ipv6HeaderChain(int end, byte next, int nextAt, int routingAt, int fragmentAt, int perFragmentEnd, bool isCutShort) =>
        (End, Next, NextAt, RoutingAt, FragmentAt, PerFragmentEnd, IsCutShort) = (end, next, nextAt, routingAt, fragmentAt, perFragmentEnd, isCutShort);

    /// <summary>Where what follows the chain begins.</summary>
    public int End { get; }

    /// <summary>The number of what follows the chain.</summary>
    public byte Next { get; }

    /// <summary>Where the byte stands that says <see cref="Next"/>; -1 where there was no header to walk through.</summary>
    public int NextAt { get; }

    /// <summary>Where the last routing header begins; -1 without one.</summary>
    public int RoutingAt { get; }

    /// <summary>Where the first Fragment header begins; -1 without one.</summary>
    public int FragmentAt { get; }

    /// <summary>The end of the headers that every fragment would carry: those up to a routing header, or else the hop-by-hop options (RFC 8200 section 4.5).</summary>
    public int PerFragmentEnd { get; }

    /// <summary>Whether a header is longer than the bytes there are.</summary>
    public bool IsCutShort { get; }

    /// <summary>Walks.</summary>
    /// <param name="bytes">What the offsets count in.</param>
    /// <param name="start">Where the first header begins.</param>
    /// <param name="first">Its number.</param>
    /// <param name="chain">How far the walk came.</param>
    /// <param name="isBehindFragment">Whether a Fragment header stands in front of the first.</param>
    /// <returns>False when there are more headers than anybody has use for: <see cref="Ipv6Packet.MaxExtensionHeaders"/>.</returns>
    public static bool TryWalk(ReadOnlySpan<byte> bytes, int start, byte first, out Ipv6HeaderChain chain, bool isBehindFragment = false)
    {
        var (at, next, nextAt, routingAt, fragmentAt, perFragmentEnd) = (start, first, -1, -1, -1, start);
        for (var count = 0; GoesOn(next, isFirst: nextAt < 0 && !isBehindFragment, isBehindFragment || fragmentAt >= 0); count++)
        {
            if (count == Ipv6Packet.MaxExtensionHeaders)
            {
                chain = default;
                return false;
            }

            var length = bytes.Length >= at + 2 ? LengthOf(next, bytes[at + 1]) : int.MaxValue;
            if (length > bytes.Length - at)
            {
                chain = new Ipv6HeaderChain(at, next, nextAt, routingAt, fragmentAt, perFragmentEnd, isCutShort: true);
                return true;
            }

            var (number, begin) = (next, at);
            (next, nextAt, at) = (bytes[at], at, at + length);
            switch (number)
            {
                case Ipv6NextHeader.HopByHopOptions:
                    perFragmentEnd = at;
                    break;
                case Ipv6NextHeader.Routing:
                    (routingAt, perFragmentEnd) = (begin, at);
                    break;
                case Ipv6NextHeader.Fragment:
                    fragmentAt = begin;
                    if (!Ipv6FragmentHeader.IsAtomic(bytes[begin..]))
                    {
                        chain = new Ipv6HeaderChain(at, next, nextAt, routingAt, fragmentAt, perFragmentEnd, isCutShort: false);
                        return true;
                    }

                    break;
                default:
                    break;
            }
        }

        chain = new Ipv6HeaderChain(at, next, nextAt, routingAt, fragmentAt, perFragmentEnd, isCutShort: false);
        return true;
    }

    /// <summary>Whether a header of this number is one that the walk goes through.</summary>
    /// <param name="next">The number.</param>
    /// <param name="isFirst">Whether it stands right behind the fixed header.</param>
    /// <param name="isBehindFragment">Whether a Fragment header came before it.</param>
    internal static bool GoesOn(byte next, bool isFirst, bool isBehindFragment) => next switch
    {
        Ipv6NextHeader.HopByHopOptions => isFirst,
        Ipv6NextHeader.Fragment => !isBehindFragment,
        _ => Ipv6NextHeader.IsExtension(next),
    };

    /// <summary>The length of a header in bytes.</summary>
    /// <remarks>The length byte counts units of eight behind the first eight bytes; the authentication header's units of four behind the first two words (RFC 4302 section 2.2).</remarks>
    internal static int LengthOf(byte number, byte lengthByte) => number switch
    {
        Ipv6NextHeader.Fragment => UnitLength,
        Ipv6NextHeader.Authentication => (lengthByte + 2) * 4,
        _ => (lengthByte + 1) * UnitLength,
    };
}
