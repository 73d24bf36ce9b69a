using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>The headers of an IPv6 packet or fragment to be written (RFC 8200 section 3): the twin of the view <see cref="Ipv6Packet"/>.</summary>
/// <remarks>Two are equal when all fields are, and their extension headers are the same memory.</remarks>
public readonly record struct Ipv6Header
{
    private const int MaxFlowLabel = 0xf_ffff;

    /// <summary>A header with a hop limit of 64 and all else zero.</summary>
    public Ipv6Header()
    {
    }

    /// <summary>DSCP and ECN.</summary>
    public byte TrafficClass { get; init; }

    /// <summary>What the packets of one flow share: 20 bits.</summary>
    public int FlowLabel
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(FlowLabel));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxFlowLabel, nameof(FlowLabel));
            field = value;
        }
    }

    /// <summary>How many routers may forward the packet.</summary>
    public byte HopLimit { get; init; } = 64;

    /// <summary>The number of what the payload begins with.</summary>
    public byte Protocol { get; init; }

    /// <summary>The sender: an IPv6 address.</summary>
    public IpAddress Source
    {
        get;
        init => field = OnlyV6(value, nameof(Source));
    } = IpAddress.V6(0, 0);

    /// <summary>The receiver: an IPv6 address.</summary>
    public IpAddress Destination
    {
        get;
        init => field = OnlyV6(value, nameof(Destination));
    } = IpAddress.V6(0, 0);

    /// <summary>Extension headers that every fragment carries, one behind the other as on the wire. The last one's Next Header is made anew.</summary>
    public ReadOnlyMemory<byte> Extensions
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, Ipv6Packet.MaxFragmentHeaderLength - Ipv6Packet.FixedHeaderLength - Ipv6FragmentHeader.Length, nameof(Extensions));
            field = value;
        }
    }

    /// <summary>The number of the first of <see cref="Extensions"/>.</summary>
    public byte FirstExtension { get; init; }

    /// <summary>Whether there is a Fragment header; without one the next three say nothing.</summary>
    public bool IsFragment { get; init; }

    /// <summary>What all fragments of one datagram share.</summary>
    public uint Identification { get; init; }

    /// <summary>Whether more pieces follow.</summary>
    public bool MoreFragments { get; init; }

    /// <summary>Where the payload begins in the datagram.</summary>
    public FragmentOffset Offset
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value.EightByteUnits, 0x1fff, nameof(Offset));
            field = value;
        }
    }

    /// <summary>The length of all headers in bytes: 40 and more.</summary>
    public int Length => Ipv6Packet.FixedHeaderLength + Extensions.Length + (IsFragment ? Ipv6FragmentHeader.Length : 0);

    /// <summary>A header with the fields of a packet that was read, and of its extension headers those that every fragment carries. Allocates a copy of these.</summary>
    /// <remarks>What it stands in front of is <see cref="Ipv6Packet.Fragmentable"/>.</remarks>
    public static Ipv6Header CopyOf(in Ipv6Packet packet)
    {
        var extensions = packet.Header[Ipv6Packet.FixedHeaderLength..packet.PerFragmentHeaderLength].ToArray();
        return new Ipv6Header
        {
            TrafficClass = packet.TrafficClass,
            FlowLabel = packet.FlowLabel,
            HopLimit = packet.HopLimit,
            Protocol = packet.FragmentableProtocol,
            Source = packet.Source,
            Destination = packet.Destination,
            Extensions = extensions,
            FirstExtension = extensions.Length > 0 ? packet.NextHeader : (byte)0,
            IsFragment = packet.IsFragment,
            Identification = packet.Identification,
            MoreFragments = packet.MoreFragments,
            Offset = packet.Offset,
        };
    }

    /// <summary>Writes the headers.</summary>
    /// <param name="destination">Room for <see cref="Length"/> bytes.</param>
    /// <param name="payloadLength">The bytes that will follow: with the extension headers at most 65,535.</param>
    /// <returns>The number of bytes written.</returns>
    public int WriteTo(Span<byte> destination, int payloadLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payloadLength, Ipv6Packet.MaxPayloadLength + Ipv6Packet.FixedHeaderLength - Length);
        var header = destination[..Length];
        BinaryPrimitives.WriteUInt32BigEndian(header, 0x6000_0000 | ((uint)TrafficClass << 20) | (uint)FlowLabel);
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)(Length - Ipv6Packet.FixedHeaderLength + payloadLength));
        var behind = IsFragment ? Ipv6NextHeader.Fragment : Protocol;
        header[6] = Extensions.Length > 0 ? FirstExtension : behind;
        header[7] = HopLimit;
        Source.WriteTo(header[8..]);
        Destination.WriteTo(header[24..]);
        Extensions.Span.CopyTo(header[Ipv6Packet.FixedHeaderLength..]);
        if (Ipv6HeaderChain.TryWalk(header[..(Ipv6Packet.FixedHeaderLength + Extensions.Length)], Ipv6Packet.FixedHeaderLength, header[6], out var chain) && chain.NextAt >= 0)
        {
            header[chain.NextAt] = behind;
        }

        if (IsFragment)
        {
            Ipv6FragmentHeader.Write(header[^Ipv6FragmentHeader.Length..], Protocol, Offset, MoreFragments, Identification);
        }

        return header.Length;
    }

    private static IpAddress OnlyV6(IpAddress address, string name) =>
        address.Version == IpVersion.V6 ? address : throw new ArgumentException($"An IPv6 header cannot hold {address}.", name);
}
