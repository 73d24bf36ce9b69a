using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace IpReassembler.Packets;

/// <summary>A checked view of one IPv4 packet (RFC 791 section 3.1), good for as long as the bytes under it.</summary>
/// <remarks>Fields are read where they lie when they are asked for. The fields of <c>default</c> must not be asked for.</remarks>
public readonly ref struct Ipv4Packet
{
    /// <summary>The length of a header without options.</summary>
    public const int MinHeaderLength = 20;

    /// <summary>The length of a header with all the options it can hold.</summary>
    public const int MaxHeaderLength = 60;

    /// <summary>The largest total length, which bounds a reassembled datagram too.</summary>
    public const int MaxTotalLength = 65_535;

    private const int ReservedBit = 0x8000;
    private const int DontFragmentBit = 0x4000;
    private const int MoreFragmentsBit = 0x2000;
    private const int OffsetMask = 0x1fff;

    /// <summary>The captured part of the packet, without what follows it in the frame.</summary>
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _headerLength;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Ipv4Packet(ReadOnlySpan<byte> bytes, int headerLength)
    {
        _bytes = bytes;
        _headerLength = headerLength;
    }

    /// <summary>Reads the packet at the start of <paramref name="bytes"/>. After <see langword="true"/> no property can throw.</summary>
    /// <param name="bytes">From the IP header to the end of what was captured: padding may follow the packet, or the end of it may be missing.</param>
    /// <param name="packet">The view.</param>
    /// <param name="defect">What is wrong with the header; <see cref="PacketDefect.None"/> after <see langword="true"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParse(ReadOnlySpan<byte> bytes, out Ipv4Packet packet, out PacketDefect defect)
    {
        // Nearly every packet is whole and in order; four comparisons say so. What fails one of them is looked at closely below.
        if (bytes.Length >= MinHeaderLength)
        {
            var headerLength = (bytes[0] - 0x40) * 4;
            int totalLength = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
            if ((uint)(headerLength - MinHeaderLength) <= MaxHeaderLength - MinHeaderLength && headerLength <= totalLength && totalLength <= bytes.Length)
            {
                packet = new Ipv4Packet(bytes[..totalLength], headerLength);
                defect = PacketDefect.None;
                return true;
            }
        }

        // Locals of their own for the call keep the caller's variables, and with them the fast way, in registers.
        var isParsed = TryParseUnusual(bytes, out var unusual, out var unusualDefect);
        packet = unusual;
        defect = unusualDefect;
        return isParsed;
    }

    /// <summary>The length of the header in bytes: 20 to 60.</summary>
    public int HeaderLength => _headerLength;

    /// <summary>The byte that RFC 791 calls Type of Service: DSCP in the upper six bits (RFC 2474), ECN in the lower two (RFC 3168).</summary>
    public byte TrafficClass => _bytes[1];

    /// <summary>The Differentiated Services Code Point: 0 to 63.</summary>
    public int Dscp => TrafficClass >> 2;

    /// <summary>Explicit Congestion Notification: 0 to 3.</summary>
    public int Ecn => TrafficClass & 3;

    /// <summary>The length field: header and payload in bytes, or 0 (<see cref="IsLengthZero"/>).</summary>
    public int TotalLength => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);

    /// <summary>Whether the total length is 0, as a sender leaves it whose hardware cuts the packet; it is taken to reach to the end of what was captured.</summary>
    public bool IsLengthZero => TotalLength == 0;

    /// <summary>What the sender gave all fragments of one datagram.</summary>
    public ushort Identification => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    /// <summary>The first of the three flags, which must be zero.</summary>
    public bool ReservedFlag => (FlagsAndOffset & ReservedBit) != 0;

    /// <summary>The flag DF.</summary>
    public bool DontFragment => (FlagsAndOffset & DontFragmentBit) != 0;

    /// <summary>The flag MF.</summary>
    public bool MoreFragments => (FlagsAndOffset & MoreFragmentsBit) != 0;

    /// <summary>Where the payload begins in the datagram.</summary>
    public FragmentOffset Offset => new((ushort)(FlagsAndOffset & OffsetMask));

    /// <summary>Whether the packet is a piece of a datagram: more follow, or it does not begin at 0.</summary>
    public bool IsFragment => (FlagsAndOffset & (MoreFragmentsBit | OffsetMask)) != 0;

    /// <summary>How many more routers may forward the packet.</summary>
    public byte TimeToLive => _bytes[8];

    /// <summary>The number of the protocol in the payload: 1 ICMP, 6 TCP, 17 UDP.</summary>
    public byte Protocol => _bytes[9];

    /// <summary>The checksum field.</summary>
    public ushort HeaderChecksum => BinaryPrimitives.ReadUInt16BigEndian(_bytes[10..]);

    /// <summary>
    /// Whether the header agrees with its checksum. <see cref="ChecksumState.Offloaded"/> when it does not and the field is 0:
    /// so the sender's kernel leaves it to the hardware.
    /// </summary>
    public ChecksumState HeaderChecksumState
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var sum = _headerLength == MinHeaderLength ? InternetChecksum.SumOfTwenty(_bytes) : InternetChecksum.Add(0, Header);
            return InternetChecksum.Fold(sum) == 0xffff ? ChecksumState.Ok
                : HeaderChecksum == 0 ? ChecksumState.Offloaded
                : ChecksumState.Bad;
        }
    }

    /// <summary>The sender's address as a number: 192.0.2.1 is 0xC0000201.</summary>
    public uint SourceValue => BinaryPrimitives.ReadUInt32BigEndian(_bytes[12..]);

    /// <summary>The receiver's address as a number.</summary>
    public uint DestinationValue => BinaryPrimitives.ReadUInt32BigEndian(_bytes[16..]);

    /// <summary>The sender.</summary>
    public IpAddress Source => IpAddress.V4(SourceValue);

    /// <summary>The receiver; while a source route is under way, the next stop.</summary>
    public IpAddress Destination => IpAddress.V4(DestinationValue);

    /// <summary>
    /// The receiver that the sender meant: the last address of a source route that is under way, else <see cref="Destination"/>.
    /// TCP's checksum covers this one. Of UDP's, senders think differently: Linux takes the next stop.
    /// </summary>
    public IpAddress FinalDestination
    {
        get
        {
            foreach (var option in Options)
            {
                if (option.Kind is Ipv4OptionKind.LooseSourceRoute or Ipv4OptionKind.StrictSourceRoute
                    && option.TryGetRoute(out var route) && route.PassedCount < route.Count)
                {
                    return route[route.Count - 1];
                }
            }

            return Destination;
        }
    }

    /// <summary>The header with its options: 20 to 60 bytes.</summary>
    public ReadOnlySpan<byte> Header => _bytes[.._headerLength];

    /// <summary>The options: 0 to 40 bytes, a multiple of 4.</summary>
    public ReadOnlySpan<byte> OptionBytes => _bytes[MinHeaderLength.._headerLength];

    /// <summary>The options one after the other.</summary>
    public Ipv4Options Options => new(OptionBytes);

    /// <summary>The payload as far as it was captured; padding of the link layer is not in it.</summary>
    public ReadOnlySpan<byte> Payload => _bytes[_headerLength..];

    /// <summary>How many payload bytes the header promises: 0 to 65,515. When it promises nothing (<see cref="IsLengthZero"/>), what was captured.</summary>
    public int PayloadLength => TotalLength is var total and not 0 ? total - _headerLength : _bytes.Length - _headerLength;

    /// <summary>Whether fewer payload bytes were captured than the header promises.</summary>
    public bool IsCutShort => _bytes.Length < TotalLength;

    private int FlagsAndOffset => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);

    /// <summary>What a reassembler needs to know of this packet. Asked for only when <see cref="IsFragment"/>.</summary>
    /// <param name="context">The packet this view was made from.</param>
    /// <param name="fragment">The view of the fragment.</param>
    public void ToFragment(scoped in IpPacket context, out IpFragment fragment) => IpFragment.ReadV4(context, _bytes, _headerLength, out fragment);

    /// <summary>Tells what is wrong, or makes the view of a packet that has no length or is not all there.</summary>
    private static bool TryParseUnusual(ReadOnlySpan<byte> bytes, out Ipv4Packet packet, out PacketDefect defect)
    {
        packet = default;
        defect = FindDefect(bytes);
        if (defect is not PacketDefect.None)
        {
            return false;
        }

        packet = new Ipv4Packet(bytes, (bytes[0] & 0xf) * 4);
        return true;
    }

    private static PacketDefect FindDefect(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < MinHeaderLength)
        {
            return PacketDefect.TooShort;
        }

        if (bytes[0] >> 4 != (int)IpVersion.V4)
        {
            return PacketDefect.VersionMismatch;
        }

        var headerLength = (bytes[0] & 0xf) * 4;
        int totalLength = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return headerLength < MinHeaderLength ? PacketDefect.HeaderLengthTooSmall
            : headerLength > bytes.Length ? PacketDefect.HeaderCutShort
            : totalLength < headerLength && totalLength != 0 ? PacketDefect.LengthTooSmall
            : PacketDefect.None;
    }
}
