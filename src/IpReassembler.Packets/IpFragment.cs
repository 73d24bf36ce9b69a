using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace IpReassembler.Packets;

/// <summary>A view of one piece of a fragmented datagram, whatever the IP version: exactly what a reassembler needs to know.</summary>
/// <remarks>
/// Good for as long as the bytes under it. Fields are read from the bytes when asked for, so that handing it on copies little.
/// </remarks>
public ref struct IpFragment
{
    // The packet as far as it was captured, and how much of it stands in front of the fragment's payload.
    private ReadOnlySpan<byte> _bytes;
    private int _headerLength;
    private Timestamp _timestamp;
    private long _frameNumber;
    private VlanTags _vlans;
    private int _depth;
    private int _interface;
    private uint _tunnel;

    // Field by field into the caller's variable: a value that is returned is copied once more, by loads wider than the
    // stores just before them, which have to wait. A profile of 8-byte fragments (the benchmarks' w4s) had most of
    // Accept's own time on that one copy.
    internal static void Read(scoped in IpPacket context, ReadOnlySpan<byte> bytes, int headerLength, out IpFragment fragment)
    {
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
    public readonly IpVersion Version => (IpVersion)(_bytes[0] >> 4);

    /// <summary>The sender.</summary>
    public readonly IpAddress Source => IpAddress.V4(BinaryPrimitives.ReadUInt32BigEndian(_bytes[12..]));

    /// <summary>The receiver, as the IP header names it.</summary>
    public readonly IpAddress Destination => IpAddress.V4(BinaryPrimitives.ReadUInt32BigEndian(_bytes[16..]));

    /// <summary>What the sender gave all pieces of one datagram: 16 bits in IPv4, 32 in IPv6.</summary>
    public readonly uint Identification => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);

    /// <summary>IPv4's Protocol; the Next Header of IPv6's Fragment header.</summary>
    public readonly byte Protocol => _bytes[9];

    /// <summary>Where the payload begins in the datagram.</summary>
    public readonly FragmentOffset Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new((ushort)(BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]) & 0x1fff));
    }

    /// <summary>Whether more pieces follow this one.</summary>
    public readonly bool MoreFragments => (_bytes[6] & 0x20) != 0;

    /// <summary>IPv4's "don't fragment" flag, which Linux and others set on pieces too.</summary>
    public readonly bool DontFragment => (_bytes[6] & 0x40) != 0;

    /// <summary>IPv4's reserved flag, which must be zero.</summary>
    public readonly bool ReservedFlag => (_bytes[6] & 0x80) != 0;

    /// <summary>Time to live or hop limit.</summary>
    public readonly byte TimeToLive => _bytes[8];

    /// <summary>DSCP and ECN: IPv4's former Type of Service, IPv6's Traffic Class.</summary>
    public readonly byte TrafficClass => _bytes[1];

    /// <summary>The length of <see cref="Header"/>.</summary>
    public readonly int HeaderLength => _headerLength;

    /// <summary>The bytes a rebuilt datagram puts in front of the payload if this piece is the first: 20 to 60 for IPv4.</summary>
    public readonly ReadOnlySpan<byte> Header => _bytes[.._headerLength];

    /// <summary>The bytes of the datagram that this piece carries, as far as they were captured.</summary>
    public readonly ReadOnlySpan<byte> Payload => _bytes[_headerLength..];

    /// <summary>How many payload bytes the header promises; more than <see cref="Payload"/> has when the capture cut the packet short.</summary>
    /// <remarks>A total length of 0 promises what was captured.</remarks>
    public readonly int PayloadLength
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]) is var total and not 0 ? total - _headerLength : _bytes.Length - _headerLength;
    }

    /// <summary>The length that the packet's header promises, itself included: what a link had to carry.</summary>
    public readonly int PacketLength => _headerLength + PayloadLength;
}
