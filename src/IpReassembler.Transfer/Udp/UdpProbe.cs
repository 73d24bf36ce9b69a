using System.Buffers.Binary;
using System.Numerics;

namespace IpReassembler.Transfer;

/// <summary>One datagram of a measurement: what the sender says about it, in 32 bytes in front of a filler.</summary>
/// <remarks>
/// Numbers are in network order.
/// <code>
///  byte  0   4  "IPRU"
///        4   4  CRC-32C (RFC 9260 appendix A) of every byte behind this field
///        8   4  run: a number that the sender drew for all datagrams of one measurement
///       12   1  version: 1
///       13   1  kind: 0 data, 1 end
///       14   2  zero
///       16   8  sequence: data are counted from 0; in an end it is how many data were sent
///       24   8  sent: nanoseconds since 1970 by the sender's clock
///       32      filler: byte i of the datagram is (sequence + i) modulo 256
/// </code>
/// </remarks>
/// <param name="Run">The measurement.</param>
/// <param name="Kind">Data, or the end of the measurement.</param>
/// <param name="Sequence">Its number, 0 to <see cref="MaxSequence"/>.</param>
/// <param name="Sent">When it was sent, in nanoseconds since 1970 by the sender's clock.</param>
public readonly record struct UdpProbe(uint Run, UdpProbeKind Kind, long Sequence, long Sent)
{
    /// <summary>The smallest datagram: the fields alone.</summary>
    public const int MinLength = 32;

    /// <summary>The largest: 65,535 bytes of an IPv4 packet without the headers of IPv4 and UDP.</summary>
    public const int MaxLength = 65_507;

    /// <summary>The highest number of a datagram.</summary>
    public const long MaxSequence = (1L << 48) - 1;

    private const uint Magic = 0x49505255; // "IPRU"
    private const byte Version = 1;
    private const int ChecksumStart = 4;
    private const int ChecksumEnd = 8;

    /// <summary>Writes the whole datagram, filler and checksum too.</summary>
    /// <param name="datagram">Its bytes, <see cref="MinLength"/> to <see cref="MaxLength"/>.</param>
    public void Write(Span<byte> datagram)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(datagram.Length, MinLength);
        BinaryPrimitives.WriteUInt32BigEndian(datagram, Magic);
        BinaryPrimitives.WriteUInt32BigEndian(datagram[8..], Run);
        BinaryPrimitives.WriteUInt32BigEndian(datagram[12..], ((uint)Version << 24) | ((uint)Kind << 16));
        BinaryPrimitives.WriteInt64BigEndian(datagram[16..], Sequence);
        BinaryPrimitives.WriteInt64BigEndian(datagram[24..], Sent);
        for (var i = MinLength; i < datagram.Length; i++)
        {
            datagram[i] = (byte)(Sequence + i);
        }

        BinaryPrimitives.WriteUInt32BigEndian(datagram[ChecksumStart..], Checksum(datagram));
    }

    /// <summary>Reads a datagram.</summary>
    /// <param name="datagram">What came.</param>
    /// <param name="probe">What it says, when the answer is <see cref="UdpProbeDefect.None"/>.</param>
    public static UdpProbeDefect Read(ReadOnlySpan<byte> datagram, out UdpProbe probe)
    {
        probe = default;
        if (datagram.Length < MinLength || BinaryPrimitives.ReadUInt32BigEndian(datagram) != Magic)
        {
            return UdpProbeDefect.Foreign;
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(datagram[ChecksumStart..]) != Checksum(datagram))
        {
            return UdpProbeDefect.Corrupt;
        }

        probe = new UdpProbe(
            BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]), (UdpProbeKind)datagram[13],
            BinaryPrimitives.ReadInt64BigEndian(datagram[16..]), BinaryPrimitives.ReadInt64BigEndian(datagram[24..]));
        return datagram[12] == Version && probe.Kind is UdpProbeKind.Data or UdpProbeKind.End && probe.Sequence is >= 0 and <= MaxSequence
            ? UdpProbeDefect.None
            : UdpProbeDefect.Foreign;
    }

    private static uint Checksum(ReadOnlySpan<byte> datagram)
    {
        var rest = datagram[ChecksumEnd..];
        var crc = uint.MaxValue;
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(rest));
        }

        foreach (var one in rest)
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return ~crc;
    }
}
