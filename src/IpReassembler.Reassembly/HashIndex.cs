using System.Runtime.CompilerServices;

namespace IpReassembler.Reassembly;

/// <summary>Which numbers have a hash: a chain of them for each bucket. Knows nothing of keys; whoever searches compares them.</summary>
/// <remarks>
/// Hashes stand beside the chain, because a look at what is numbered is a look at memory that has gone cold. There are at least four times as many
/// buckets as numbers, so most chains are empty: under a flood a link looked at in vain is memory waited for (4 % of summary -q on the benchmarks' w5).
/// </remarks>
internal sealed class HashIndex
{
    private int[] _buckets = new int[64];

    // By number.
    private Link[] _links = new Link[64];

    /// <summary>How many numbers are in the index.</summary>
    public int Count { get; private set; }

    /// <summary>The first number that may have a hash; 0 when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int First(uint hash) => _buckets[hash & (uint)(_buckets.Length - 1)];

    /// <summary>The next one after that; 0 when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int number) => _links[number].Next;

    /// <summary>The hash of a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint HashOf(int number) => _links[number].Hash;

    /// <summary>Adds a number, which is not 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int number, uint hash)
    {
        if (number >= _links.Length)
        {
            Array.Resize(ref _links, 2 * number);
        }

        if (++Count > _buckets.Length / 4)
        {
            Grow();
        }

        ref var first = ref _buckets[hash & (uint)(_buckets.Length - 1)];
        _links[number] = new Link(hash, first);
        first = number;
    }

    /// <summary>Takes a number out that is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Remove(int number)
    {
        var links = _links;
        ref var at = ref _buckets[links[number].Hash & (uint)(_buckets.Length - 1)];
        while (at != number)
        {
            at = ref links[at].Next;
        }

        at = links[number].Next;
        Count--;
    }

    private void Grow()
    {
        var old = _buckets;
        _buckets = new int[old.Length * 2];
        foreach (var bucket in old)
        {
            for (int number = bucket, next; number != 0; number = next)
            {
                next = _links[number].Next;
                ref var first = ref _buckets[_links[number].Hash & (uint)(_buckets.Length - 1)];
                _links[number].Next = first;
                first = number;
            }
        }
    }

    private struct Link(uint hash, int next)
    {
        public readonly uint Hash = hash;
        public int Next = next;
    }
}
