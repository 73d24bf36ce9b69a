using System.Diagnostics;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>The part that keeps the header of the datagram.</summary>
internal sealed partial class PayloadStore
{
    // Headers that pass the room, as only IPv6's can, lie here, at its end; and beside it, once somebody asks, they and the payload in one piece.
    private byte[] _longHeader = [];
    private byte[] _longPacket = [];

    /// <summary>The length of the header kept in front of the payload; 0 while offset 0 has not come.</summary>
    public int HeaderLength { get; private set; }

    /// <summary>Keeps the header of the fragment at offset 0, if none is kept yet.</summary>
    /// <param name="header">Mostly at most <see cref="HeaderRoom"/> bytes; longer ones get a place of their own.</param>
    public void KeepHeader(ReadOnlySpan<byte> header)
    {
        if (HeaderLength != 0)
        {
            return;
        }

        Debug.Assert(_room > 0 && _first == 0, "room was made for the payload first");
        HeaderLength = header.Length;
        if (header.Length > HeaderRoom)
        {
            _longHeader = header.ToArray();
        }
        else
        {
            header.CopyTo(_block.AsSpan(HeaderRoom - header.Length));
        }
    }

    /// <summary>Takes the Fragment header out of the kept headers of an IPv6 fragment.</summary>
    public void CutOutFragmentHeader()
    {
        Ipv6FragmentHeader.CutOut(_longHeader.Length > 0 ? _longHeader.AsSpan(^HeaderLength..) : _block.AsSpan(HeaderRoom - HeaderLength, HeaderLength));
        HeaderLength -= Ipv6FragmentHeader.Length;
    }

    /// <summary>Keeps another header in the place of the one kept so far.</summary>
    /// <param name="header">As for <see cref="KeepHeader"/>.</param>
    public void ReplaceHeader(ReadOnlySpan<byte> header)
    {
        (HeaderLength, _longHeader) = (0, []);
        KeepHeader(header);
    }

    /// <summary>The header that is kept, as it came.</summary>
    public ReadOnlySpan<byte> Header =>
        _block.Length == 0 ? default
        : _longHeader.Length > 0 ? _longHeader.AsSpan(^HeaderLength..)
        : _block.AsSpan(HeaderRoom - HeaderLength, HeaderLength);

    /// <summary>How much of the kept header counts against the 65,535 bytes of a datagram: see <see cref="IpFragment.CountedHeaderLength"/>.</summary>
    public int CountedHeaderLength =>
        HeaderLength == 0 || Header[0] >> 4 == (int)IpVersion.V4 ? HeaderLength : HeaderLength - Ipv6Packet.FixedHeaderLength - Ipv6FragmentHeader.Length;

    /// <summary>Header and the first <paramref name="payloadLength"/> bytes of payload, side by side.</summary>
    public Span<byte> Packet(int payloadLength) =>
        _longHeader.Length > 0 ? LongPacket(payloadLength) : _block.AsSpan(HeaderRoom - HeaderLength, HeaderLength + payloadLength);

    // The payload stays where it is, so behind a long header it is copied, once.
    private Span<byte> LongPacket(int payloadLength)
    {
        var length = HeaderLength + payloadLength;
        if (_longPacket.Length != length)
        {
            _longPacket = new byte[length];
            Header.CopyTo(_longPacket);
            Place(new ByteRange(0, payloadLength)).CopyTo(_longPacket.AsSpan(HeaderLength));
        }

        return _longPacket;
    }
}
