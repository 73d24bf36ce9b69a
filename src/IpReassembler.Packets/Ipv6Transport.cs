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

        var needed = chain.Next switch
        {
            TransportChecksum.Tcp => TcpSegment.MinHeaderLength,
            TransportChecksum.Udp => UdpDatagram.HeaderLength,
            TransportChecksum.IcmpV6 => IcmpMessage.HeaderLength,
            Ipv6NextHeader.None => 0,
            _ => 1,
        };
        return chain.End + needed > payload.Length;
    }

    // Headers that stand behind the Fragment header; another Fragment header among them is one that nobody looks into.
    private static bool TryWalk(byte number, ReadOnlySpan<byte> payload, out Ipv6HeaderChain chain) =>
        Ipv6HeaderChain.TryWalk(payload, start: 0, number, out chain, isBehindFragment: true);
}
