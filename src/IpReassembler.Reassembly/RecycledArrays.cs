namespace IpReassembler.Reassembly;

/// <summary>Arrays of a few fixed lengths, used again instead of collected.</summary>
/// <remarks>What lies idle here was held before; <see cref="IdleBytes"/> lets the owner bound it.</remarks>
/// <param name="lengths">The lengths, ascending.</param>
/// <param name="elementSize">Bytes of one element.</param>
internal sealed class RecycledArrays<T>(int[] lengths, int elementSize)
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
