namespace IpReassembler.Packets;

/// <summary>What stands behind the extension headers that a sender may cut: the transport of a rebuilt datagram or of a first fragment.</summary>
public static class Ipv6Transport
{
    /// <summary>Finds it.</summary>
    /// <param name="number">The number of the header that <paramref name="payload"/> begins with.</param>
    /// <param name="payload">What was cut into fragments, from its beginning on, as far as it is there.</param>
    /// <param name="protocol">The transport's number.</param>
    /// <param name="offset">Where it begins.</param>
    /// <returns>False when the headers in front of it are not all there, or are too many.</returns>
    public static bool TryFind(byte number, ReadOnlySpan<byte> payload, out byte protocol, out int offset)
    {
        // Hop-by-hop options stand in front of everything that is cut: behind it the number names nothing known.
        var isFound = TryWalk(number, payload, out var chain) && !chain.IsCutShort;
        (protocol, offset) = isFound ? (chain.Next, chain.End) : (number, 0);
        return isFound;
    }

    /// <summary>Whether the bytes end before the transport's header does: a first fragment like this is to be thrown away (RFC 7112 section 5).</summary>
    /// <param name="number">The number of the header that <paramref name="payload"/> begins with.</param>
    /// <param name="payload">What a first fragment carries behind its Fragment header.</param>
    public static bool IsHidden(byte number, ReadOnlySpan<byte> payload)
    {
        if (!TryWalk(number, payload, out var chain) || chain.IsCutShort)
        {
            return true;
        }

        return chain.End + LeastOf(chain.Next) > payload.Length;
    }

    /// <summary>
    /// Whether Linux throws away a first fragment because of what it ends before. It goes from header to header by what each says of its
    /// length, there or not, and asks only whether the transport that this leads to is there: a row that ends in the middle of the
    /// extension headers leads to none. Measured on Linux 6.18.
    /// </summary>
    /// <param name="number">The number of the header that <paramref name="payload"/> begins with.</param>
    /// <param name="payload">What a first fragment carries behind its Fragment header.</param>
    public static bool IsHiddenFromLinux(byte number, ReadOnlySpan<byte> payload)
    {
        var at = 0;
        while (Ipv6NextHeader.IsExtension(number))
        {
            // Every turn takes eight bytes at least, so the fragment bounds the loop.
            if (at + Ipv6FragmentHeader.Length > payload.Length && (at + 2 > payload.Length || number == Ipv6NextHeader.Fragment))
            {
                return false;
            }

            if (number == Ipv6NextHeader.Fragment && Ipv6FragmentHeader.Offset(payload[at..]).EightByteUnits > 0)
            {
                return false;
            }

            (number, at) = (payload[at], at + Ipv6HeaderChain.LengthOf(number, payload[at + 1]));
        }

        return number != Ipv6NextHeader.None && at + LeastOf(number) > payload.Length;
    }

    /// <summary>Whether a receiver comes to a Fragment header once it has put the pieces together: one datagram needs only one (RFC 8200 section 4.1).</summary>
    /// <param name="number">The number of the header that <paramref name="payload"/> begins with.</param>
    /// <param name="payload">What was cut into fragments, from its beginning on, as far as it is there.</param>
    public static bool LeadsToFragmentHeader(byte number, ReadOnlySpan<byte> payload)
    {
        var at = 0;
        while (number is Ipv6NextHeader.DestinationOptions or Ipv6NextHeader.Routing or Ipv6NextHeader.Authentication)
        {
            // Every turn takes eight bytes at least, so the payload bounds the loop. Of a header that is not all there nobody reads what follows it.
            var end = at + 2 > payload.Length ? int.MaxValue : at + Ipv6HeaderChain.LengthOf(number, payload[at + 1]);
            if (end > payload.Length)
            {
                return false;
            }

            (number, at) = (payload[at], end);
        }

        return number == Ipv6NextHeader.Fragment;
    }

    // How much of a transport must be there.
    private static int LeastOf(byte number) => number switch
    {
        TransportChecksum.Tcp => TcpSegment.MinHeaderLength,
        TransportChecksum.Udp => UdpDatagram.HeaderLength,
        TransportChecksum.IcmpV6 => IcmpMessage.HeaderLength,
        Ipv6NextHeader.None => 0,
        _ => 1,
    };

    // Headers that stand behind the Fragment header; another Fragment header among them is one that nobody looks into.
    private static bool TryWalk(byte number, ReadOnlySpan<byte> payload, out Ipv6HeaderChain chain) =>
        Ipv6HeaderChain.TryWalk(payload, start: 0, number, out chain, isBehindFragment: true);
}
