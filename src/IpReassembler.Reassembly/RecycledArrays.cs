namespace IpReassembler.Reassembly;

/// <summary>Arrays of a few fixed lengths, used again instead of collected.</summary>
/// <remarks>What lies idle here was held before; the ledger bounds it.</remarks>
/// <param name="ledger">The account of all that lies idle.</param>
/// <param name="lengths">The lengths, ascending.</param>
/// <param name="elementSize">Bytes of one element.</param>
internal sealed class RecycledArrays<T>(MemoryLedger ledger, int[] lengths, int elementSize)
{
    private readonly Stack<T[]>[] _idle = Array.ConvertAll(lengths, _ => new Stack<T[]>());

    /// <summary>The bytes of all arrays that nobody uses.</summary>
    public long IdleBytes { get; private set; }

    /// <summary>The bytes an array of this length is charged with.</summary>
    public int Price(int length) => length * elementSize;

    /// <summary>The smallest length offered that holds <paramref name="atLeast"/> elements.</summary>
    public int LengthFor(int atLeast) => lengths[ClassOf(atLeast)];

    /// <summary>An array of exactly the length <see cref="LengthFor"/> names; its content is whatever was left in it.</summary>
    public T[] Rent(int atLeast)
    {
        var size = ClassOf(atLeast);
        if (!_idle[size].TryPop(out var array))
        {
            ledger.MakeWay(Price(lengths[size]));
            return GC.AllocateUninitializedArray<T>(lengths[size]);
        }

        IdleBytes -= Price(array.Length);
        return array;
    }

    /// <summary>Takes an array back. The caller forgets it.</summary>
    /// <param name="array">What <see cref="Rent"/> gave.</param>
    /// <param name="keep">False to leave it to the collector.</param>
    public void Return(T[] array, bool keep)
    {
        if (keep)
        {
            _idle[ClassOf(array.Length)].Push(array);
            IdleBytes += Price(array.Length);
        }
    }

    /// <summary>Leaves what lies idle to the collector, the longest arrays first, until so many bytes are gone or nothing is left.</summary>
    /// <returns>How many bytes are still to go.</returns>
    public long Shed(long bytes)
    {
        for (var size = _idle.Length - 1; size >= 0; size--)
        {
            while (bytes > 0 && _idle[size].TryPop(out var array))
            {
                IdleBytes -= Price(array.Length);
                bytes -= Price(array.Length);
            }
        }

        return bytes;
    }

    private int ClassOf(int atLeast)
    {
        var size = 0;
        while (lengths[size] < atLeast)
        {
            size++;
        }

        return size;
    }
}
