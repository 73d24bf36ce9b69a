using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace IpReassembler.Reassembly;

/// <summary>The payload of one datagram while it is put together, and which of its bytes have arrived.</summary>
/// <remarks>
/// One block holds room for the header, the payload in place, and two bitmaps with a bit for each unit of eight
/// bytes (RFC 791 section 3.1): what has arrived, and where a fragment began. 8,190 fragments in random order
/// cost the same per byte as six in order. As long as a <see cref="PieceGrid"/> says all that, the bitmaps lie there unused.
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

    private PieceGrid _grid;

    /// <summary>The bytes it holds; its owner accounts for them.</summary>
    public int Price => _block.Length + _longHeader.Length + _longPacket.Length;

    /// <summary>The offset it can hold bytes up to.</summary>
    public int Capacity => Math.Min(_first + _room, MaxEnd);

    /// <summary>The bytes a block for this many payload bytes has.</summary>
    public static int BlockLength(int capacity) => HeaderRoom + capacity + (Words(capacity) * sizeof(ulong));

    /// <summary>What can be stored of these bytes: those in front of <see cref="MaxEnd"/>.</summary>
    public static ByteRange Storable(ByteRange range) => range with { End = Math.Min(range.End, MaxEnd) };

    /// <summary>The stored bytes of a range; those that have not arrived are whatever was left there.</summary>
    public ReadOnlySpan<byte> Bytes(ByteRange range) => Place(range);

    /// <summary>The bytes from offset 0 on that have arrived without a hole, perhaps with what was left in the unit behind the datagram's end.</summary>
    public ReadOnlySpan<byte> Beginning => _block.AsSpan(Math.Min(HeaderRoom, _block.Length), _grid.IsKept ? _grid.Beginning : NextUnit(0, arrived: false) * 8);

    /// <summary>Whether any unit of the range has arrived.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasAny(ByteRange range)
    {
        if (_grid.Fits(range, out var cell))
        {
            return _grid.Has(cell);
        }

        Spread();
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
        if (_grid.Fits(range, out var cell))
        {
            return _grid.Has(cell);
        }

        Spread();
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
        if (_grid.Fits(range, out var cell))
        {
            _grid.Add(range, cell);
        }
        else
        {
            Spread();
            Mark(range);
        }

        return range.Length;
    }

    /// <summary>Stores a payload of whole units if nothing of its range has arrived.</summary>
    /// <param name="start">Where it belongs; there is room for it.</param>
    /// <param name="payload">A multiple of eight bytes.</param>
    /// <returns>False, and nothing is stored, when a part of it is there.</returns>
    public bool TryWrite(int start, ReadOnlySpan<byte> payload)
    {
        if (_grid.IsKept || payload.Length != sizeof(ulong))
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
        Spread();
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
        if (range.End <= end && _grid.Fits(range, out var cell))
        {
            return _grid.Has(cell) && !payload.SequenceEqual(Place(range));
        }

        Spread();
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
        Spread();
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
    public bool Arrived(int unit) => _grid.IsKept ? _grid.HasByte(unit * 8) : HasRoomFor(unit) && (Bits[WordOf(unit)] & Bit(unit)) != 0;

    // From here on the bitmaps say what has arrived.
    private void Spread()
    {
        if (_grid.IsKept)
        {
            if (_room > 0)
            {
                Bits.Clear();
            }

            for (var pieces = _grid.GiveUp(); pieces.Next(out var range);)
            {
                Mark(range);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Mark(ByteRange range)
    {
        for (var units = new UnitWalk(range, _first, _room); units.Next(out var word, out var mask);)
        {
            Bits[word * 2] |= mask;
        }

        Bits[((range.Start - _first) / 512 * 2) + 1] |= Bit(range.Start / 8);
    }

    private Span<ulong> Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => MemoryMarshal.Cast<byte, ulong>(_block.AsSpan(HeaderRoom + _room));
    }

    private bool Began(int unit) => HasRoomFor(unit) && (Bits[WordOf(unit) + 1] & Bit(unit)) != 0;

    private bool HasRoomFor(int unit) => unit >= _first / 8 && unit < (_first + _room) / 8;

    private int WordOf(int unit) => (unit - (_first / 8)) / 64 * 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Place(ByteRange range) => _block.AsSpan(HeaderRoom + range.Start - _first, range.Length);

    // The offset of the first unit of a word that is in the mask.
    private int OffsetOf(int word, ulong mask) => _first + (word * 512) + (BitOperations.TrailingZeroCount(mask) * 8);

    private static ulong Bit(int unit) => 1UL << (unit & 63);
}
