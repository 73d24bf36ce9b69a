using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace IpReassembler.Reassembly;

/// <summary>Which numbers have a hash: open addressing with linear probing. Knows nothing of keys; whoever searches compares them.</summary>
/// <remarks>
/// Invariant: no empty slot lies between a number's home slot and the slot it is in. At most three quarters of the slots are taken.
/// The hash stands beside the number, because a look at what is numbered is a look at memory that has gone cold.
/// </remarks>
internal sealed class HashIndex
{
    private Slot[] _slots = new Slot[64];

    /// <summary>How many numbers are in the index.</summary>
    public int Count { get; private set; }

    /// <summary>Begins to look for the numbers with a hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Matches Search(uint hash) => new(_slots, hash);

    /// <summary>Adds a number.</summary>
    /// <param name="hash">Its hash.</param>
    /// <param name="number">Not 0.</param>
    public void Add(uint hash, int number)
    {
        if (Count * 4L >= _slots.Length * 3L)
        {
            Grow();
        }

        Put(new Slot(hash, number));
        Count++;
    }

    /// <summary>Takes a number out that is there.</summary>
    public void Remove(uint hash, int number)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        var hole = (int)hash & mask;
        while (slots[hole].Number != number)
        {
            Debug.Assert(slots[hole].Number != 0, "a number that is removed was added");
            hole = (hole + 1) & mask;
        }

        // Whatever probed past the hole moves back into it, so that no search ends too early.
        for (var at = (hole + 1) & mask; slots[at].Number != 0; at = (at + 1) & mask)
        {
            var home = (int)slots[at].Hash & mask;
            if (((at - home) & mask) >= ((at - hole) & mask))
            {
                slots[hole] = slots[at];
                hole = at;
            }
        }

        slots[hole] = default;
        Count--;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new Slot[old.Length * 2];
        foreach (var slot in old)
        {
            if (slot.Number != 0)
            {
                Put(slot);
            }
        }
    }

    private void Put(Slot slot)
    {
        var mask = _slots.Length - 1;
        var at = (int)slot.Hash & mask;
        while (_slots[at].Number != 0)
        {
            at = (at + 1) & mask;
        }

        _slots[at] = slot;
    }

    /// <summary>Walks the numbers with a hash.</summary>
    public ref struct Matches(Slot[] slots, uint hash)
    {
        private int _at = (int)hash;

        /// <summary>Goes on to the next one.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Next(out int number)
        {
            while (true)
            {
                ref readonly var slot = ref slots[_at++ & (slots.Length - 1)];
                number = slot.Number;
                if (number == 0 || slot.Hash == hash)
                {
                    return number != 0;
                }
            }
        }
    }

    /// <summary>A number and its hash; empty with 0.</summary>
    public readonly record struct Slot(uint Hash, int Number);
}
