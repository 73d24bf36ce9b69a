using System.Buffers.Binary;
using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>Bytes that should begin with an IPv4 header, and as much of that as can be read: a broken header has fields too.</summary>
/// <remarks><see cref="Ipv4Packet"/> trusts or refuses; here every field is asked for by its place and is null where its bytes are not there.</remarks>
internal sealed class DecodedPacket
{
    private const int AddressLength = 4;
    private const int ChecksumAt = 10;

    /// <summary>Looks at bytes without taking a copy; there is at least one.</summary>
    public DecodedPacket(byte[] bytes, string? origin = null)
    {
        Bytes = bytes;
        Origin = origin;
        Defect = Ipv4Packet.TryParse(bytes, out _, out var defect) ? PacketDefect.None : defect;
    }

    /// <summary>From the IP header to the end of what there is.</summary>
    public byte[] Bytes { get; }

    /// <summary>Where the bytes come from and what was skipped in front of them; null when they were simply given.</summary>
    public string? Origin { get; }

    /// <summary>What is wrong with the header.</summary>
    public PacketDefect Defect { get; }

    /// <summary>What the header says its length is, in bytes: 0 to 60.</summary>
    public int HeaderLength => (Bytes[0] & 0xf) * 4;

    /// <summary>The part of the header that is there: what it says, but at least 20 bytes.</summary>
    public ReadOnlySpan<byte> Header => Bytes.AsSpan(0, Math.Min(Bytes.Length, Math.Max(HeaderLength, Ipv4Packet.MinHeaderLength)));

    /// <summary>The options as far as they are there.</summary>
    public ReadOnlySpan<byte> OptionBytes => Header.Length > Ipv4Packet.MinHeaderLength ? Header[Ipv4Packet.MinHeaderLength..] : [];

    /// <summary>Header and payload in bytes; 0 where the sender left that to hardware.</summary>
    public int? TotalLength => Field(16, 16);

    /// <summary>What fragments of one datagram share.</summary>
    public int? Identification => Field(32, 16);

    /// <summary>The flag that must be zero.</summary>
    public bool? ReservedFlag => Flag(48);

    /// <summary>The flag DF.</summary>
    public bool? DontFragment => Flag(49);

    /// <summary>The flag MF.</summary>
    public bool? MoreFragments => Flag(50);

    /// <summary>Where the payload begins in the datagram.</summary>
    public FragmentOffset? Offset => Field(51, 13) is { } units ? new FragmentOffset((ushort)units) : null;

    /// <summary>The protocol number.</summary>
    public int? Protocol => Field(72, 8);

    /// <summary>The checksum field.</summary>
    public int? Checksum => Field(80, 16);

    /// <summary>The sender.</summary>
    public IpAddress? Source => AddressAt(12);

    /// <summary>The receiver.</summary>
    public IpAddress? Destination => AddressAt(16);

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

    /// <summary>How many payload bytes the header promises; null behind a broken header.</summary>
    public int? PayloadLength => Ipv4Packet.TryParse(Bytes, out var packet, out _) ? packet.PayloadLength : null;

    /// <summary>The payload as far as it is there; nothing behind a broken header.</summary>
    public ReadOnlySpan<byte> Payload => Ipv4Packet.TryParse(Bytes, out var packet, out _) ? packet.Payload : [];

    /// <summary>How many bytes follow the packet: padding of a link layer.</summary>
    public int TrailingCount => Defect is PacketDefect.None && TotalLength is { } total and not 0 ? Math.Max(0, Bytes.Length - total) : 0;

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

    private bool? Flag(int bit) => Field(bit, 1) is { } value ? value != 0 : null;

    private IpAddress? AddressAt(int at) => Header.Length >= at + AddressLength ? IpAddress.Read(Header.Slice(at, AddressLength)) : null;
}
