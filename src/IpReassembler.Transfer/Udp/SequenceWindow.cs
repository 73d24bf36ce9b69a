using System.Diagnostics;

namespace IpReassembler.Transfer;

/// <summary>Which of the last numbers came: one bit for each, however many come.</summary>
/// <remarks>Invariant: bit n modulo size is set exactly when n came, for the numbers in (Highest - size, Highest].</remarks>
internal sealed class SequenceWindow
{
    private readonly ulong[] _words;
    private readonly int _size;

    /// <summary>A window.</summary>
    /// <param name="size">How many numbers are remembered; a power of two, 64 at least. Eight more cost a byte.</param>
    public SequenceWindow(int size)
    {
        Debug.Assert(size >= 64 && int.IsPow2(size), "a power of two");
        _size = size;
        _words = new ulong[size / 64];
    }

    /// <summary>The highest number that came; -1 before the first.</summary>
    public long Highest { get; private set; } = -1;

    /// <summary>Notes a number.</summary>
    public UdpArrival Accept(long number)
    {
        if (number > Highest)
        {
            Forget(number - Highest);
            Highest = number;
            Set(number);
            return UdpArrival.InOrder;
        }

        if (number <= Highest - _size)
        {
            return UdpArrival.Late;
        }

        return Set(number) ? UdpArrival.Reordered : UdpArrival.Duplicate;
    }

    private bool Set(long number)
    {
        ref var word = ref _words[(number & (_size - 1)) >> 6];
        var bit = 1UL << (int)(number & 63);
        var isNew = (word & bit) == 0;
        word |= bit;
        return isNew;
    }

    // The places of the next numbers still hold what came a window ago.
    private void Forget(long count)
    {
        if (count >= _size)
        {
            Array.Clear(_words);
            return;
        }

        for (var number = Highest + 1; number <= Highest + count; number++)
        {
            _words[(number & (_size - 1)) >> 6] &= ~(1UL << (int)(number & 63));
        }
    }
}
