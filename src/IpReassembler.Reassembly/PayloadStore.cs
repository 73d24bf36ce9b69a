using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>The payload of one datagram while it is put together, and which of its bytes have arrived.</summary>
/// <remarks>
/// One block holds room for the header, the payload in place, and two bitmaps with a bit for each unit of eight
/// bytes (RFC 791 section 3.1): what has arrived, and where a fragment began. 8,190 fragments in random order
/// cost the same per byte as six in order.
/// <code>
///   | header room | payload from first to first + room | arrived, began | arrived, began | ...
///     64            room                                 one pair of 64-bit words for every 512 bytes
/// </code>
/// A single fragment needs room for itself, wherever it belongs: the block begins at the multiple of 512 bytes before it,
/// and is exchanged for one that begins at offset 0 when a fragment comes that lies beside it.
/// Invariant: only the unit that holds the end of the datagram can be partly filled.
/// </remarks>
internal sealed partial class PayloadStore(MemoryLedger ledger)
{
    /// <summary>The room in front of the payload; the header is kept at its end, next to the payload.</summary>
    public const int HeaderRoom = 64;

    /// <summary>Offsets from here on are never stored: no datagram that holds them can be delivered.</summary>
    public const int MaxEnd = 65_536;

    /// <summary>The payload lengths a store grows through.</summary>
    public static readonly int[] Capacities = [64, 512, 2_048, 16_384, MaxEnd];

    private byte[] _block = [];

    // The payload bytes the block has room for, and the offset of the first of them.
    private int _room;
    private int _first;

    // Headers that pass the room, as only IPv6's can, lie here, at its end; and beside it, once somebody asks, they and the payload in one piece.
    private byte[] _longHeader = [];
    private byte[] _longPacket = [];

    /// <summary>The bytes it holds; its owner accounts for them.</summary>
    public int Price => _block.Length + _longHeader.Length + _longPacket.Length;

    /// <summary>The offset it can hold bytes up to.</summary>
    public int Capacity => Math.Min(_first + _room, MaxEnd);

    /// <summary>The length of the header kept in front of the payload; 0 while offset 0 has not come.</summary>
    public int HeaderLength { get; private set; }

    /// <summary>The bytes a block for this many payload bytes has.</summary>
    public static int BlockLength(int capacity) => HeaderRoom + capacity + (Words(capacity) * sizeof(ulong));

    /// <summary>What can be stored of these bytes: those in front of <see cref="MaxEnd"/>.</summary>
    public static ByteRange Storable(ByteRange range) => range with { End = Math.Min(range.End, MaxEnd) };

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

    /// <summary>The stored bytes of a range; those that have not arrived are whatever was left there.</summary>
    public ReadOnlySpan<byte> Bytes(ByteRange range) => Place(range);

    /// <summary>The bytes from offset 0 on that have arrived without a hole, in whole units.</summary>
    public ReadOnlySpan<byte> Beginning => _block.AsSpan(Math.Min(HeaderRoom, _block.Length), NextUnit(0, arrived: false) * 8);

