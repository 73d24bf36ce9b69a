using System.Numerics;
using IpReassembler.Packets;

namespace IpReassembler.Timing;

/// <summary>Lengths of time, of which percentiles are asked: exact for the first thousands, then with a bounded error, in bounded memory.</summary>
/// <remarks>
/// Up to <see cref="ExactLimit"/> values are kept as they are. One more, and all of them go into buckets whose width grows
/// with the value: 64 in each power of two. A percentile is then the middle of its bucket, at most
/// <see cref="RelativeError"/> away from the truth. Count, smallest, largest and sum stay exact. At most 33 KB either way.
/// </remarks>
public sealed class DurationHistogram
{
    /// <summary>How many values are kept exactly.</summary>
    public const int ExactLimit = 4_096;

    /// <summary>The largest error of a percentile, as a part of the true value, when <see cref="IsExact"/> is false: 1/128.</summary>
    public const double RelativeError = 1.0 / (2 * BucketsPerOctave);

    private const int BucketsPerOctave = 1 << OctaveBits;
    private const int OctaveBits = 6;

    // A long has 63 bits: the values below 128 have a bucket each, every power of two above 64.
    private const int BucketCount = (63 - OctaveBits + 1) * BucketsPerOctave;

    private long[] _values = [];
    private long[]? _buckets;
    private bool _isSorted = true;

    // Two words: with a field of 128 bits nothing that touches a histogram could be precompiled.
    private ulong _sumHigh;
    private ulong _sumLow;

    /// <summary>How many values came.</summary>
    public long Count { get; private set; }

    /// <summary>Whether percentiles are exact.</summary>
    public bool IsExact => _buckets is null;

    /// <summary>The smallest value; zero when there is none.</summary>
    public Duration Min { get; private set; }

    /// <summary>The largest value; zero when there is none.</summary>
    public Duration Max { get; private set; }

    /// <summary>The sum of all values; <see cref="Duration.Longest"/> when it is longer than that.</summary>
    public Duration Sum => _sumHigh > 0 || _sumLow > long.MaxValue ? Duration.Longest : new Duration((long)_sumLow);

    /// <summary>The mean, rounded down to whole nanoseconds; zero when there is no value.</summary>
    public Duration Mean => Count == 0 ? Duration.Zero : new Duration((long)(new UInt128(_sumHigh, _sumLow) / (UInt128)Count));

    /// <summary>Takes a value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative: a clock that stepped back measured nothing.</exception>
    public void Add(Duration value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value.Nanoseconds, nameof(value));
        Min = Count == 0 || value < Min ? value : Min;
        Max = value > Max ? value : Max;
        AddToSum(0, (ulong)value.Nanoseconds);
        if (_buckets is null && Count < ExactLimit)
        {
            Keep(value.Nanoseconds);
        }
        else
        {
            (_buckets ?? Fold())[BucketOf(value.Nanoseconds)]++;
        }

        Count++;
    }

    /// <summary>Takes all values of another histogram.</summary>
    public void Add(DurationHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._buckets is null)
        {
            // By place: other may be this one.
            for (int at = 0, count = (int)other.Count; at < count; at++)
            {
                Add(new Duration(other._values[at]));
            }

            return;
        }

        var buckets = _buckets ?? Fold();
        for (var bucket = 0; bucket < BucketCount; bucket++)
        {
            buckets[bucket] += other._buckets[bucket];
        }

        Min = Count == 0 || other.Min < Min ? other.Min : Min;
        Max = other.Max > Max ? other.Max : Max;
        AddToSum(other._sumHigh, other._sumLow);
        Count += other.Count;
    }

    /// <summary>Forgets every value: the next ones are exact again.</summary>
    public void Clear()
    {
        (Count, Min, Max, _sumHigh, _sumLow, _isSorted) = (0, default, default, 0, 0, true);
        _buckets = null;
    }

    /// <summary>The smallest value that at least <paramref name="percent"/> per cent of the values do not pass (nearest rank); null when there is no value.</summary>
    /// <param name="percent">0 to 100.</param>
    public Duration? Percentile(double percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        if (Count == 0)
        {
            return null;
        }

        var rank = Math.Clamp((long)Math.Ceiling(percent * Count / 100), 1, Count);
        if (rank == 1 || rank == Count)
        {
            return rank == 1 ? Min : Max;
        }

        if (_buckets is null)
        {
            Sort();
            return new Duration(_values[rank - 1]);
        }

        var bucket = 0;
        for (var below = _buckets[0]; below < rank; below += _buckets[++bucket])
        {
        }

        return Representative(bucket);
    }

    /// <summary>The different values from small to large, and how often each came; where <see cref="IsExact"/> is false, buckets by their middle.</summary>
    public IEnumerable<(Duration Value, long Count)> Values()
    {
        if (_buckets is { } buckets)
        {
            return Enumerable.Range(0, BucketCount).Where(bucket => buckets[bucket] > 0).Select(bucket => (Representative(bucket), buckets[bucket]));
        }

        Sort();
        return _values.Take((int)Count).GroupBy(value => value).Select(equal => (new Duration(equal.Key), equal.LongCount()));
    }

    private static int BucketOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value) - OctaveBits);
        return (shift * BucketsPerOctave) + (int)(value >> shift);
    }

    private Duration Representative(int bucket)
    {
        var shift = Math.Max(0, (bucket / BucketsPerOctave) - 1);
        var lowest = (long)(bucket - (shift * BucketsPerOctave)) << shift;
        return new Duration(Math.Clamp(lowest + ((1L << shift) / 2), Min.Nanoseconds, Max.Nanoseconds));
    }

    private void Keep(long value)
    {
        var count = (int)Count;
        if (count == _values.Length)
        {
            Array.Resize(ref _values, Math.Min(ExactLimit, Math.Max(16, 2 * count)));
        }

        _isSorted &= count == 0 || value >= _values[count - 1];
        _values[count] = value;
    }

    private long[] Fold()
    {
        _buckets = new long[BucketCount];
        foreach (var value in _values.AsSpan(0, (int)Count))
        {
            _buckets[BucketOf(value)]++;
        }

        _values = [];
        return _buckets;
    }

    private void AddToSum(ulong high, ulong low)
    {
        _sumLow += low;
        _sumHigh += high + (_sumLow < low ? 1UL : 0);
    }

    private void Sort()
    {
        if (!_isSorted)
        {
            _values.AsSpan(0, (int)Count).Sort();
            _isSorted = true;
        }
    }
}
