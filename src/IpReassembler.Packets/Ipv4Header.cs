using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>An IPv4 header to be written (RFC 791 section 3.1): the twin of the view <see cref="Ipv4Packet"/>.</summary>
/// <remarks>Two are equal when all fields are, and their options are the same memory.</remarks>
public readonly record struct Ipv4Header
{
    private const int MaxOptionLength = Ipv4Packet.MaxHeaderLength - Ipv4Packet.MinHeaderLength;
    private const int ReservedBit = 0x8000;
    private const int DontFragmentBit = 0x4000;
    private const int MoreFragmentsBit = 0x2000;

    /// <summary>A header with a time to live of 64 (the default of RFC 1340) and all else zero.</summary>
    public Ipv4Header()
    {
    }

    /// <summary>DSCP and ECN.</summary>
    public byte TrafficClass { get; init; }

    /// <summary>What all fragments of one datagram share.</summary>
    public ushort Identification { get; init; }

    /// <summary>The flag that must be zero.</summary>
    public bool ReservedFlag { get; init; }

    /// <summary>The flag DF.</summary>
    public bool DontFragment { get; init; }

    /// <summary>The flag MF.</summary>
    public bool MoreFragments { get; init; }

    /// <summary>Where the payload begins in the datagram.</summary>
    public FragmentOffset Offset
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value.EightByteUnits, FragmentOffset.MaxEightByteUnits, nameof(Offset));
            field = value;
        }
    }

    /// <summary>How many routers may forward the packet.</summary>
    public byte TimeToLive { get; init; } = 64;

    /// <summary>The number of the protocol in the payload.</summary>
    public byte Protocol { get; init; }

    /// <summary>The sender: an IPv4 address.</summary>
    public IpAddress Source
    {
        get;
        init => field = OnlyV4(value, nameof(Source));
    } = IpAddress.V4(0);

    /// <summary>The receiver: an IPv4 address.</summary>
    public IpAddress Destination
    {
        get;
        init => field = OnlyV4(value, nameof(Destination));
    } = IpAddress.V4(0);

    /// <summary>The options: up to 40 bytes, filled up with end-of-options to a multiple of 4 when they are written.</summary>
    public ReadOnlyMemory<byte> Options
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, MaxOptionLength, nameof(Options));
            field = value;
        }
    }

    /// <summary>The length of the header in bytes: 20 to 60.</summary>
    public int Length => LengthWith(Options.Length);

    /// <summary>A header with the fields of a packet that was read. Allocates a copy of the options, if there are any.</summary>
    public static Ipv4Header CopyOf(in Ipv4Packet packet) => new()
    {
        TrafficClass = packet.TrafficClass,
        Identification = packet.Identification,
        ReservedFlag = packet.ReservedFlag,
        DontFragment = packet.DontFragment,
        MoreFragments = packet.MoreFragments,
        Offset = packet.Offset,
        TimeToLive = packet.TimeToLive,
        Protocol = packet.Protocol,
        Source = packet.Source,
        Destination = packet.Destination,
        Options = packet.OptionBytes.ToArray(),
    };

    /// <summary>Writes the header, checksum and all.</summary>
    /// <param name="destination">Room for <see cref="Length"/> bytes.</param>
    /// <param name="payloadLength">The bytes that will follow: 0 to 65,535 less <see cref="Length"/>.</param>
    /// <returns>The number of bytes written.</returns>
    public int WriteTo(Span<byte> destination, int payloadLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payloadLength, Ipv4Packet.MaxTotalLength - Length);
        var header = destination[..Length];
        var options = header[Ipv4Packet.MinHeaderLength..];
        options.Clear();
        Options.Span.CopyTo(options);
        WriteFields(header, payloadLength, Offset, MoreFragments);
        return header.Length;
    }

    /// <summary>The length of a header with this many bytes of options.</summary>
    internal static int LengthWith(int optionLength) => Ipv4Packet.MinHeaderLength + ((optionLength + 3) & ~3);

    /// <summary>Writes what stands in front of the options, around those that are already in <paramref name="header"/>.</summary>
    internal void WriteFields(Span<byte> header, int payloadLength, FragmentOffset offset, bool moreFragments)
    {
        var flags = (ReservedFlag ? ReservedBit : 0) | (DontFragment ? DontFragmentBit : 0) | (moreFragments ? MoreFragmentsBit : 0);
        header[0] = (byte)(0x40 | (header.Length / 4));
        header[1] = TrafficClass;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)(header.Length + payloadLength));
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], Identification);
        BinaryPrimitives.WriteUInt16BigEndian(header[6..], (ushort)(flags | offset.EightByteUnits));
        header[8] = TimeToLive;
        header[9] = Protocol;
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(header[12..], (uint)Source.Low);
        BinaryPrimitives.WriteUInt32BigEndian(header[16..], (uint)Destination.Low);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], InternetChecksum.Compute(header));
    }

    private static IpAddress OnlyV4(IpAddress address, string name) =>
        address.Version == IpVersion.V4 ? address : throw new ArgumentException($"An IPv4 header cannot hold {address}.", name);
}
