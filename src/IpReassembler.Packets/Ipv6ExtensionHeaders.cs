namespace IpReassembler.Packets;

/// <summary>The extension headers of an IPv6 packet one after the other, however broken: for those who explain a packet that <see cref="Ipv6Packet"/> refuses.</summary>
/// <remarks>
/// In the first fragment of a datagram the row goes on behind the Fragment header; in the others nothing that stands there is a header.
/// It ends after <see cref="Ipv6Packet.MaxExtensionHeaders"/>, counted anew behind a Fragment header, as the views count.
/// </remarks>
public ref struct Ipv6ExtensionHeaders
{
    private readonly ReadOnlySpan<byte> _packet;
    private int _count;
    private bool _isBehindFragment;
    private bool _isAtEnd;

    /// <summary>Reads a packet from its fixed header on. There are no extension headers in fewer than 40 bytes.</summary>
    public Ipv6ExtensionHeaders(ReadOnlySpan<byte> packet)
    {
        _packet = packet;
        _isAtEnd = packet.Length < Ipv6Packet.FixedHeaderLength;
        Next = _isAtEnd ? Ipv6NextHeader.None : packet[6];
        End = Math.Min(packet.Length, Ipv6Packet.FixedHeaderLength);
    }

    /// <summary>The header that <see cref="MoveNext"/> found.</summary>
    public Ipv6ExtensionHeader Current { get; private set; }

    /// <summary>The number of what stands behind those found so far.</summary>
    public byte Next { get; private set; }

    /// <summary>Where that begins: within the packet or at its end.</summary>
    public int End { get; private set; }

    /// <summary>The enumerator is a copy that begins where this one stands.</summary>
    public readonly Ipv6ExtensionHeaders GetEnumerator() => this;

    /// <summary>Goes to the next header; false when there is none.</summary>
    public bool MoveNext()
    {
        if (_isAtEnd || _count == Ipv6Packet.MaxExtensionHeaders
            || !Ipv6HeaderChain.GoesOn(Next, isFirst: End == Ipv6Packet.FixedHeaderLength, _isBehindFragment))
        {
            return false;
        }

        var rest = _packet[End..];
        var length = rest.Length > 1 ? Ipv6HeaderChain.LengthOf(Next, rest[1]) : Next == Ipv6NextHeader.Fragment ? Ipv6FragmentHeader.Length : 0;
        var bytes = length > 0 && length < rest.Length ? rest[..length] : rest;
        Current = new Ipv6ExtensionHeader(Next, End, length, bytes);
        _count++;
        if (Current.IsCutShort)
        {
            _isAtEnd = true;
            End = _packet.Length;
            return true;
        }

        if (Next == Ipv6NextHeader.Fragment)
        {
            _isAtEnd = Ipv6FragmentHeader.Offset(bytes).EightByteUnits > 0;
            (_isBehindFragment, _count) = (true, 0);
        }

        Next = bytes[0];
        End += length;
        return true;
    }
}
