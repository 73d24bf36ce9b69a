using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Timing;

/// <summary>When each fragment of one datagram came, and what that made of it: a copy, good for ever, with everything a drawing needs.</summary>
/// <remarks>
/// One costs about 400 bytes and 120 for each listed fragment. Times are those of the capture: equal ones, gaps of
/// years and steps back are taken as they are, and no length of time is ever negative.
/// </remarks>
public sealed class Timeline
{
    private readonly Arrival[] _arrivals;

    /// <summary>A timeline from facts that were kept.</summary>
    /// <param name="facts">What is known of the datagram.</param>
    /// <param name="fragments">Its fragments in order of arrival.</param>
    /// <param name="missing">The ranges that never came, in order; an end of <see cref="int.MaxValue"/> stands for an end that is not known.</param>
    public Timeline(in DatagramFacts facts, ReadOnlySpan<JournalEntry> fragments, IReadOnlyList<ByteRange> missing)
    {
        ArgumentNullException.ThrowIfNull(missing);
        Facts = facts;
        Missing = missing;
        Statistics = new TimelineMeter().Measure(facts, fragments, missing);
        _arrivals = Arrivals(facts.First, facts.Key.Version, fragments);
        Pieces = [.. _arrivals.Where(arrival => arrival.NewBytes > 0).OrderBy(arrival => arrival.Fragment.Range.Start).ThenBy(arrival => arrival.Place)];
    }

    /// <summary>The timeline of a datagram whose record has ended; what the cache lends is copied.</summary>
    public static Timeline Of(Datagram datagram)
    {
        ArgumentNullException.ThrowIfNull(datagram);
        return new Timeline(new DatagramFacts(datagram), datagram.Journal, [.. datagram.Missing()]);
    }

    /// <summary>Who it is, and what became of it.</summary>
    public DatagramFacts Facts { get; }

    /// <summary>What is measured of it.</summary>
    public TimelineStatistics Statistics { get; }

    /// <summary>Its fragments in order of arrival. Those beyond the cache's limit are counted in <see cref="TimelineStatistics.UnlistedCount"/> and not here.</summary>
    public IReadOnlyList<Arrival> Listed => _arrivals;

    /// <summary>The arrivals that brought bytes, in order of offset: the ranges of the datagram, and when each of them came.</summary>
    public IReadOnlyList<Arrival> Pieces { get; }

    /// <summary>The ranges that never came, in order; an end of <see cref="int.MaxValue"/> stands for an end that is not known.</summary>
    public IReadOnlyList<ByteRange> Missing { get; }

    /// <summary>The arrival with which every byte had come; null when some never came.</summary>
    public Arrival? Closing
    {
        get
        {
            var place = Array.FindIndex(_arrivals, arrival => arrival.ClosesLastHole);
            return place < 0 ? null : _arrivals[place];
        }
    }

    /// <summary>How far the payload reaches: its total length; while that is unknown, the end of the last byte that came.</summary>
    public int Reach => Facts.TotalLength ?? (Pieces.Count == 0 ? 0 : Pieces.Max(piece => piece.Fragment.Range.End));

    private static Arrival[] Arrivals(Timestamp first, IpVersion version, ReadOnlySpan<JournalEntry> fragments)
    {
        var offsets = new int[fragments.Length];
        for (var at = 0; at < offsets.Length; at++)
        {
            offsets[at] = fragments[at].Range.Start;
        }

        var reordering = new Reordering();
        reordering.Measure(offsets);
        var coverage = new Coverage { Version = version };
        var arrivals = new Arrival[fragments.Length];
        for (var at = 0; at < arrivals.Length; at++)
        {
            var fragment = fragments[at];
            var overtaker = reordering.Overtakers[at];
            var (wasWhole, wasEnd) = (coverage.IsWhole, coverage.End);
            arrivals[at] = new Arrival
            {
                Place = at,
                Fragment = fragment,
                SinceFirst = Passed(first, fragment.Timestamp),
                SincePrevious = at == 0 ? null : Passed(fragments[at - 1].Timestamp, fragment.Timestamp),
                Extent = overtaker < 0 ? 0 : at - overtaker,
                LateTime = overtaker < 0 ? null : Passed(fragments[overtaker].Timestamp, fragment.Timestamp),
                Degree = overtaker < 0 ? 0 : reordering.Degrees[at],
                NewBytes = coverage.Add(fragment),
                BytesInCache = coverage.Bytes,
                TellsTotalLength = wasEnd is null && coverage.End is not null,
                ClosesLastHole = !wasWhole && coverage.IsWhole,
            };
        }

        return arrivals;
    }

    private static Duration? Passed(Timestamp from, Timestamp to) => to < from ? null : to - from;
}
