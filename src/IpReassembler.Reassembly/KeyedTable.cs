using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace IpReassembler.Reassembly;

/// <summary>Finds things by datagram key: open addressing with linear probing.</summary>
/// <remarks>
/// Invariant: no empty slot lies between a thing's home slot and the slot it is in. At most three quarters of the slots are taken.
/// The hash stands beside the thing, because a look at the thing itself is a look at memory that has gone cold.
/// </remarks>
internal sealed class KeyedTable<T>
    where T : Keyed
{
    private Slot[] _slots = new Slot[64];

    /// <summary>How many things are in the table.</summary>
    public int Count { get; private set; }

    /// <summary>Looks a key up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(in DatagramKey key, uint hash, [NotNullWhen(true)] out T? found)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        for (var place = (int)hash & mask; ; place = (place + 1) & mask)
        {
            ref readonly var slot = ref slots[place];
            if (slot.Thing is null)
            {
                found = null;
                return false;
            }

            if (slot.Hash == hash && slot.Thing.IsNamed(key))
            {
                found = slot.Thing;
                return true;
            }
        }
    }

    /// <summary>Adds a thing whose key is not there yet.</summary>
    public void Add(T thing)
    {
        if (Count * 4L >= _slots.Length * 3L)
        {
            Grow();
        }

        Place(new Slot(thing, thing.Hash));
        Count++;
    }

    /// <summary>Takes a thing out that is there.</summary>
    public void Remove(T thing)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        var hole = (int)thing.Hash & mask;
        while (!ReferenceEquals(slots[hole].Thing, thing))
        {
            Debug.Assert(slots[hole].Thing is not null, "a thing that is removed was added");
            hole = (hole + 1) & mask;
        }

        // Whatever probed past the hole moves back into it, so that no search ends too early.
        for (var place = (hole + 1) & mask; slots[place].Thing is not null; place = (place + 1) & mask)
        {
            var home = (int)slots[place].Hash & mask;
            if (((place - home) & mask) >= ((place - hole) & mask))
            {
                slots[hole] = slots[place];
                hole = place;
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
            if (slot.Thing is not null)
            {
                Place(slot);
            }
        }
    }

    private void Place(in Slot slot)
    {
        var mask = _slots.Length - 1;
        var place = (int)slot.Hash & mask;
        while (_slots[place].Thing is not null)
        {
            place = (place + 1) & mask;
        }

        _slots[place] = slot;
    }

    private readonly record struct Slot(T? Thing, uint Hash);
}
