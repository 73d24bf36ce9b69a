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
///   | header room | payload, each byte at its offset | arrived, began | arrived, began | ...
///     64            capacity                           one pair of 64-bit words for every 512 bytes
/// </code>
/// Invariant: only the unit that holds the end of the datagram can be partly filled.
/// </remarks>
internal sealed class PayloadStore(MemoryLedger ledger)
{
    /// <summary>The room in front of the payload; the header is kept at its end, next to the payload.</summary>
    public const int HeaderRoom = 64;

    /// <summary>Offsets from here on are never stored: no datagram that holds them can be delivered.</summary>
    public const int MaxEnd = 65_536;

    /// <summary>The payload lengths a store grows through.</summary>
    public static readonly int[] Capacities = [64, 512, 2_048, 16_384, MaxEnd];

    private byte[] _block = [];
    private int _capacity;

    // Headers that pass the room, as only IPv6's can, lie here, at its end; and beside it, once somebody asks, they and the payload in one piece.
    private byte[] _longHeader = [];
    private byte[] _longPacket = [];

    /// <summary>The bytes it holds; its owner accounts for them.</summary>
    public int Price => _block.Length + _longHeader.Length + _longPacket.Length;

    /// <summary>The offset it can hold bytes up to.</summary>
    public int Capacity => _capacity;

    /// <summary>The length of the header kept in front of the payload; 0 while offset 0 has not come.</summary>
    public int HeaderLength { get; private set; }

    /// <summary>The bytes a block for this many payload bytes has.</summary>
    public static int BlockLength(int capacity) => HeaderRoom + capacity + (Words(capacity) * sizeof(ulong));

    /// <summary>What it would cost more to hold bytes up to <paramref name="end"/>.</summary>
    public int PriceToReach(int end) =>
        end <= _capacity ? 0 : BlockLength(CapacityFor(end)) - _block.Length;

    /// <summary>Makes room for bytes up to <paramref name="end"/>, which is at most <see cref="MaxEnd"/>.</summary>
    public void Reach(int end)
    {
        if (end <= _capacity)
        {
            return;
        }

        var capacity = CapacityFor(end);
        var block = ledger.Blocks.Rent(BlockLength(capacity));
        block.AsSpan(HeaderRoom + capacity, Words(capacity) * sizeof(ulong)).Clear();
        if (_capacity > 0)
        {
            _block.AsSpan(0, HeaderRoom + _capacity).CopyTo(block);
            Bits.CopyTo(MemoryMarshal.Cast<byte, ulong>(block.AsSpan(HeaderRoom + capacity)));
            ledger.Blocks.Return(_block, ledger.KeepsIdle);
        }

        (_block, _capacity) = (block, capacity);
    }

    /// <summary>Gives the block back and knows nothing any more.</summary>
    public void Clear()
    {
        if (_capacity > 0)
        {
            ledger.Blocks.Return(_block, ledger.KeepsIdle);
        }

        (_block, _capacity, HeaderLength, _longHeader, _longPacket) = ([], 0, 0, [], []);
    }

    /// <summary>Keeps the header of the fragment at offset 0, if none is kept yet.</summary>
    /// <param name="header">Mostly at most <see cref="HeaderRoom"/> bytes; longer ones get a place of their own.</param>
    public void KeepHeader(ReadOnlySpan<byte> header)
    {
        if (HeaderLength != 0)
        {
            return;
        }

        Debug.Assert(_capacity > 0, "room was made for the payload first");
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
    public ReadOnlySpan<byte> Bytes(ByteRange range) => _block.AsSpan(HeaderRoom + range.Start, range.Length);

    /// <summary>The bytes from offset 0 on that have arrived without a hole, in whole units.</summary>
    public ReadOnlySpan<byte> Beginning => _block.AsSpan(Math.Min(HeaderRoom, _block.Length), NextUnit(0, arrived: false) * 8);

    /// <summary>Whether any unit of the range has arrived.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasAny(ByteRange range)
    {
        for (var units = new UnitWalk(range, _capacity); units.Next(out var word, out var mask);)
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
        var last = (range.End - 1) / 8;
        if (range.End > _capacity || !Began(range.Start / 8) || (Arrived(last + 1) && !Began(last + 1)))
        {
            return false;
        }

        for (var units = new UnitWalk(range, _capacity); units.Next(out var word, out var mask);)
        {
            var inside = word == range.Start / 512 ? mask & ~Bit(range.Start / 8) : mask;
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
        payload.CopyTo(_block.AsSpan(HeaderRoom + range.Start));
        for (var units = new UnitWalk(range, _capacity); units.Next(out var word, out var mask);)
        {
            Bits[word * 2] |= mask;
        }

        Bits[(range.Start / 512 * 2) + 1] |= Bit(range.Start / 8);
        return range.Length;
    }

    /// <summary>Stores a payload of whole units if nothing of its range has arrived.</summary>
    /// <param name="start">Where it belongs; it ends within <see cref="Capacity"/>.</param>
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
        var (block, unit) = (_block, start / 8);
        var pair = MemoryMarshal.Cast<byte, ulong>(block.AsSpan(HeaderRoom + _capacity)).Slice(unit / 64 * 2, 2);
        var bit = Bit(unit);
        if ((pair[0] & bit) != 0)
        {
            return false;
        }

        pair[0] |= bit;
        pair[1] |= bit;
        BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(HeaderRoom + start), BinaryPrimitives.ReadUInt64LittleEndian(payload));
        return true;
    }

