using IpReassembler.Reassembly;

namespace IpReassembler.Timing;

/// <summary>How many fragments came how many places too early or too late: reorder density and reorder buffer-occupancy density of RFC 5236.</summary>
/// <remarks>
/// Fragments carry no numbers of their own: a fragment's sequence number is its place by offset among the different offsets that
/// came, so one that never came takes no place, and copies count once, as the RFC has it for lost and duplicate packets.
/// Displacements and occupancies beyond <see cref="Threshold"/> are counted as that. Fixed memory, about 3 KB, and 8 bytes
/// for each fragment of the longest datagram measured.
/// </remarks>
public sealed class ReorderDensity
{
    /// <summary>The largest displacement that is told apart.</summary>
    public const int Threshold = 128;

    private readonly long[] _displacements = new long[(2 * Threshold) + 1];
    private readonly long[] _occupancies = new long[Threshold + 1];
    private long[] _byOffset = [];
    private int[] _ranks = [];
    private bool[] _waiting = [];

    /// <summary>How many fragments were counted, copies not.</summary>
    public long Count { get; private set; }

    /// <summary>How many fragments came <paramref name="displacement"/> places later than in order; negative for earlier.</summary>
    /// <param name="displacement">From minus <see cref="Threshold"/> to <see cref="Threshold"/>.</param>
    public long this[int displacement] => _displacements[displacement + Threshold];

    /// <summary>After how many arrivals <paramref name="fragments"/> fragments waited for one with a smaller offset.</summary>
    /// <param name="fragments">0 to <see cref="Threshold"/>.</param>
    public long Waiting(int fragments) => _occupancies[fragments];

    /// <summary>The share of fragments with this displacement: 0 to 1.</summary>
    public double Share(int displacement) => Count == 0 ? 0 : (double)this[displacement] / Count;

    /// <summary>Takes fragments of one datagram that came in order, each offset once.</summary>
    public void AddInOrder(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count += count;
        _displacements[Threshold] += count;
        _occupancies[0] += count;
    }

    /// <summary>Takes the fragments of one datagram, in order of arrival.</summary>
    public void Add(ReadOnlySpan<JournalEntry> fragments)
    {
        Reserve(fragments.Length);
        for (var at = 0; at < fragments.Length; at++)
        {
            _byOffset[at] = ((long)fragments[at].Range.Start << 32) | (uint)at;
        }

        Add(fragments.Length);
    }

    /// <summary>Takes sequence numbers, in order of arrival.</summary>
    internal void Add(ReadOnlySpan<int> sequence)
    {
        Reserve(sequence.Length);
        for (var at = 0; at < sequence.Length; at++)
        {
            _byOffset[at] = ((long)sequence[at] << 32) | (uint)at;
        }

        Add(sequence.Length);
    }

    private void Reserve(int length)
    {
        if (_byOffset.Length < length)
        {
            (_byOffset, _ranks, _waiting) = (new long[length], new int[length], new bool[length]);
        }
    }

    // Sorted by offset, then by arrival: of equal offsets the first counts, the others are copies.
    private void Add(int length)
    {
        var sorted = _byOffset.AsSpan(0, length);
        sorted.Sort();
        var ranks = _ranks.AsSpan(0, length);
        var rank = -1;
        for (var at = 0; at < length; at++)
        {
            var isCopy = at > 0 && sorted[at] >> 32 == sorted[at - 1] >> 32;
            rank += isCopy ? 0 : 1;
            ranks[(int)(uint)sorted[at]] = isCopy ? -1 : rank;
        }

        _waiting.AsSpan(0, length).Clear();
        var (received, next, waiting) = (0, 0, 0);
        foreach (var place in ranks)
        {
            if (place < 0)
            {
                continue;
            }

            _displacements[Math.Clamp(received - place, -Threshold, Threshold) + Threshold]++;
            received++;
            _waiting[place] = true;
            waiting++;
            for (; next <= rank && _waiting[next]; next++)
            {
                waiting--;
            }

            _occupancies[Math.Min(waiting, Threshold)]++;
        }

        Count += received;
    }
}
