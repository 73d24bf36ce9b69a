using System.Buffers.Binary;
using System.Runtime.InteropServices;
using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>TCP segments in a row that become one large one, which the kernel takes at once and cuts again where it has to: what network cards call TSO, the other way round.</summary>
/// <remarks>
/// <para>Handing a packet to the kernel costs more than making it. A train of 40 costs little more than one packet.</para>
/// <code>
///   struct virtio_net_hdr   IP header    TCP header     payload of the 1st, 2nd, 3rd ...
///   what the rest is        all lengths  of the first   each as long as the first, the last one may be shorter
/// </code>
/// Only what the kernel makes the very same packets of again is coupled: the next bytes of the same connection, with the same header otherwise.
/// </remarks>
internal sealed class SegmentTrain
{
    /// <summary>The length of <see cref="Netdevice.virtio_net_hdr"/>, in front of every packet; all zero for a packet that is just what it is.</summary>
    public const int PrefixLength = 10;

    private const int TcpAt = Ipv4Packet.MinHeaderLength;
    private const int TotalLengthAt = 2;
    private const int IdentificationAt = 4;
    private const int IpChecksumAt = 10;
    private const int SequenceAt = TcpAt + 4;
    private const int ControlBitsAt = TcpAt + 13;
    private const int TcpChecksumAt = TcpAt + 16;

    private readonly byte[] _bytes = new byte[PrefixLength + Ipv4Packet.MaxTotalLength];
    private int _length;
    private int _count;

    // How long both headers of the first segment are, and its payload; and whether anything may follow.
    private int _headerLength;
    private int _segmentLength;
    private bool _isOpen;

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Couples a packet behind the others. Into an empty train goes every packet.</summary>
    /// <returns>False when it has to wait until this train has left.</returns>
    public bool TryAdd(ReadOnlySpan<byte> packet)
    {
        if (IsEmpty)
        {
            packet.CopyTo(Packet);
            (_length, _count) = (packet.Length, 1);
            Measure(packet);
            return true;
        }

        if (!_isOpen || !Follows(packet))
        {
            return false;
        }

        var payload = packet[_headerLength..];
        payload.CopyTo(Packet[_length..]);
        Packet[ControlBitsAt] |= packet[ControlBitsAt];
        _length += payload.Length;
        _count++;
        _isOpen = payload.Length == _segmentLength && IsPlain(packet);
        return true;
    }

    /// <summary>All of it, as the kernel takes it from an interface with IFF_VNET_HDR. It stays: what the kernel has no room for is shown again.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        var prefix = default(Netdevice.virtio_net_hdr);
        if (_count > 1)
        {
            prefix = new Netdevice.virtio_net_hdr
            {
                flags = Netdevice.VIRTIO_NET_HDR_F_NEEDS_CSUM,
                gso_type = Netdevice.VIRTIO_NET_HDR_GSO_TCPV4,
                hdr_len = (ushort)_headerLength,
                gso_size = (ushort)_segmentLength,
                csum_start = TcpAt,
                csum_offset = TcpChecksumAt - TcpAt,
            };
            Lengthen();
        }

        MemoryMarshal.Write(_bytes, prefix);
        return _bytes.AsSpan(0, PrefixLength + _length);
    }

    /// <summary>It has left.</summary>
    public void Clear() => _count = 0;

    private Span<byte> Packet => _bytes.AsSpan(PrefixLength);

    private void Measure(ReadOnlySpan<byte> packet)
    {
        _isOpen = IsSound(packet, out _segmentLength) && IsPlain(packet) && _segmentLength > 0;
        _headerLength = packet.Length - _segmentLength;
    }

    // A whole segment, with right checksums: the kernel makes them anew, and what was damaged on purpose must stay so.
    private static bool IsSound(ReadOnlySpan<byte> packet, out int payloadLength)
    {
        payloadLength = 0;
        if (!Ipv4Packet.TryParse(packet, out var ip, out _)
            || ip is not { IsFragment: false, Protocol: TransportChecksum.Tcp, HeaderLength: TcpAt, HeaderChecksumState: ChecksumState.Ok }
            || ip.TotalLength != packet.Length || TransportChecksum.Verify(ip, ip.Payload) != ChecksumState.Ok
            || !TcpSegment.TryParse(ip.Payload, out var segment, out _))
        {
            return false;
        }

        payloadLength = segment.Payload.Length;
        return true;
    }

    // ACK and nothing else: what has PSH or FIN too may come last.
    private static bool IsPlain(ReadOnlySpan<byte> packet) => packet[ControlBitsAt] == (byte)TcpControlBits.Acknowledgment;

    private bool Follows(ReadOnlySpan<byte> packet)
    {
        if (!IsSound(packet, out var length) || packet.Length - length != _headerLength
            || length == 0 || length > _segmentLength || _length + length > Ipv4Packet.MaxTotalLength)
        {
            return false;
        }

        var first = Packet;
        return packet[..TotalLengthAt].SequenceEqual(first[..TotalLengthAt])
            && BinaryPrimitives.ReadUInt16BigEndian(packet[IdentificationAt..]) == (ushort)(BinaryPrimitives.ReadUInt16BigEndian(first[IdentificationAt..]) + _count)
            && packet[(IdentificationAt + 2)..IpChecksumAt].SequenceEqual(first[(IdentificationAt + 2)..IpChecksumAt])
            && packet[(IpChecksumAt + 2)..SequenceAt].SequenceEqual(first[(IpChecksumAt + 2)..SequenceAt])
            && BinaryPrimitives.ReadUInt32BigEndian(packet[SequenceAt..]) == unchecked(BinaryPrimitives.ReadUInt32BigEndian(first[SequenceAt..]) + (uint)(_length - _headerLength))
            && packet[(SequenceAt + 4)..ControlBitsAt].SequenceEqual(first[(SequenceAt + 4)..ControlBitsAt])
            && ((TcpControlBits)packet[ControlBitsAt] & ~(TcpControlBits.Push | TcpControlBits.Fin)) == TcpControlBits.Acknowledgment
            && packet[(ControlBitsAt + 1)..TcpChecksumAt].SequenceEqual(first[(ControlBitsAt + 1)..TcpChecksumAt])
            && packet[(TcpChecksumAt + 2).._headerLength].SequenceEqual(first[(TcpChecksumAt + 2).._headerLength]);
    }

    // The first header speaks for all: of a TCP checksum it has the pseudo-header's part, as for hardware that does the rest.
    private void Lengthen()
    {
        var packet = Packet;
        BinaryPrimitives.WriteUInt16BigEndian(packet[TotalLengthAt..], (ushort)_length);
        BinaryPrimitives.WriteUInt16BigEndian(packet[IpChecksumAt..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(packet[IpChecksumAt..], InternetChecksum.Compute(packet[..TcpAt]));
        var source = IpAddress.V4(BinaryPrimitives.ReadUInt32BigEndian(packet[12..]));
        var destination = IpAddress.V4(BinaryPrimitives.ReadUInt32BigEndian(packet[16..]));
        var sum = InternetChecksum.PseudoHeader(source, destination, TransportChecksum.Tcp, _length - TcpAt);
        BinaryPrimitives.WriteUInt16BigEndian(packet[TcpChecksumAt..], InternetChecksum.Fold(sum));
    }
}
