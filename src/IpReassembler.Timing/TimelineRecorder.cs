using IpReassembler.Reassembly;

namespace IpReassembler.Timing;

/// <summary>Turns what the cache tells into timelines and sums.</summary>
/// <remarks>
/// Everything is read off a datagram when its record ends: the cache's journal has noted each fragment's time already, so a packet that is
/// no fragment costs nothing here and a fragment costs one look. Once work space has grown to the longest datagram, a datagram that is
/// whole and finds no room among the kept ones is measured without allocation.
/// </remarks>
public sealed class TimelineRecorder
{
    private readonly TimelineMeter _meter = new();
    private readonly KeptTimelines _kept;

    /// <summary>Starts with nothing.</summary>
    /// <param name="limits">How much detail is kept; null for the defaults.</param>
    /// <param name="grouping">What a row of <see cref="Flows"/> stands for.</param>
    public TimelineRecorder(TimelineLimits? limits = null, FlowGrouping grouping = FlowGrouping.Pair)
    {
        limits ??= new TimelineLimits();
        ArgumentOutOfRangeException.ThrowIfNegative(limits.MaxTimelines, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfNegative(limits.MaxFragments, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.MaxFlows, 1, nameof(limits));
        _kept = new KeptTimelines(limits);
        Flows = new FlowTable(grouping, limits.MaxFlows);
    }

    /// <summary>Sums over every datagram.</summary>
    public TrafficStatistics Traffic { get; } = new();

    /// <summary>Sums by flow.</summary>
    public FlowTable Flows { get; }

    /// <summary>What another timeout would have changed.</summary>
    public TimeoutTable Timeouts { get; } = new();

    /// <summary>How far out of place fragments came.</summary>
    public ReorderDensity Density { get; } = new();

    /// <summary>The timelines that were kept, in the order in which their datagrams ended.</summary>
    public IReadOnlyList<Timeline> Timelines => _kept.All;

    /// <summary>How many datagrams were counted but not kept, for want of room.</summary>
    public long Dropped => _kept.Dropped;

    /// <summary>Takes what happened in the cache: all outcomes of all calls, or at least those that say that a record ended.</summary>
    public void Add(in FragmentOutcome outcome)
    {
        if (outcome is { Kind: OutcomeKind.Ended, Datagram: { } datagram })
        {
            Add(datagram);
        }
    }

    /// <summary>Takes a datagram whose record has ended.</summary>
    public void Add(Datagram datagram)
    {
        ArgumentNullException.ThrowIfNull(datagram);
        Add(new DatagramFacts(datagram), datagram.Journal, datagram.IsWhole ? [] : datagram.Missing());
    }

    /// <summary>Takes a datagram of which the facts were kept. A late duplicate is none, and is passed over.</summary>
    /// <param name="facts">What is known of it.</param>
    /// <param name="fragments">Its fragments in order of arrival.</param>
    /// <param name="missing">The ranges that never came, in order; an end of <see cref="int.MaxValue"/> stands for an end that is not known.</param>
    public void Add(in DatagramFacts facts, ReadOnlySpan<JournalEntry> fragments, IEnumerable<ByteRange> missing)
    {
        if (facts.LateDuplicateOf is not null)
        {
            return;
        }

        var statistics = _meter.Measure(facts, fragments, missing);
        Traffic.Add(facts, statistics);
        Flows.Add(facts, statistics);
        Timeouts.Add(facts, statistics);
        if (facts.ReorderedCount == 0 && facts.DuplicateCount == 0)
        {
            Density.AddInOrder(fragments.Length);
        }
        else
        {
            Density.Add(fragments);
        }

        _kept.Add(facts, fragments, missing);
    }
}
