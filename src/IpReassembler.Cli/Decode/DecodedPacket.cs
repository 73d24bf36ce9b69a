using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>Bytes that should begin with an IP header, and as much of that as can be read: a broken header has fields too.</summary>
/// <remarks>The views of the packets trust or refuse; here every field is asked for by its place and is null where its bytes are not there.</remarks>
internal abstract class DecodedPacket
{
    private protected DecodedPacket(byte[] bytes) => Bytes = bytes;

    /// <summary>From the IP header to the end of what there is.</summary>
    public byte[] Bytes { get; }

    /// <summary>Where the bytes come from and what was skipped in front of them; null when they were simply given.</summary>
    public string? Origin { get; init; }

    /// <summary>How many packets it lies in, and in what kind of tunnel it lies in the last of them.</summary>
    public (int Depth, TunnelName Tunnel) Inside { get; init; }

    /// <summary>What is wrong with the header.</summary>
    public abstract PacketDefect Defect { get; }

    /// <summary>The length of the headers in front of the payload, in bytes, as they say.</summary>
    public abstract int HeaderLength { get; }

    /// <summary>The part of the headers that is there.</summary>
    public abstract ReadOnlySpan<byte> Header { get; }

    /// <summary>Header and payload in bytes; what it means that IPv4's is 0 is for others to say.</summary>
    public abstract int? TotalLength { get; }

    /// <summary>DSCP and ECN.</summary>
    public abstract int? TrafficClass { get; }

    /// <summary>What fragments of one datagram share; null in an IPv6 packet that has none.</summary>
    public abstract uint? Identification { get; }

    /// <summary>Whether more pieces follow.</summary>
    public abstract bool? MoreFragments { get; }

    /// <summary>Where the payload begins in the datagram.</summary>
    public abstract FragmentOffset? Offset { get; }

    /// <summary>IPv4's time to live, IPv6's hop limit.</summary>
    public abstract int? TimeToLive { get; }

    /// <summary>The number of what the payload is.</summary>
    public abstract int? Protocol { get; }

    /// <summary>The sender.</summary>
    public abstract IpAddress? Source { get; }

    /// <summary>The receiver.</summary>
    public abstract IpAddress? Destination { get; }

    /// <summary>How many payload bytes the header promises; null behind a broken header.</summary>
    public abstract int? PayloadLength { get; }

    /// <summary>The payload as far as it is there; nothing behind a broken header.</summary>
    public abstract ReadOnlySpan<byte> Payload { get; }

    /// <summary>Where in the payload the transport begins: behind the headers that a first IPv6 fragment still has there.</summary>
    public virtual int TransportAt => 0;

    /// <summary>What the transport's checksum says. A fragment has only a part of the bytes that it covers.</summary>
    public abstract ChecksumState TransportChecksumState { get; }

    /// <summary>The part of a datagram it is; null where the bytes end before they say.</summary>
    public PieceKind? Piece => (MoreFragments, Offset) switch
    {
        ({ } more, { Bytes: var offset }) => (offset, more) switch
        {
            (0, false) => PieceKind.Whole,
            (0, true) => PieceKind.First,
            (_, true) => PieceKind.Middle,
            _ => PieceKind.Last,
        },
        _ => null,
    };

    /// <summary>Whether the payload begins with a transport header: only in a whole packet or a first fragment.</summary>
    public bool HasTransport => Defect is PacketDefect.None && Piece is PieceKind.Whole or PieceKind.First && TransportAt <= Payload.Length;

    /// <summary>From the transport header on.</summary>
    public ReadOnlySpan<byte> Transport => HasTransport ? Payload[TransportAt..] : [];

    /// <summary>How many bytes that should have.</summary>
    public int TransportLength => (PayloadLength ?? 0) - TransportAt;

    /// <summary>How many bytes follow the packet: padding of a link layer.</summary>
    public int TrailingCount => Defect is PacketDefect.None && TotalLength is { } total and not 0 ? Math.Max(0, Bytes.Length - total) : 0;

    /// <summary>Looks at bytes without taking a copy; there is at least one. Whatever does not say that it is IPv6 is read as IPv4.</summary>
    public static DecodedPacket Of(byte[] bytes, string? origin = null) =>
        bytes[0] >> 4 == (int)IpVersion.V6 ? new DecodedIpv6(bytes) { Origin = origin } : new DecodedIpv4(bytes) { Origin = origin };

    /// <summary>The packet and those that it carries, from the outermost on.</summary>
    public IReadOnlyList<DecodedPacket> Opened()
    {
        List<DecodedPacket> all = [this];
        var frame = new CapturedFrame(Bytes, LinkType.Raw, default);
        if (Defect is PacketDefect.None && LinkLayer.TryGetIp(frame, out var packet, out _))
        {
            while (Tunnel.TryOpen(packet, out var inner, out var tunnel))
            {
                packet = inner;
                var bytes = packet.Bytes.ToArray();
                var inside = (packet.Depth, tunnel);
                all.Add(packet.Version == IpVersion.V6 ? new DecodedIpv6(bytes) { Inside = inside } : new DecodedIpv4(bytes) { Inside = inside });
            }
        }

        return all;
    }

    /// <summary>The field of up to 32 bits that begins at <paramref name="bit"/> of the header; null where a byte of it is not there.</summary>
    public int? Field(int bit, int length)
    {
        var (first, end) = (bit / 8, (bit + length + 7) / 8);
        if (end > Header.Length)
        {
            return null;
        }

        long value = 0;
        foreach (var one in Header[first..end])
        {
            value = (value << 8) | one;
        }

        return (int)((value >> ((end * 8) - bit - length)) & ((1L << length) - 1));
    }

    /// <summary>The field of one bit.</summary>
    protected bool? Flag(int bit) => Field(bit, 1) is { } value ? value != 0 : null;

    /// <summary>The address that begins at a byte of the header.</summary>
    protected IpAddress? AddressAt(int at, int length) => Header.Length >= at + length ? IpAddress.Read(Header.Slice(at, length)) : null;
}