    /// <summary>Stores a payload over whatever is there; what has arrived is then for the caller to know.</summary>
    public void Overwrite(ByteRange range, ReadOnlySpan<byte> payload) => payload.CopyTo(_block.AsSpan(HeaderRoom + range.Start));

    /// <summary>Stores those bytes of a payload that have not arrived: the first copy stays.</summary>
    /// <returns>The number of bytes that are new.</returns>
    public int WriteHoles(ByteRange range, ReadOnlySpan<byte> payload)
    {
        var written = 0;
        for (var units = new UnitWalk(range, _capacity); units.Next(out var word, out var mask);)
        {
            for (var holes = mask & ~Bits[word * 2]; holes != 0; holes &= holes - 1)
            {
                var start = (word * 512) + (BitOperations.TrailingZeroCount(holes) * 8);
                var hole = payload[(start - range.Start)..Math.Min(start + 8 - range.Start, payload.Length)];
                hole.CopyTo(_block.AsSpan(HeaderRoom + start));
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
        for (var units = new UnitWalk(range, _capacity); units.Next(out var word, out var mask);)
        {
            for (var shared = mask & Bits[word * 2]; shared != 0; shared &= shared - 1)
            {
                var start = (word * 512) + (BitOperations.TrailingZeroCount(shared) * 8);
                var length = Math.Min(Math.Min(start + 8, range.End), end) - start;
                if (length > 0 && !payload.Slice(start - range.Start, length).SequenceEqual(_block.AsSpan(HeaderRoom + start, length)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The first unit at or after <paramref name="unit"/> that has, or has not, arrived; the capacity in units when there is none.</summary>
    public int NextUnit(int unit, bool arrived)
    {
        var units = _capacity / 8;
        for (; unit < units; unit = (unit | 63) + 1)
        {
            var word = Bits[unit / 64 * 2];
            var candidates = (arrived ? word : ~word) & (ulong.MaxValue << (unit & 63));
            if (candidates != 0)
            {
                return (unit & ~63) + BitOperations.TrailingZeroCount(candidates);
            }
        }

        return units;
    }

    /// <summary>Reads a big-endian 16-bit number of the payload.</summary>
    public int ReadUInt16(int offset) => BinaryPrimitives.ReadUInt16BigEndian(_block.AsSpan(HeaderRoom + offset));

    /// <summary>Whether the unit has arrived.</summary>
    public bool Arrived(int unit) => unit < _capacity / 8 && (Bits[unit / 64 * 2] & Bit(unit)) != 0;

    // The payload stays where it is, so behind a long header it is copied, once.
    private Span<byte> LongPacket(int payloadLength)
    {
        var length = HeaderLength + payloadLength;
        if (_longPacket.Length != length)
        {
            _longPacket = new byte[length];
            Header.CopyTo(_longPacket);
            _block.AsSpan(HeaderRoom, payloadLength).CopyTo(_longPacket.AsSpan(HeaderLength));
        }

        return _longPacket;
    }

    private Span<ulong> Bits => MemoryMarshal.Cast<byte, ulong>(_block.AsSpan(HeaderRoom + _capacity));

    private bool Began(int unit) => unit < _capacity / 8 && (Bits[(unit / 64 * 2) + 1] & Bit(unit)) != 0;

    private static ulong Bit(int unit) => 1UL << (unit & 63);

    private static int CapacityFor(int end)
    {
        foreach (var capacity in Capacities)
        {
            if (end <= capacity)
            {
                return capacity;
            }
        }

        return MaxEnd;
    }

    private static int Words(int capacity) => (capacity + 511) / 512 * 2;

    /// <summary>The words of the bitmap that a range touches, each with a mask of its units; units beyond the capacity are left out.</summary>
    private ref struct UnitWalk(ByteRange range, int capacity)
    {
        private readonly int _end = Math.Min((range.End + 7) / 8, capacity / 8);
        private int _unit = range.Start / 8;

        public bool Next(out int word, out ulong mask)
        {
            word = _unit / 64;
            if (_unit >= _end)
            {
                mask = 0;
                return false;
            }

            var stop = Math.Min(_end, (word + 1) * 64);
            mask = (ulong.MaxValue << (_unit & 63)) & (ulong.MaxValue >> ((64 - stop) & 63));
            _unit = stop;
            return true;
        }
    }
}
