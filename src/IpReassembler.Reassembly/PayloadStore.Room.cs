using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace IpReassembler.Reassembly;

/// <summary>The part that makes room, and gives it back.</summary>
internal sealed partial class PayloadStore
{
    // A smallest block outlives its datagram: most of those that a flood makes need no other.
    private byte[]? _spare;

    /// <summary>Whether it has room for these bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasRoomFor(ByteRange range) => range.Start >= _first && range.End <= _first + _room;

    /// <summary>What it costs to hold these bytes and no others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PriceOf(ByteRange range) => BlockLength(RoomFor(range.End - (range.Start & ~511)));

    /// <summary>What it would cost more to hold these bytes, which end at <see cref="MaxEnd"/> at most.</summary>
    public int PriceToReach(ByteRange range) =>
        HasRoomFor(range) ? 0 : BlockLength(PlaceFor(range).Room) - _block.Length;

    /// <summary>Makes room for these bytes, which end at <see cref="MaxEnd"/> at most.</summary>
    public void Reach(ByteRange range)
    {
        if (HasRoomFor(range))
        {
            return;
        }

        var (first, room) = PlaceFor(range);
        var block = Take(room);
        if (!_grid.IsKept)
        {
            block.AsSpan(HeaderRoom + room, Words(room) * sizeof(ulong)).Clear();
        }

        if (_room > 0)
        {
            var shift = _first - first;
            _block.AsSpan(0, HeaderRoom).CopyTo(block);
            _block.AsSpan(HeaderRoom, Math.Min(_room, room - shift)).CopyTo(block.AsSpan(HeaderRoom + shift));
            if (!_grid.IsKept)
            {
                var bits = MemoryMarshal.Cast<byte, ulong>(block.AsSpan(HeaderRoom + room))[(shift / 512 * 2)..];
                Bits[..Math.Min(Bits.Length, bits.Length)].CopyTo(bits);
            }

            ledger.Blocks.Return(_block, ledger.KeepsIdle);
        }

        (_block, _first, _room) = (block, first, room);
    }

    /// <summary>Gives the block back, or keeps a smallest one for the next datagram, and knows nothing any more.</summary>
    public void Clear()
    {
        if (_room == Capacities[0])
        {
            _spare = _block;
        }
        else if (_room > 0)
        {
            ledger.Blocks.Return(_block, ledger.KeepsIdle);
        }

        (_block, _first, _room, _grid, HeaderLength, _longHeader, _longPacket) = ([], 0, 0, default, 0, [], []);
    }

    // The first fragment alone, at a word's begin; beside others everything from offset 0 on.
    private (int First, int Room) PlaceFor(ByteRange range)
    {
        var first = _room == 0 ? range.Start & ~511 : 0;
        return (first, RoomFor(Math.Max(range.End, Capacity) - first));
    }

    private byte[] Take(int room)
    {
        if (_spare is { } spare)
        {
            _spare = null;
            if (room == Capacities[0])
            {
                return spare;
            }

            // Kept, it would be held without being paid for.
            ledger.Blocks.Return(spare, ledger.KeepsIdle);
        }

        return ledger.Blocks.Rent(BlockLength(room));
    }

    private static int RoomFor(int length)
    {
        foreach (var capacity in Capacities)
        {
            if (length <= capacity)
            {
                return capacity;
            }
        }

        return MaxEnd;
    }

    private static int Words(int capacity) => (capacity + 511) / 512 * 2;
}
