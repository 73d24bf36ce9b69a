using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Timing;

/// <summary>Measures one datagram after the other. Holds work space that is used again; not for two threads at once.</summary>
/// <remarks>What came in order and in time costs one look at each fragment; only what came out of order is looked at more closely. At most 160 KB.</remarks>
public sealed class TimelineMeter
{
    private readonly Reordering _reordering = new();
    private Coverage? _coverage;
    private int[] _offsets = [];

    /// <summary>Measures a datagram that the cache lends.</summary>
    public TimelineStatistics Measure(Datagram datagram)
    {
        ArgumentNullException.ThrowIfNull(datagram);
        return Measure(new DatagramFacts(datagram), datagram.Journal, datagram.IsWhole ? [] : datagram.Missing());
    }

    /// <summary>Measures a datagram of which the facts were kept.</summary>
    /// <param name="facts">What is known of it.</param>
    /// <param name="fragments">Its fragments in order of arrival.</param>
    /// <param name="missing">The ranges that never came; an end of <see cref="int.MaxValue"/> stands for an end that is not known.</param>
    public TimelineStatistics Measure(in DatagramFacts facts, ReadOnlySpan<JournalEntry> fragments, IEnumerable<ByteRange> missing)
    {
        var (gap, gapFrame, changes, steppedBack, unit) = (-1L, (long?)null, 0, false, 0);
        var (packetBytes, payloadBytes) = (0L, 0L);
        for (var at = 0; at < fragments.Length; at++)
        {
            ref readonly var fragment = ref fragments[at];
            packetBytes += fragment.PacketLength;
            payloadBytes += fragment.Range.Length;
            unit = fragment.MoreFragments ? Math.Max(unit, fragment.Range.Length) : unit;
            if (at == 0)
            {
                continue;
            }

            ref readonly var before = ref fragments[at - 1];
            changes += fragment.TimeToLive != before.TimeToLive ? 1 : 0;
            var passed = (fragment.Timestamp - before.Timestamp).Nanoseconds;
            steppedBack |= passed < 0;
            if (passed > gap)
            {
                (gap, gapFrame) = (passed, fragment.Frame);
            }
        }

        var (extent, degree, late) = facts.ReorderedCount > 0 ? MeasureOrder(fragments) : default;
        return new TimelineStatistics
        {
            FragmentCount = facts.FragmentCount,
            UnlistedCount = Math.Max(0, facts.FragmentCount - fragments.Length),
            FirstToLast = NotNegative(facts.Last - facts.First),
            FirstToComplete = NotNegative(facts.CompletedAfter),
            FirstToWhole = NotNegative(facts.CompletedAfter ?? (facts.IsWhole ? WholeAfter(facts, fragments) : null)),
            LongestGap = gap < 0 ? null : new Duration(gap),
            LongestGapFrame = gapFrame,
            DuplicateCount = facts.DuplicateCount,
            ReorderedCount = facts.ReorderedCount,
            LargestExtent = extent,
            LongestLateTime = late,
            LargestDegree = degree,
            TimeToLiveChanges = changes,
            ClockSteppedBack = steppedBack,
            PacketBytes = packetBytes,
            HeaderBytes = packetBytes - payloadBytes,
            Missing = facts.Verdict == Verdict.Incomplete ? MissingPieces.In(missing, unit) : default,
        };
    }

    private (int Extent, int Degree, Duration? Late) MeasureOrder(ReadOnlySpan<JournalEntry> fragments)
    {
        if (_offsets.Length < fragments.Length)
        {
            _offsets = new int[Math.Max(64, 2 * fragments.Length)];
        }

        for (var at = 0; at < fragments.Length; at++)
        {
            _offsets[at] = fragments[at].Range.Start;
        }

        _reordering.Measure(_offsets.AsSpan(0, fragments.Length));
        var (extent, degree, late) = (0, 0, -1L);
        for (var at = 0; at < fragments.Length; at++)
        {
            if (_reordering.Overtakers[at] is var overtaker and >= 0)
            {
                extent = Math.Max(extent, at - overtaker);
                degree = Math.Max(degree, _reordering.Degrees[at]);
                late = Math.Max(late, (fragments[at].Timestamp - fragments[overtaker].Timestamp).Nanoseconds);
            }
        }

        return (extent, degree, late < 0 ? null : new Duration(late));
    }

    // Of what was not delivered the evidence tells when it was whole.
    private Duration? WholeAfter(in DatagramFacts facts, ReadOnlySpan<JournalEntry> fragments)
    {
        var coverage = _coverage ??= new Coverage();
        coverage.Clear();
        coverage.Version = facts.Key.Version;
        foreach (ref readonly var fragment in fragments)
        {
            coverage.Add(fragment);
            if (coverage.IsWhole)
            {
                return fragment.Timestamp - facts.First;
            }
        }

        return null;
    }

    private static Duration? NotNegative(Duration? duration) => duration is { Nanoseconds: >= 0 } ? duration : null;
}
