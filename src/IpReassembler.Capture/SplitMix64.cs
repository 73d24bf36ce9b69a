using System.Buffers.Binary;

namespace IpReassembler.Capture;

/// <summary>Numbers that look random and are the same everywhere and for ever: the generator SplitMix64 (Steele, Lea and Flood, 2014).</summary>
/// <remarks>
/// <see cref="System.Random"/> promises its numbers for one version of the runtime only, and what is made from a seed here is compared byte by byte.
/// Not for secrets: two numbers give away all others.
/// </remarks>
public sealed class SplitMix64(ulong seed)
{
    // 2^64 divided by the golden ratio, made odd: the state visits every number before it comes back.
    private const ulong Step = 0x9e3779b97f4a7c15;

    private ulong _state = seed;

    /// <summary>The next of 2^64 numbers, all equally likely.</summary>
    public ulong Next()
    {
        _state += Step;
        var mixed = (_state ^ (_state >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>Goes on as if <see cref="Next"/> had been called <paramref name="count"/> times.</summary>
    public void Skip(ulong count) => _state += Step * count;

    /// <summary>A number from 0 to <paramref name="bound"/> - 1.</summary>
    /// <param name="bound">At least 1. Numbers differ in likelihood by less than <paramref name="bound"/> in 2^64.</param>
    public long Below(long bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return (long)Math.BigMul(Next(), (ulong)bound, out _);
    }

    /// <summary>Whether something happens that happens with <paramref name="probability"/>: 0 never, 1 always.</summary>
    public bool Happens(double probability) => (Next() >> 11) * (1.0 / (1L << 53)) < probability;

    /// <summary>Fills <paramref name="bytes"/>, eight of them from each number, the lowest first.</summary>
    public void Fill(Span<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, Next());
            bytes = bytes[sizeof(ulong)..];
        }

        if (!bytes.IsEmpty)
        {
            Span<byte> last = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(last, Next());
            last[..bytes.Length].CopyTo(bytes);
        }
    }

    /// <summary>Puts <paramref name="items"/> into an order of which all are equally likely (Fisher and Yates).</summary>
    public void Shuffle<T>(IList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        for (var last = items.Count - 1; last > 0; last--)
        {
            var other = (int)Below(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
