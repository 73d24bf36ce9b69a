using System.Buffers.Binary;
using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>Bytes that should begin with an IPv4 header (RFC 791 section 3.1).</summary>
/// <param name="bytes">From the header on: at least one.</param>
internal sealed class DecodedIpv4(byte[] bytes) : DecodedPacket(bytes)
{
    private const int AddressLength = 4;
    private const int ChecksumAt = 10;

    public override PacketDefect Defect { get; } = Ipv4Packet.TryParse(bytes, out _, out var defect) ? PacketDefect.None : defect;

    /// <summary>What the header says its length is, in bytes: 0 to 60.</summary>
    public override int HeaderLength => (Bytes[0] & 0xf) * 4;

    /// <summary>The part of the header that is there: what it says, but at least 20 bytes.</summary>
    public override ReadOnlySpan<byte> Header => Bytes.AsSpan(0, Math.Min(Bytes.Length, Math.Max(HeaderLength, Ipv4Packet.MinHeaderLength)));

    /// <summary>The options as far as they are there.</summary>
    public ReadOnlySpan<byte> OptionBytes => Header.Length > Ipv4Packet.MinHeaderLength ? Header[Ipv4Packet.MinHeaderLength..] : [];

    public override int? TrafficClass => Field(8, 8);

    /// <summary>Header and payload in bytes; 0 where the sender left that to hardware.</summary>
    public override int? TotalLength => Field(16, 16);

    public override uint? Identification => (uint?)Field(32, 16);

    /// <summary>The flag that must be zero.</summary>
    public bool? ReservedFlag => Flag(48);

    /// <summary>The flag DF.</summary>
    public bool? DontFragment => Flag(49);

    public override bool? MoreFragments => Flag(50);

    public override FragmentOffset? Offset => Field(51, 13) is { } units ? new FragmentOffset((ushort)units) : null;

    public override int? TimeToLive => Field(64, 8);

    public override int? Protocol => Field(72, 8);

    /// <summary>The checksum field.</summary>
    public int? Checksum => Field(80, 16);

    public override IpAddress? Source => AddressAt(12, AddressLength);

    public override IpAddress? Destination => AddressAt(16, AddressLength);

    /// <summary>What the checksum field should hold; null where the header is not all there.</summary>
    public int? ExpectedChecksum
    {
        get
        {
            if (HeaderLength < Ipv4Packet.MinHeaderLength || Bytes.Length < HeaderLength)
            {
                return null;
            }

            Span<byte> header = stackalloc byte[Ipv4Packet.MaxHeaderLength];
            header = header[..HeaderLength];
            Bytes.AsSpan(0, HeaderLength).CopyTo(header);
            BinaryPrimitives.WriteUInt16BigEndian(header[ChecksumAt..], 0);
            return InternetChecksum.Compute(header);
        }
    }

    /// <summary>Whether the header agrees with its checksum.</summary>
    public ChecksumState ChecksumState =>
        ExpectedChecksum is null ? ChecksumState.Unverifiable
        : InternetChecksum.Sum(Bytes.AsSpan(0, HeaderLength)) == ushort.MaxValue ? ChecksumState.Ok
        : Checksum == 0 ? ChecksumState.Offloaded
        : ChecksumState.Bad;

    public override int? PayloadLength => Ipv4Packet.TryParse(Bytes, out var packet, out _) ? packet.PayloadLength : null;

    public override ReadOnlySpan<byte> Payload => Ipv4Packet.TryParse(Bytes, out var packet, out _) ? packet.Payload : [];

    public override ChecksumState TransportChecksumState =>
        Ipv4Packet.TryParse(Bytes, out var whole, out _) && Piece is PieceKind.Whole && !whole.IsCutShort
            ? TransportChecksum.Verify(whole, whole.Payload)
            : ChecksumState.Unverifiable;
}