    /// <summary>Whether any unit of the range has arrived.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasAny(ByteRange range)
    {
        for (var units = new UnitWalk(range, _first, _room); units.Next(out var word, out var mask);)
        {
            if ((Bits[word * 2] & mask) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the range is exactly that of one fragment that was stored while none overlapped another.</summary>
    public bool IsOneFragment(ByteRange range)
    {
        var (start, last) = (range.Start / 8, (range.End - 1) / 8);
        if (!HasRoomFor(range) || !Began(start) || (Arrived(last + 1) && !Began(last + 1)))
        {
            return false;
        }

        for (var units = new UnitWalk(range, _first, _room); units.Next(out var word, out var mask);)
        {
            var inside = word == (range.Start - _first) / 512 ? mask & ~Bit(start) : mask;
            if ((Bits[word * 2] & mask) != mask || (Bits[(word * 2) + 1] & inside) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Stores a payload where nothing of its range has arrived.</summary>
    /// <returns>The number of bytes that are new: all of them.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Write(ByteRange range, ReadOnlySpan<byte> payload)
    {
        payload.CopyTo(Place(range));
        for (var units = new UnitWalk(range, _first, _room); units.Next(out var word, out var mask);)
        {
            Bits[word * 2] |= mask;
        }

        Bits[((range.Start - _first) / 512 * 2) + 1] |= Bit(range.Start / 8);
        return range.Length;
    }

    /// <summary>Stores a payload of whole units if nothing of its range has arrived.</summary>
    /// <param name="start">Where it belongs; there is room for it.</param>
    /// <param name="payload">A multiple of eight bytes.</param>
    /// <returns>False, and nothing is stored, when a part of it is there.</returns>
    public bool TryWrite(int start, ReadOnlySpan<byte> payload)
    {
        if (payload.Length != sizeof(ulong))
        {
            var range = new ByteRange(start, start + payload.Length);
            if (HasAny(range))
            {
                return false;
            }

            Write(range, payload);
            return true;
        }

        // One unit, as a sender makes them who wants to be expensive: one bit, one word.
        var (block, unit) = (_block, (start - _first) / 8);
        var pair = MemoryMarshal.Cast<byte, ulong>(block.AsSpan(HeaderRoom + _room)).Slice(unit / 64 * 2, 2);
        var bit = Bit(unit);
        if ((pair[0] & bit) != 0)
        {
            return false;
        }

        pair[0] |= bit;
        pair[1] |= bit;
        BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(HeaderRoom + (unit * 8)), BinaryPrimitives.ReadUInt64LittleEndian(payload));
        return true;
    }

    /// <summary>Stores a payload over whatever is there; what has arrived is then for the caller to know.</summary>
    public void Overwrite(ByteRange range, ReadOnlySpan<byte> payload) => payload.CopyTo(Place(range));

    /// <summary>Stores those bytes of a payload that have not arrived: the first copy stays.</summary>
    /// <returns>The number of bytes that are new.</returns>
    public int WriteHoles(ByteRange range, ReadOnlySpan<byte> payload)
    {
        var written = 0;
        for (var units = new UnitWalk(range, _first, _room); units.Next(out var word, out var mask);)
        {
            for (var holes = mask & ~Bits[word * 2]; holes != 0; holes &= holes - 1)
            {
                var start = OffsetOf(word, holes);
                var hole = payload[(start - range.Start)..Math.Min(start + 8 - range.Start, payload.Length)];
                hole.CopyTo(Place(new ByteRange(start, start + hole.Length)));
                written += hole.Length;
            }

            Bits[word * 2] |= mask;
        }

        return written;
    }

    /// <summary>Whether bytes of the payload differ from those that have arrived for the same place.</summary>
    /// <param name="range">Where the payload belongs.</param>
    /// <param name="payload">Its bytes.</param>
    /// <param name="end">The end of the datagram where it is known: what lies behind it never arrived.</param>
    public bool Differs(ByteRange range, ReadOnlySpan<byte> payload, int end)
    {
        for (var units = new UnitWalk(range, _first, _room); units.Next(out var word, out var mask);)
        {
            for (var shared = mask & Bits[word * 2]; shared != 0; shared &= shared - 1)
            {
                var start = OffsetOf(word, shared);
                var length = Math.Min(Math.Min(start + 8, range.End), end) - start;
                if (length > 0 && !payload.Slice(start - range.Start, length).SequenceEqual(Place(new ByteRange(start, start + length))))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The first unit at or after <paramref name="unit"/> that has, or has not, arrived; that at <see cref="Capacity"/> when there is none.</summary>
    public int NextUnit(int unit, bool arrived)
    {
        var (first, end) = (_first / 8, Capacity / 8);
        if (unit < first)
        {
            if (!arrived)
            {
                return unit;
            }

            unit = first;
        }

        for (; unit < end; unit = (unit | 63) + 1)
        {
            var word = Bits[(unit - first) / 64 * 2];
            var candidates = (arrived ? word : ~word) & (ulong.MaxValue << (unit & 63));
            if (candidates != 0)
            {
                return Math.Min((unit & ~63) + BitOperations.TrailingZeroCount(candidates), end);
            }
        }

        return end;
    }

    /// <summary>Reads a big-endian 16-bit number of the payload.</summary>
    public int ReadUInt16(int offset) => BinaryPrimitives.ReadUInt16BigEndian(Place(new ByteRange(offset, offset + sizeof(ushort))));

    /// <summary>Whether the unit has arrived.</summary>
    public bool Arrived(int unit) => HasRoomFor(unit) && (Bits[WordOf(unit)] & Bit(unit)) != 0;

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

    private Span<ulong> Bits => MemoryMarshal.Cast<byte, ulong>(_block.AsSpan(HeaderRoom + _room));

    private bool Began(int unit) => HasRoomFor(unit) && (Bits[WordOf(unit) + 1] & Bit(unit)) != 0;

    private bool HasRoomFor(int unit) => unit >= _first / 8 && unit < (_first + _room) / 8;

    private int WordOf(int unit) => (unit - (_first / 8)) / 64 * 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Place(ByteRange range) => _block.AsSpan(HeaderRoom + range.Start - _first, range.Length);

    // The offset of the first unit of a word that is in the mask.
    private int OffsetOf(int word, ulong mask) => _first + (word * 512) + (BitOperations.TrailingZeroCount(mask) * 8);

    private static ulong Bit(int unit) => 1UL << (unit & 63);
}
