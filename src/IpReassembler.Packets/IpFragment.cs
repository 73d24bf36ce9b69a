using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace IpReassembler.Packets;

/// <summary>A view of one piece of a fragmented datagram, whatever the IP version: exactly what a reassembler needs to know.</summary>
/// <remarks>Good for as long as the bytes under it.</remarks>
public ref struct IpFragment
{
    private const ushort OffsetMask = 0x1fff;
    private const ushort MoreFragmentsBit = 0x2000;
    private const ushort DontFragmentBit = 0x4000;
    private const ushort ReservedBit = 0x8000;

    // The packet as far as it was captured, and how much of it stands in front of the fragment's payload.
    private ReadOnlySpan<byte> _bytes;
    private int _headerLength;
    private int _countedHeaderLength;
    private int _payloadLength;

    // Both families' fields in one form. Flags and offset as IPv4 has them: reserved, DF, MF, and 13 bits.
    private uint _identification;
    private ushort _flagsAndOffset;
    private byte _protocol;
    private byte _timeToLive;
    private byte _trafficClass;
    private Timestamp _timestamp;
    private long _frameNumber;
    private VlanTags _vlans;
    private int _depth;
    private int _interface;
    private uint _tunnel;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void ReadV4(scoped in IpPacket context, ReadOnlySpan<byte> bytes, int headerLength, out IpFragment fragment)
    {
        int total = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        fragment._countedHeaderLength = headerLength;
        fragment._payloadLength = (total == 0 ? bytes.Length : total) - headerLength;
        fragment._identification = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
        fragment._flagsAndOffset = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]);
        fragment._timeToLive = bytes[8];
        fragment._protocol = bytes[9];
        fragment._trafficClass = bytes[1];

        // Field by field into the caller's variable, here and below: a value that is returned is copied once more, by loads wider
        // than the stores just before them, which have to wait. A profile of 8-byte fragments (the benchmarks' w4s) had most of
        // Accept's own time on that one copy.
        fragment._bytes = bytes;
        fragment._headerLength = headerLength;
        fragment._timestamp = context.Timestamp;
        fragment._frameNumber = context.FrameNumber;
        fragment._vlans = context.Vlans;
        fragment._depth = context.Depth;
        fragment._interface = context.Interface;
        fragment._tunnel = context.Tunnel;
    }

    internal static void ReadV6(scoped in IpPacket context, ReadOnlySpan<byte> bytes, int headerLength, out IpFragment fragment)
    {
        var header = bytes[(headerLength - Ipv6FragmentHeader.Length)..headerLength];
        var flag = Ipv6FragmentHeader.MoreFragments(header) ? MoreFragmentsBit : 0;
        fragment._countedHeaderLength = headerLength - Ipv6Packet.FixedHeaderLength - Ipv6FragmentHeader.Length;
        fragment._payloadLength = Ipv6Packet.FixedHeaderLength + BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]) - headerLength;
        fragment._identification = Ipv6FragmentHeader.Identification(header);
        fragment._flagsAndOffset = (ushort)(Ipv6FragmentHeader.Offset(header).EightByteUnits | flag);
        fragment._timeToLive = bytes[7];
        fragment._protocol = header[0];
        fragment._trafficClass = (byte)(BinaryPrimitives.ReadUInt16BigEndian(bytes) >> 4);

        fragment._bytes = bytes;
        fragment._headerLength = headerLength;
        fragment._timestamp = context.Timestamp;
        fragment._frameNumber = context.FrameNumber;
        fragment._vlans = context.Vlans;
        fragment._depth = context.Depth;
        fragment._interface = context.Interface;
        fragment._tunnel = context.Tunnel;
    }

    /// <summary>When its frame was captured.</summary>
    public readonly Timestamp Timestamp => _timestamp;

    /// <summary>The number of its frame, from 1.</summary>
    public readonly long FrameNumber => _frameNumber;

    /// <summary>The VLANs its frame was tagged with.</summary>
    public readonly VlanTags Vlans => _vlans;

    /// <summary>0 for the outermost IP header of a frame; one more inside each tunnel.</summary>
    public readonly int Depth => _depth;

    /// <summary>The interface its frame was captured on.</summary>
    public readonly int Interface => _interface;

    /// <summary>Which tunnel it came out of; 0 outside of all.</summary>
    public readonly uint Tunnel => _tunnel;

    /// <summary>The version of its header.</summary>
    public readonly IpVersion Version
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (IpVersion)(_bytes[0] >> 4);
    }

    // Read for every fragment, like the one below: as calls they, and ReadV4, cost 5 % more of ipreasm summary -q on the benchmarks' w4s.

    /// <summary>The sender.</summary>
    public readonly IpAddress Source
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Version == IpVersion.V4 ? IpAddress.V4(BinaryPrimitives.ReadUInt32BigEndian(_bytes[12..])) : IpAddress.Read(_bytes.Slice(8, 16));
    }

    /// <summary>The receiver, as the IP header names it.</summary>
    public readonly IpAddress Destination
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Version == IpVersion.V4 ? IpAddress.V4(BinaryPrimitives.ReadUInt32BigEndian(_bytes[16..])) : IpAddress.Read(_bytes.Slice(24, 16));
    }

    /// <summary>What the sender gave all pieces of one datagram: 16 bits in IPv4, 32 in IPv6.</summary>
    public readonly uint Identification => _identification;

    /// <summary>IPv4's Protocol; the Next Header of IPv6's Fragment header.</summary>
    public readonly byte Protocol => _protocol;

    /// <summary>Where the payload begins in the datagram.</summary>
    public readonly FragmentOffset Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new((ushort)(_flagsAndOffset & OffsetMask));
    }

    /// <summary>Whether more pieces follow this one.</summary>
    public readonly bool MoreFragments => (_flagsAndOffset & MoreFragmentsBit) != 0;

    /// <summary>IPv4's "don't fragment" flag, which Linux and others set on pieces too.</summary>
    public readonly bool DontFragment => (_flagsAndOffset & DontFragmentBit) != 0;

    /// <summary>IPv4's reserved flag, which must be zero.</summary>
    public readonly bool ReservedFlag => (_flagsAndOffset & ReservedBit) != 0;

    /// <summary>Time to live or hop limit.</summary>
    public readonly byte TimeToLive => _timeToLive;

    /// <summary>DSCP and ECN: IPv4's former Type of Service, IPv6's Traffic Class.</summary>
    public readonly byte TrafficClass => _trafficClass;

    /// <summary>The length of <see cref="Header"/>.</summary>
    public readonly int HeaderLength => _headerLength;

    /// <summary>The header, which the rebuilt datagram takes over if this piece is the first: 20 to 60 bytes for IPv4; for IPv6 all headers, the Fragment header the last of them.</summary>
    public readonly ReadOnlySpan<byte> Header => _bytes[.._headerLength];

    /// <summary>The packet it is, <see cref="Header"/> and <see cref="Payload"/>, as far as it was captured.</summary>
    public readonly ReadOnlySpan<byte> Packet => _bytes;

    /// <summary>The bytes of the datagram that this piece carries, as far as they were captured.</summary>
    public readonly ReadOnlySpan<byte> Payload => _bytes[_headerLength..];

    /// <summary>How many payload bytes the header promises; more than <see cref="Payload"/> has when the capture cut the packet short.</summary>
    /// <remarks>IPv4's total length of 0 promises what was captured.</remarks>
    public readonly int PayloadLength => _payloadLength;

    /// <summary>The length that the packet's header promises, itself included: what a link had to carry.</summary>
    public readonly int PacketLength => _headerLength + PayloadLength;

    /// <summary>How much of <see cref="Header"/> counts against the 65,535 bytes that a datagram may have: all of IPv4's header; of IPv6's neither the fixed header nor the Fragment header (RFC 8200 section 4.5).</summary>
    public readonly int CountedHeaderLength => _countedHeaderLength;

    /// <summary>
    /// Whether an IPv6 fragment begins the datagram and ends before its transport header does: such a piece is to be thrown away
    /// (RFC 7112 section 5, RFC 8200 section 4.5). Never of IPv4, which has no such rule.
    /// </summary>
    public readonly bool HidesTransport => Version == IpVersion.V6 && Offset.EightByteUnits == 0 && MoreFragments && Ipv6Transport.IsHidden(_protocol, Payload);

    /// <summary>Whether an IPv6 fragment begins the datagram, and with headers that lead to another Fragment header: <see cref="Ipv6Transport.LeadsToFragmentHeader"/>. Never of IPv4.</summary>
    public readonly bool HasSecondFragmentHeader => Version == IpVersion.V6 && Offset.EightByteUnits == 0 && Ipv6Transport.LeadsToFragmentHeader(_protocol, Payload);

    /// <summary>Whether hosts differ about the headers of an IPv6 datagram that begins here: <see cref="HidesTransport"/> or <see cref="HasSecondFragmentHeader"/>.</summary>
    public readonly bool HasDisputedHeaders => Version == IpVersion.V6 && (HidesTransport || HasSecondFragmentHeader);

    /// <summary>Whether Linux throws it away alone, as one that ends before the transport: not every piece with <see cref="HasDisputedHeaders"/>, see <see cref="Ipv6Transport.IsHiddenFromLinux"/>. Never of another piece.</summary>
    public readonly bool HidesTransportFromLinux => HasDisputedHeaders && Ipv6Transport.IsHiddenFromLinux(_protocol, Payload);
}
