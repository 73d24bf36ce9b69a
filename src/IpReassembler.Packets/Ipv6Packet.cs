using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>A checked view of one IPv6 packet (RFC 8200 section 3) and its extension headers, good for as long as the bytes under it.</summary>
/// <remarks>Fields are read where they lie when they are asked for. The fields of <c>default</c> must not be asked for.</remarks>
public readonly ref struct Ipv6Packet
{
    /// <summary>The length of the fixed header.</summary>
    public const int FixedHeaderLength = 40;

    /// <summary>The largest payload length: all that follows the fixed header.</summary>
    public const int MaxPayloadLength = 65_535;

    /// <summary>The most extension headers of one packet; a sender with use for each kind needs seven.</summary>
    public const int MaxExtensionHeaders = 16;

    /// <summary>The most bytes of headers in front of a fragment's payload, its Fragment header included: what is kept of a first fragment until the rest has come.</summary>
    public const int MaxFragmentHeaderLength = 1_020;

    private const byte JumboPayloadOption = 0xc2;
    private const byte Pad1Option = 0;

    /// <summary>The captured part of the packet, without what follows it in the frame.</summary>
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Ipv6HeaderChain _chain;

    private Ipv6Packet(ReadOnlySpan<byte> bytes, Ipv6HeaderChain chain)
    {
        _bytes = bytes;
        _chain = chain;
    }

    /// <summary>Reads the packet at the start of <paramref name="bytes"/>. After <see langword="true"/> no property can throw.</summary>
    /// <param name="bytes">From the IP header to the end of what was captured: padding may follow the packet, or the end of it may be missing.</param>
    /// <param name="packet">The view.</param>
    /// <param name="defect">What is wrong with the headers; <see cref="PacketDefect.None"/> after <see langword="true"/>.</param>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out Ipv6Packet packet, out PacketDefect defect)
    {
        packet = default;
        defect = FindDefect(ref bytes, out var chain);
        if (defect is not PacketDefect.None)
        {
            return false;
        }

        packet = new Ipv6Packet(bytes, chain);
        return true;
    }

    /// <summary>DSCP in the upper six bits (RFC 2474), ECN in the lower two (RFC 3168).</summary>
    public byte TrafficClass => (byte)(BinaryPrimitives.ReadUInt16BigEndian(_bytes) >> 4);

    /// <summary>The Differentiated Services Code Point: 0 to 63.</summary>
    public int Dscp => TrafficClass >> 2;

    /// <summary>Explicit Congestion Notification: 0 to 3.</summary>
    public int Ecn => TrafficClass & 3;

    /// <summary>What the packets of one flow share (RFC 6437): 20 bits.</summary>
    public int FlowLabel => (int)(BinaryPrimitives.ReadUInt32BigEndian(_bytes) & 0xf_ffff);

    /// <summary>The length of the packet that its header promises: 40 to 65,575 bytes.</summary>
    public int TotalLength => FixedHeaderLength + BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    /// <summary>The number of the header behind the fixed one.</summary>
    public byte NextHeader => _bytes[6];

    /// <summary>How many more routers may forward the packet.</summary>
    public byte HopLimit => _bytes[7];

    /// <summary>The sender.</summary>
    public IpAddress Source => IpAddress.Read(_bytes.Slice(8, 16));

    /// <summary>The receiver; while a routing header is under way, the next stop.</summary>
    public IpAddress Destination => IpAddress.Read(_bytes.Slice(24, 16));

    /// <summary>The receiver that the sender meant, which transport checksums cover: the last address of a routing header that is under way, else <see cref="Destination"/> (RFC 8200 section 8.1).</summary>
    public IpAddress FinalDestination => _chain.RoutingAt >= 0 && RouteAt(_chain.RoutingAt).FinalStop is { } stop ? stop : Destination;

    /// <summary>Whether the packet is a piece of a datagram: more follow, or it does not begin at 0.</summary>
    public bool IsFragment => _chain.FragmentAt >= 0 && !IsAtomicFragment;

    /// <summary>Whether the packet has a Fragment header and is whole all the same (RFC 6946): it is no piece of anything.</summary>
    public bool IsAtomicFragment => _chain.FragmentAt >= 0 && Ipv6FragmentHeader.IsAtomic(FragmentBytes);

    /// <summary>What the sender gave all fragments of one datagram; 0 without a Fragment header.</summary>
    public uint Identification => _chain.FragmentAt >= 0 ? Ipv6FragmentHeader.Identification(FragmentBytes) : 0;

    /// <summary>Whether more pieces follow.</summary>
    public bool MoreFragments => _chain.FragmentAt >= 0 && Ipv6FragmentHeader.MoreFragments(FragmentBytes);

    /// <summary>Where the payload begins in the datagram.</summary>
    public FragmentOffset Offset => _chain.FragmentAt >= 0 ? Ipv6FragmentHeader.Offset(FragmentBytes) : default;

    /// <summary>The number of what <see cref="Payload"/> begins with: of a whole packet the transport, of a first fragment perhaps one more extension header.</summary>
    public byte Protocol => _chain.Next;

    /// <summary>The length of the fixed header and all extension headers up to the transport, or up to the end of the Fragment header.</summary>
    public int HeaderLength => _chain.End;

    /// <summary>The headers in front of <see cref="Payload"/>.</summary>
    public ReadOnlySpan<byte> Header => _bytes[.._chain.End];

    /// <summary>The payload as far as it was captured; padding of the link layer is not in it.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[_chain.End..];

    /// <summary>How many payload bytes the header promises.</summary>
    public int PayloadLength => TotalLength - _chain.End;

    /// <summary>Whether fewer payload bytes were captured than the header promises.</summary>
    public bool IsCutShort => _bytes.Length < TotalLength;

    /// <summary>The length of the headers that each fragment of the packet would carry (RFC 8200 section 4.5); in a fragment, those in front of its Fragment header.</summary>
    public int PerFragmentHeaderLength => _chain.FragmentAt >= 0 ? _chain.FragmentAt : _chain.PerFragmentEnd;

    /// <summary>The number of the header behind those that each fragment carries, and behind the Fragment header if there is one.</summary>
    public byte FragmentableProtocol => _chain.FragmentAt >= 0 ? FragmentBytes[0] : NumberAt(_chain.PerFragmentEnd);

    /// <summary>What a sender may cut: extension headers for the receiver, and the payload. Of a fragment, its payload.</summary>
    public ReadOnlySpan<byte> Fragmentable => _bytes[(_chain.FragmentAt >= 0 ? _chain.FragmentAt + Ipv6FragmentHeader.Length : _chain.PerFragmentEnd)..];

    private ReadOnlySpan<byte> FragmentBytes => _bytes.Slice(_chain.FragmentAt, Ipv6FragmentHeader.Length);

    /// <summary>What a reassembler needs to know of this packet. Asked for only when <see cref="IsFragment"/>.</summary>
    /// <param name="context">The packet this view was made from.</param>
    /// <param name="fragment">The view of the fragment.</param>
    public void ToFragment(scoped in IpPacket context, out IpFragment fragment) => IpFragment.ReadV6(context, _bytes, _chain.End, out fragment);

    private Ipv6RoutingHeader RouteAt(int offset) => new(_bytes.Slice(offset, (_bytes[offset + 1] + 1) * 8));

    // The number of the header that begins at an offset: what the one in front of it says.
    private byte NumberAt(int offset)
    {
        var number = NextHeader;
        for (var at = FixedHeaderLength; at < offset;)
        {
            var length = number == Ipv6NextHeader.Authentication ? (_bytes[at + 1] + 2) * 4 : (_bytes[at + 1] + 1) * 8;
            number = _bytes[at];
            at += length;
        }

        return number;
    }

    // Cuts off what follows the packet.
    private static PacketDefect FindDefect(ref ReadOnlySpan<byte> bytes, out Ipv6HeaderChain chain)
    {
        chain = default;
        if (bytes.Length < FixedHeaderLength)
        {
            return PacketDefect.TooShort;
        }

        if (bytes[0] >> 4 != (int)IpVersion.V6)
        {
            return PacketDefect.VersionMismatch;
        }

        var totalLength = FixedHeaderLength + BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        if (totalLength == FixedHeaderLength && bytes[6] == Ipv6NextHeader.HopByHopOptions && HasJumboPayload(bytes[FixedHeaderLength..]))
        {
            return PacketDefect.Jumbogram;
        }

        bytes = bytes.Length > totalLength ? bytes[..totalLength] : bytes;
        return !Ipv6HeaderChain.TryWalk(bytes, FixedHeaderLength, bytes[6], out chain) ? PacketDefect.HeaderChainTooLong
            : chain.IsCutShort ? PacketDefect.HeaderCutShort
            : chain.FragmentAt >= 0 && chain.End > MaxFragmentHeaderLength ? PacketDefect.HeaderChainTooLong
            : PacketDefect.None;
    }

    // The option that makes a payload length of 0 a longer one (RFC 2675 section 2), in the hop-by-hop options as far as they are there.
    private static bool HasJumboPayload(ReadOnlySpan<byte> options)
    {
        if (options.Length < 2)
        {
            return false;
        }

        options = options[2..Math.Min(options.Length, (options[1] + 1) * 8)];
        while (options.Length > 1)
        {
            if (options[0] == JumboPayloadOption)
            {
                return true;
            }

            var length = options[0] == Pad1Option ? 1 : options[1] + 2;
            options = length < options.Length ? options[length..] : [];
        }

        return false;
    }
}
