using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>The header of a packet that is going to be sent, of either version.</summary>
public readonly record struct OutgoingHeader
{
    private readonly Ipv4Header _ipv4;
    private readonly Ipv6Header _ipv6;

    /// <summary>An IPv4 header.</summary>
    public OutgoingHeader(Ipv4Header header) => (Version, _ipv4, _ipv6) = (IpVersion.V4, header, new Ipv6Header());

    /// <summary>The headers of an IPv6 packet.</summary>
    public OutgoingHeader(Ipv6Header header) => (Version, _ipv4, _ipv6) = (IpVersion.V6, new Ipv4Header(), header);

    /// <summary>Its version.</summary>
    public IpVersion Version { get; }

    /// <summary>Its length in bytes.</summary>
    public int Length => IsIpv4 ? _ipv4.Length : _ipv6.Length;

    /// <summary>The most bytes that can follow it in a packet.</summary>
    public int MaxPayload => IsIpv4 ? Ipv4Packet.MaxTotalLength - Length : Ipv6Packet.MaxPayloadLength + Ipv6Packet.FixedHeaderLength - Length;

    /// <summary>The sender.</summary>
    public IpAddress Source => IsIpv4 ? _ipv4.Source : _ipv6.Source;

    /// <summary>The receiver.</summary>
    public IpAddress Destination => IsIpv4 ? _ipv4.Destination : _ipv6.Destination;

    /// <summary>What the payload begins with.</summary>
    public byte Protocol => IsIpv4 ? _ipv4.Protocol : _ipv6.Protocol;

    /// <summary>What all pieces of a datagram share; of a whole IPv6 packet 0, because it has none.</summary>
    public uint Identification => IsIpv4 ? _ipv4.Identification : _ipv6.IsFragment ? _ipv6.Identification : 0;

    /// <summary>Where the payload begins in the datagram.</summary>
    public FragmentOffset Offset => IsIpv4 ? _ipv4.Offset : _ipv6.Offset;

    /// <summary>Whether more pieces follow.</summary>
    public bool MoreFragments => IsIpv4 ? _ipv4.MoreFragments : _ipv6.MoreFragments;

    private bool IsIpv4 => Version == IpVersion.V4;

    /// <summary>The header that a piece needs: in IPv6 one more, the Fragment header.</summary>
    internal OutgoingHeader OfPiece() => IsIpv4 ? this : new(_ipv6 with { IsFragment = true });

    /// <summary>The same header in another place of the datagram.</summary>
    internal OutgoingHeader At(int offset, bool moreFragments)
    {
        var place = new FragmentOffset((ushort)(offset / 8));
        return IsIpv4 ? new(_ipv4 with { Offset = place, MoreFragments = moreFragments }) : new(_ipv6 with { Offset = place, MoreFragments = moreFragments });
    }

    /// <summary>The header of the pieces behind the first: of IPv4's options, only those with the copied flag stay (RFC 791 section 3.1).</summary>
    internal OutgoingHeader Later()
    {
        if (!IsIpv4 || _ipv4.Options.IsEmpty)
        {
            return this;
        }

        var options = new byte[Ipv4Fragmenter.CopiedOptions(_ipv4.Options.Span, [])];
        Ipv4Fragmenter.CopiedOptions(_ipv4.Options.Span, options);
        return new(_ipv4 with { Options = options });
    }

    /// <summary>The same header with the options of another one.</summary>
    internal OutgoingHeader WithOptionsOf(OutgoingHeader other) => IsIpv4 ? new(_ipv4 with { Options = other._ipv4.Options }) : this;

    /// <summary>Writes it.</summary>
    internal int WriteTo(Span<byte> destination, int payloadLength) =>
        IsIpv4 ? _ipv4.WriteTo(destination, payloadLength) : _ipv6.WriteTo(destination, payloadLength);
}
