using System.Runtime.InteropServices;
using IpReassembler.Packets;

namespace IpReassembler.Timing;

/// <summary>Sums over datagrams: of a flow, of two hosts, or of a whole capture. Late duplicates are no datagrams and are not added.</summary>
/// <remarks>Bounded: at most 33 KB for the percentiles, and 16 bytes for each number of pieces that a datagram has here.</remarks>
public sealed class TrafficStatistics
{
    private readonly Dictionary<int, long> _pieceCounts = [];
    private IpVersion _version;

    /// <summary>How many datagrams.</summary>
    public long Datagrams { get; private set; }

    /// <summary>Those that were not delivered, or not as they were sent: see <see cref="DatagramFacts.IsGood"/>.</summary>
    public long Failed { get; private set; }

    /// <summary>Those of which some bytes never came.</summary>
    public long Incomplete { get; private set; }

    /// <summary>The share of <see cref="Failed"/>: 0 to 1; 0 when there is none.</summary>
    public double Loss => Datagrams == 0 ? 0 : (double)Failed / Datagrams;

    /// <summary>Their fragments, copies included.</summary>
    public long Fragments { get; private set; }

    /// <summary>Reordered fragments (RFC 4737 section 3).</summary>
    public long Reordered { get; private set; }

    /// <summary>The largest reordering extent.</summary>
    public int LargestExtent { get; private set; }

    /// <summary>The largest late time offset; null when nothing came late.</summary>
    public Duration? LongestLateTime { get; private set; }

    /// <summary>The largest n for which a fragment is n-reordered.</summary>
    public int LargestDegree { get; private set; }

    /// <summary>Fragments with the same range as one that was there.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Datagrams whose fragments had more than one time to live.</summary>
    public long TimeToLiveChanged { get; private set; }

    /// <summary>Datagrams with fragments in front of which the clock stepped back.</summary>
    public long ClockSteppedBack { get; private set; }

    /// <summary>From first fragment to delivery, of the good ones: <see cref="DatagramFacts.IsGood"/>. A datagram in which the clock stepped back may have none.</summary>
    public DurationHistogram FirstToComplete { get; } = new();

    /// <summary>The longest gap of each datagram that has one.</summary>
    public DurationHistogram LongestGaps { get; } = new();

    /// <summary>The bytes of all fragments with their IP headers.</summary>
    public long PacketBytes { get; private set; }

    /// <summary>The bytes of their IP headers alone.</summary>
    public long HeaderBytes { get; private set; }

    /// <summary>Pieces at offset 0 that never came.</summary>
    public long MissingFirst { get; private set; }

    /// <summary>Pieces between the first and the last that never came.</summary>
    public long MissingMiddle { get; private set; }

    /// <summary>Last pieces that never came.</summary>
    public long MissingLast { get; private set; }

    /// <summary>When the first datagram began; null when there is none.</summary>
    public Timestamp? First { get; private set; }

    /// <summary>When the last datagram began; null when there is none.</summary>
    public Timestamp? Last { get; private set; }

    /// <summary>How fast the identifications are used up.</summary>
    public IdentificationBudget? Identifications => First is { } first && Last is { } last ? IdentificationBudget.Of(Datagrams, last - first, _version) : null;

    /// <summary>What fragmentation costs, and what losing a fragment does to datagrams.</summary>
    public FragmentationCost Cost => FragmentationCost.Of(this, _pieceCounts);

    /// <summary>Takes a datagram.</summary>
    public void Add(in DatagramFacts facts, in TimelineStatistics statistics)
    {
        if (facts.LateDuplicateOf is not null)
        {
            return;
        }

        Datagrams++;
        // Where both versions meet, the smaller number space is the one that runs out.
        _version = Datagrams == 1 || facts.Key.Version == IpVersion.V4 ? facts.Key.Version : _version;
        First = First is { } first && first < facts.First ? first : facts.First;
        Last = Last is { } last && last > facts.First ? last : facts.First;
        AddOutcome(facts, statistics);
        Fragments += statistics.FragmentCount;
        Reordered += statistics.ReorderedCount;
        LargestExtent = Math.Max(LargestExtent, statistics.LargestExtent);
        LargestDegree = Math.Max(LargestDegree, statistics.LargestDegree);
        if (statistics.LongestLateTime is { } late && !(late <= LongestLateTime))
        {
            LongestLateTime = late;
        }

        Duplicates += statistics.DuplicateCount;
        TimeToLiveChanged += statistics.TimeToLiveChanges > 0 ? 1 : 0;
        ClockSteppedBack += statistics.ClockSteppedBack ? 1 : 0;
        PacketBytes += statistics.PacketBytes;
        HeaderBytes += statistics.HeaderBytes;
        MissingFirst += statistics.Missing.First;
        MissingMiddle += statistics.Missing.Middle;
        MissingLast += statistics.Missing.Last;
        CollectionsMarshal.GetValueRefOrAddDefault(_pieceCounts, statistics.PieceCount, out _)++;
    }

    private void AddOutcome(in DatagramFacts facts, in TimelineStatistics statistics)
    {
        Failed += facts.IsGood ? 0 : 1;
        Incomplete += statistics.Missing.Count > 0 ? 1 : 0;
        if (facts.IsGood && statistics.FirstToComplete is { } duration)
        {
            FirstToComplete.Add(duration);
        }

        if (statistics.LongestGap is { } gap)
        {
            LongestGaps.Add(gap);
        }
    }
}
