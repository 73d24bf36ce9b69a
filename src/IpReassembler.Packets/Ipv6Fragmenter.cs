namespace IpReassembler.Packets;

/// <summary>Cuts what may be cut of a datagram into packets that fit an MTU, by the procedure of RFC 8200 section 4.5.</summary>
/// <remarks>
/// Every packet carries the header's own extension headers and a Fragment header. A header that is a fragment itself is cut further, as no
/// router would: offsets count on from its own, and the last piece keeps its <see cref="Ipv6Header.MoreFragments"/>.
/// </remarks>
public ref struct Ipv6Fragmenter
{
    private readonly Ipv6Header _header;
    private readonly ReadOnlySpan<byte> _payload;
    private readonly int _room;
    private int _position;
    private bool _isDone;

    /// <summary>Prepares to cut.</summary>
    /// <param name="header">The header of the datagram, with its identification.</param>
    /// <param name="payload">All that follows it.</param>
    /// <param name="mtu">The longest packet in bytes: at least the headers, the Fragment header, and eight bytes of payload. IPv6 links have 1,280 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The MTU has no room, or the datagram's payload would be longer than 65,535 bytes.</exception>
    public Ipv6Fragmenter(Ipv6Header header, ReadOnlySpan<byte> payload, int mtu)
    {
        _header = header with { IsFragment = true };
        ArgumentOutOfRangeException.ThrowIfLessThan(mtu, _header.Length + 8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(header.Extensions.Length + header.Offset.Bytes + payload.Length, Ipv6Packet.MaxPayloadLength, nameof(payload));
        _payload = payload;
        _room = (Math.Min(mtu, Ipv6Packet.FixedHeaderLength + Ipv6Packet.MaxPayloadLength) - _header.Length) & ~7;
        if (!header.IsFragment && header.Length + payload.Length <= mtu)
        {
            (_header, _room) = (header, payload.Length);
        }
    }

    /// <summary>Writes the next packet.</summary>
    /// <param name="destination">Room for as many bytes as the MTU.</param>
    /// <param name="length">The length of the packet in bytes; 0 when there is none left.</param>
    /// <returns>Whether there was one. What fits makes one packet, without a Fragment header if it had none.</returns>
    public bool TryWriteNext(Span<byte> destination, out int length)
    {
        length = 0;
        if (_isDone)
        {
            return false;
        }

        var rest = _payload[_position..];
        _isDone = rest.Length <= _room;
        // All pieces but the last end where the offset field can say that the next one begins.
        var piece = _isDone ? rest : rest[.._room];
        var header = _header with
        {
            Offset = new FragmentOffset((ushort)(_header.Offset.EightByteUnits + (_position / 8))),
            MoreFragments = _header.MoreFragments || !_isDone,
        };
        header.WriteTo(destination, piece.Length);
        piece.CopyTo(destination[header.Length..]);
        _position += piece.Length;
        length = header.Length + piece.Length;
        return true;
    }
}
