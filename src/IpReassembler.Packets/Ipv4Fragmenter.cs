namespace IpReassembler.Packets;

/// <summary>Cuts a payload into packets that fit an MTU, by the procedure of RFC 791 section 3.2.</summary>
/// <remarks>
/// The first packet carries all options, later ones those with the copied flag. A header that is a fragment itself is cut further: offsets
/// count on from its own, and the last piece keeps its <see cref="Ipv4Header.MoreFragments"/>. The flag DF is copied to each piece and
/// not obeyed, because pieces with DF are on the wire and somebody has to make them; a router looks at it first.
/// </remarks>
public ref struct Ipv4Fragmenter
{
    private readonly Ipv4Header _header;
    private readonly ReadOnlySpan<byte> _payload;
    private readonly int _mtu;
    private readonly int _laterHeaderLength;
    private int _position;
    private bool _isDone;

    /// <summary>Prepares to cut.</summary>
    /// <param name="header">The header of the datagram.</param>
    /// <param name="payload">All of its payload.</param>
    /// <param name="mtu">The longest packet in bytes: at least the header and eight bytes of payload.</param>
    /// <exception cref="ArgumentOutOfRangeException">The MTU has no room, or the datagram would be longer than 65,535 bytes.</exception>
    public Ipv4Fragmenter(Ipv4Header header, ReadOnlySpan<byte> payload, int mtu)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mtu, header.Length + 8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(header.Length + header.Offset.Bytes + payload.Length, Ipv4Packet.MaxTotalLength, nameof(payload));
        _header = header;
        _payload = payload;
        _mtu = mtu;
        _laterHeaderLength = Ipv4Header.LengthWith(CopiedOptions(header.Options.Span, []));
    }

    /// <summary>Writes the next packet.</summary>
    /// <param name="destination">Room for as many bytes as the MTU.</param>
    /// <param name="length">The length of the packet in bytes; 0 when there is none left.</param>
    /// <returns>Whether there was one. A payload of no bytes makes one packet.</returns>
    public bool TryWriteNext(Span<byte> destination, out int length)
    {
        length = 0;
        if (_isDone)
        {
            return false;
        }

        var isFirst = _position == 0;
        var headerLength = isFirst ? _header.Length : _laterHeaderLength;
        var rest = _payload[_position..];
        var room = _mtu - headerLength;
        _isDone = rest.Length <= room;
        // All pieces but the last end where the offset field can say that the next one begins.
        var piece = _isDone ? rest : rest[..(room & ~7)];

        var header = destination[..headerLength];
        var options = header[Ipv4Packet.MinHeaderLength..];
        options.Clear();
        if (isFirst)
        {
            _header.Options.Span.CopyTo(options);
        }
        else
        {
            CopiedOptions(_header.Options.Span, options);
        }

        var offset = new FragmentOffset((ushort)(_header.Offset.EightByteUnits + (_position / 8)));
        _header.WriteFields(header, piece.Length, offset, _header.MoreFragments || !_isDone);
        piece.CopyTo(destination[headerLength..]);
        _position += piece.Length;
        length = headerLength + piece.Length;
        return true;
    }

    /// <summary>Writes the options that go on every fragment, those with the copied flag (RFC 791 section 3.1).</summary>
    /// <param name="options">The options of the datagram.</param>
    /// <param name="destination">Room for them; empty to learn how much they need.</param>
    /// <returns>Their length in bytes.</returns>
    public static int CopiedOptions(ReadOnlySpan<byte> options, Span<byte> destination)
    {
        var length = 0;
        foreach (var option in new Ipv4Options(options))
        {
            if (option.IsCopied)
            {
                if (!destination.IsEmpty)
                {
                    option.Bytes.CopyTo(destination[length..]);
                }

                length += option.Bytes.Length;
            }
        }

        return length;
    }
}
