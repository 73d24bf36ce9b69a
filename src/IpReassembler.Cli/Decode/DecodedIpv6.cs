using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>Bytes that should begin with an IPv6 header (RFC 8200 section 3), and its extension headers.</summary>
/// <param name="bytes">From the header on: at least one.</param>
internal sealed class DecodedIpv6(byte[] bytes) : DecodedPacket(bytes)
{
    private const int AddressLength = 16;
    private int? _fragmentAt;

    public override PacketDefect Defect { get; } = Ipv6Packet.TryParse(bytes, out _, out var defect) ? PacketDefect.None : defect;

    /// <summary>The row of extension headers, as far as they are there.</summary>
    public Ipv6ExtensionHeaders Extensions => new(Bytes.AsSpan(0, PacketLength));

    /// <summary>Up to the payload; of a broken packet, as much of the headers as is there, but at least 40.</summary>
    public override int HeaderLength => Ipv6Packet.TryParse(Bytes, out var packet, out _) ? packet.HeaderLength : Math.Max(Ipv6Packet.FixedHeaderLength, Chain.End);

    public override ReadOnlySpan<byte> Header => Bytes.AsSpan(0, Math.Min(Bytes.Length, HeaderLength));

    public override int? TrafficClass => Field(4, 8);

    /// <summary>What the packets of one flow share (RFC 6437).</summary>
    public int? FlowLabel => Field(12, 20);

    /// <summary>All behind the fixed header, in bytes; 0 in a jumbogram.</summary>
    public int? PayloadField => Field(32, 16);

    public override int? TotalLength => PayloadField + Ipv6Packet.FixedHeaderLength;

    /// <summary>The number of the header behind the fixed one.</summary>
    public int? NextHeader => Field(48, 8);

    public override int? TimeToLive => Field(56, 8);

    public override IpAddress? Source => AddressAt(8, AddressLength);

    public override IpAddress? Destination => AddressAt(24, AddressLength);

    /// <summary>Where the first Fragment header begins, all of which is there; 0 without one.</summary>
    public int FragmentAt => _fragmentAt ??= FindFragment();

    /// <summary>Whether the packet has a Fragment header and is whole all the same (RFC 6946).</summary>
    public bool IsAtomicFragment => FragmentAt > 0 && Piece is PieceKind.Whole;

    public override uint? Identification => FragmentAt > 0 ? (uint?)Field((FragmentAt + 4) * 8, 32) : null;

    public override bool? MoreFragments => IsUnknown ? null : FragmentAt > 0 ? Flag((FragmentAt * 8) + 31) : false;

    public override FragmentOffset? Offset => IsUnknown ? null
        : FragmentAt > 0 ? new FragmentOffset((ushort)Field((FragmentAt + 2) * 8, 13)!.Value) : default(FragmentOffset);

    /// <summary>The number behind the last extension header that can be read; of a later fragment what its Fragment header says.</summary>
    public override int? Protocol => Bytes.Length < Ipv6Packet.FixedHeaderLength ? null : Chain.Next;

    public override int? PayloadLength => Ipv6Packet.TryParse(Bytes, out var packet, out _) ? packet.PayloadLength : null;

    public override ReadOnlySpan<byte> Payload => Ipv6Packet.TryParse(Bytes, out var packet, out _) ? packet.Payload : [];

    public override int TransportAt => Piece is PieceKind.First ? Math.Max(0, Chain.End - HeaderLength) : 0;

    public override ChecksumState TransportChecksumState =>
        Ipv6Packet.TryParse(Bytes, out var whole, out _) && Piece is PieceKind.Whole && !whole.IsCutShort
            ? TransportChecksum.Verify(whole, whole.Payload)
            : ChecksumState.Unverifiable;

    // What follows the packet is none of its headers. A jumbogram's length is elsewhere.
    private int PacketLength => Bytes.Length > 5 && Defect is not PacketDefect.Jumbogram
        ? Math.Min(Bytes.Length, Ipv6Packet.FixedHeaderLength + ((Bytes[4] << 8) | Bytes[5]))
        : Bytes.Length;

    // A Fragment header may be among those that cannot be read.
    private bool IsUnknown => Defect is not PacketDefect.None && FragmentAt == 0;

    /// <summary>The row at its end.</summary>
    private Ipv6ExtensionHeaders Chain
    {
        get
        {
            var headers = Extensions;
            while (headers.MoveNext())
            {
            }

            return headers;
        }
    }

    private int FindFragment()
    {
        foreach (var header in Extensions)
        {
            if (header is { Number: Ipv6NextHeader.Fragment, IsCutShort: false })
            {
                return header.At;
            }
        }

        return 0;
    }
}
