using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace IpReassembler.Reassembly;

/// <summary>Finds things by datagram key: open addressing with linear probing.</summary>
/// <remarks>Invariant: no empty slot lies between a thing's home slot and the slot it is in. At most half of the slots are taken.</remarks>
internal sealed class KeyedTable<T>
    where T : Keyed
{
    private T?[] _slots = new T?[64];

    /// <summary>How many things are in the table.</summary>
    public int Count { get; private set; }

    /// <summary>Looks a key up.</summary>
    public bool TryFind(in DatagramKey key, uint hash, [NotNullWhen(true)] out T? found)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            var thing = slots[slot];
            if (thing is null)
            {
                found = null;
                return false;
            }

            if (thing.Hash == hash && thing.Key == key)
            {
                found = thing;
                return true;
            }
        }
    }

    /// <summary>Adds a thing whose key is not there yet.</summary>
    public void Add(T thing)
    {
        if (Count * 2 >= _slots.Length)
        {
            Grow();
        }

        Place(thing);
        Count++;
    }

    /// <summary>Takes a thing out that is there.</summary>
    public void Remove(T thing)
    {
        var mask = _slots.Length - 1;
        var hole = (int)thing.Hash & mask;
        while (!ReferenceEquals(_slots[hole], thing))
        {
            Debug.Assert(_slots[hole] is not null, "a thing that is removed was added");
            hole = (hole + 1) & mask;
        }

        // Whatever probed past the hole moves back into it, so that no search ends too early.
        for (var slot = (hole + 1) & mask; _slots[slot] is { } next; slot = (slot + 1) & mask)
        {
            var home = (int)next.Hash & mask;
            if (((slot - home) & mask) >= ((slot - hole) & mask))
            {
                _slots[hole] = next;
                hole = slot;
            }
        }

        _slots[hole] = null;
        Count--;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new T?[old.Length * 2];
        foreach (var thing in old)
        {
            if (thing is not null)
            {
                Place(thing);
            }
        }
    }

    private void Place(T thing)
    {
        var mask = _slots.Length - 1;
        var slot = (int)thing.Hash & mask;
        while (_slots[slot] is not null)
        {
            slot = (slot + 1) & mask;
        }

        _slots[slot] = thing;
    }
}
