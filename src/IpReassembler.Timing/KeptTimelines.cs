using IpReassembler.Reassembly;

namespace IpReassembler.Timing;

/// <summary>The timelines for which there is room: the first good datagrams, and the first of the others.</summary>
internal sealed class KeptTimelines(TimelineLimits limits)
{
    private readonly List<Timeline> _kept = [];
    private Share _good, _others;

    /// <summary>Those kept, in the order in which they ended.</summary>
    public IReadOnlyList<Timeline> All => _kept;

    /// <summary>How many found no room.</summary>
    public long Dropped { get; private set; }

    /// <summary>Takes a datagram if there is room for it.</summary>
    public void Add(in DatagramFacts facts, ReadOnlySpan<JournalEntry> fragments, IEnumerable<ByteRange> missing)
    {
        ref var share = ref facts.IsGood ? ref _good : ref _others;
        if (share.Timelines >= limits.MaxTimelines / 2 || share.Fragments + fragments.Length > limits.MaxFragments / 2)
        {
            Dropped++;
            return;
        }

        share.Timelines++;
        share.Fragments += fragments.Length;
        _kept.Add(new Timeline(facts, fragments, [.. missing]));
    }

    private struct Share
    {
        public int Timelines;
        public int Fragments;
    }
}
