using System.Buffers.Binary;

namespace IpReassembler.Packets;

/// <summary>The headers around a packet that lies in tunnels, from the outermost IP header on: another packet can be put in its place.</summary>
/// <remarks>
/// They are copied, except for what states a length or covers the content: the lengths of IP, UDP, GTP-U and PPTP's GRE, and the checksums of
/// IPv4, UDP and GRE where there were any, are made anew. Whether every other header lets the new packet through is tried by opening it again.
/// </remarks>
public sealed class TunnelEnvelope
{
    private readonly List<int> _begins = [];
    private byte[] _headers = new byte[512];
    private int _length;

    /// <summary>Forgets the headers.</summary>
    public void Clear()
    {
        _begins.Clear();
        _length = 0;
    }

    /// <summary>Adds the headers between a packet and the one that it carries.</summary>
    /// <param name="carrier">From the IP header of the outer packet on.</param>
    /// <param name="inner">The packet inside, over the same bytes.</param>
    /// <exception cref="ArgumentException">The one does not lie in the other.</exception>
    public void Add(ReadOnlySpan<byte> carrier, ReadOnlySpan<byte> inner)
    {
        if (!carrier.Overlaps(inner, out var offset) || offset < 0)
        {
            throw new ArgumentException("The packet does not lie in the other.", nameof(inner));
        }

        if (_headers.Length < _length + offset)
        {
            Array.Resize(ref _headers, (_length + offset) * 2);
        }

        carrier[..offset].CopyTo(_headers.AsSpan(_length));
        _begins.Add(_length);
        _length += offset;
    }

    /// <summary>Writes the headers and a packet behind them.</summary>
    /// <param name="packet">The packet, of the version of the one that was inside.</param>
    /// <param name="destination">Room for at least 128 KiB.</param>
    /// <param name="length">How much was written.</param>
    /// <returns>False when one of the headers cannot hold it: a packet of over 65,535 bytes, an IEEE 802.3 frame of over 1,500.</returns>
    public bool TryWrite(ReadOnlySpan<byte> packet, Span<byte> destination, out int length)
    {
        length = _length + packet.Length;
        if (length > destination.Length)
        {
            return false;
        }

        _headers.AsSpan(0, _length).CopyTo(destination);
        packet.CopyTo(destination[_length..]);

        // From the inside out: a checksum covers all that lies within.
        for (var i = _begins.Count - 1; i >= 0; i--)
        {
            if (!TryMend(destination[_begins[i]..length]))
            {
                return false;
            }
        }

        return CanBeOpened(destination[..length], packet.Length);
    }

    private bool CanBeOpened(ReadOnlySpan<byte> bytes, int innermostLength)
    {
        var packet = new IpPacket(bytes, (IpVersion)(bytes[0] >> 4), default, VlanTags.None);
        for (var i = 0; i < _begins.Count; i++)
        {
            if (!Tunnel.TryOpen(packet, out var inner, out _))
            {
                return false;
            }

            packet = inner;
        }

        return packet.Bytes.Length == innermostLength;
    }

    private static bool TryMend(Span<byte> packet)
    {
        if (packet[0] >> 4 == (int)IpVersion.V4)
        {
            if (packet.Length > Ipv4Packet.MaxTotalLength)
            {
                return false;
            }

            BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)packet.Length);
            var header = packet[..((packet[0] & 0xf) * 4)];
            BinaryPrimitives.WriteUInt16BigEndian(header[10..], 0);
            BinaryPrimitives.WriteUInt16BigEndian(header[10..], InternetChecksum.Compute(header));
            return Ipv4Packet.TryParse(packet, out var ip, out _) && TryMend(ip.Protocol, ip.Source, ip.FinalDestination, packet[header.Length..]);
        }

        if (packet.Length > Ipv6Packet.FixedHeaderLength + Ipv6Packet.MaxPayloadLength)
        {
            return false;
        }

        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)(packet.Length - Ipv6Packet.FixedHeaderLength));
        return Ipv6Packet.TryParse(packet, out var ip6, out _) && TryMend(ip6.Protocol, ip6.Source, ip6.FinalDestination, packet[ip6.HeaderLength..]);
    }

    private static bool TryMend(byte protocol, IpAddress source, IpAddress destination, Span<byte> payload) => protocol switch
    {
        TransportChecksum.Udp => TryMendUdp(source, destination, payload),
        Tunnel.Gre => GreTunnel.TryMend(payload),
        _ => true,
    };

    private static bool TryMendUdp(IpAddress source, IpAddress destination, Span<byte> payload)
    {
        if (payload.Length is < UdpDatagram.HeaderLength or > ushort.MaxValue)
        {
            return false;
        }

        BinaryPrimitives.WriteUInt16BigEndian(payload[4..], (ushort)payload.Length);
        if (BinaryPrimitives.ReadUInt16BigEndian(payload[2..]) == Tunnel.GtpUserPort)
        {
            UdpTunnels.MendGtp(payload[UdpDatagram.HeaderLength..]);
        }

        // 0 is the sender's word that there is none (RFC 768).
        return BinaryPrimitives.ReadUInt16BigEndian(payload[TransportChecksum.UdpChecksumAt..]) == 0
            || TransportChecksumRepair.Write(TransportChecksum.Udp, source, destination, payload);
    }
}
