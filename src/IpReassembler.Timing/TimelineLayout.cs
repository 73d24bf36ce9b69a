using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Timing;

/// <summary>Where everything stands in a drawing of one datagram: a row for each fragment, a cell for each range, an axis of bytes. Knows neither columns nor pixels.</summary>
/// <remarks>A painter maps bytes to its own places. One costs about 200 bytes for each fragment.</remarks>
public sealed class TimelineLayout
{
    private const Anomaly Contradictions = Anomaly.DuplicateConflicting | Anomaly.OverlapConflicting | Anomaly.ConflictingEnd
        | Anomaly.BeyondEnd | Anomaly.ZeroLength | Anomaly.Unaligned | Anomaly.TooLong | Anomaly.EcnInvalidMix;

    private const int Unit = 8;

    private TimelineLayout(Timeline timeline, IReadOnlyList<LayoutRow> rows)
    {
        Timeline = timeline;
        Rows = rows;
        Reach = timeline.Reach;
        AxisEnd = Math.Max(Unit, Math.Max(Reach, rows.Count == 0 ? 0 : rows.Max(row => row.Arrival.Fragment.Range.End)));
        Cells = FindCells(timeline);
        Starts = [.. rows.Select(row => row.Arrival.Fragment.Range.Start).Concat(Cells.Select(cell => cell.Range.Start)).Append(0).Where(start => start < AxisEnd).Distinct().Order()];
    }

    /// <summary>The datagram.</summary>
    public Timeline Timeline { get; }

    /// <summary>Its fragments in order of arrival.</summary>
    public IReadOnlyList<LayoutRow> Rows { get; }

    /// <summary>Its ranges in order of offset, from 0 to <see cref="Reach"/>: who brought each of them first.</summary>
    public IReadOnlyList<LayoutCell> Cells { get; }

    /// <summary>Where something begins: offsets in bytes, in order, 0 first.</summary>
    public IReadOnlyList<int> Starts { get; }

    /// <summary>How far the payload reaches, in bytes.</summary>
    public int Reach { get; }

    /// <summary>Whether that is its end: the last piece told it.</summary>
    public bool EndIsKnown => Timeline.Facts.TotalLength is not null;

    /// <summary>Where the axis ends, in bytes: at <see cref="Reach"/>, or behind it where a fragment claims more. At least 8.</summary>
    public int AxisEnd { get; }

    /// <summary>From the first fragment to the latest one, at least 0.</summary>
    public Duration Span => Rows.Count == 0 ? Duration.Zero : new Duration(Math.Max(0, Rows.Max(row => row.At.Nanoseconds)));

    /// <summary>Lays out a datagram.</summary>
    /// <param name="timeline">The datagram.</param>
    /// <param name="names">What anomalies are called.</param>
    public static TimelineLayout Of(Timeline timeline, Func<Anomaly, IEnumerable<string>> names)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        ArgumentNullException.ThrowIfNull(names);
        return new TimelineLayout(timeline, [.. timeline.Listed.Select(arrival => RowOf(arrival, timeline, names))]);
    }

    /// <summary>The place of an offset on an axis that is <paramref name="length"/> long.</summary>
    public double Place(int offset, double length) => Math.Clamp(offset, 0, AxisEnd) * length / AxisEnd;

    private static LayoutRow RowOf(in Arrival arrival, Timeline timeline, Func<Anomaly, IEnumerable<string>> names)
    {
        var fragment = arrival.Fragment;
        var notes = new List<string>();
        if (arrival.IsReordered)
        {
            notes.Add(FormattableString.Invariant($"late, extent {arrival.Extent}"));
        }

        notes.AddRange(names(fragment.Anomalies));
        if (arrival.Place > 0 && arrival.SincePrevious is null)
        {
            notes.Add("the clock stepped back");
        }

        if (arrival.TellsTotalLength)
        {
            notes.Add("MF=0: total length is now known");
        }

        if (Ending(arrival, timeline.Facts.State) is { } ending)
        {
            notes.Add(ending);
        }

        var mark = fragment.Fate is FragmentFate.Kills or FragmentFate.Rejected or FragmentFate.Refused || (fragment.Anomalies & Contradictions) != 0 ? RowMark.Bad
            : fragment.Fate == FragmentFate.Completes ? RowMark.Delivered
            : arrival.IsReordered || arrival.NewBytes == 0 ? RowMark.Odd
            : RowMark.Plain;
        return new LayoutRow(arrival, fragment.Timestamp - timeline.Facts.First, mark, notes);
    }

    private static string? Ending(in Arrival arrival, DatagramState state) => arrival.Fragment.Fate switch
    {
        FragmentFate.Completes => arrival.ClosesLastHole ? "<- last hole closed: complete" : "<- complete",
        FragmentFate.Kills => "<- the policy drops the datagram",
        FragmentFate.Refused => "no room for it",
        FragmentFate.Rejected => "not taken",
        _ when arrival.ClosesLastHole => state == DatagramState.Timeout ? "<- last hole closed, but after the timeout" : "<- last hole closed, but nothing is delivered",
        FragmentFate.Ignored => "brings nothing new",
        _ => null,
    };

    // In units of eight bytes, as fragments are cut: the first arrival with a unit has brought it.
    private static List<LayoutCell> FindCells(Timeline timeline)
    {
        var reach = timeline.Reach;
        var broughtBy = new int[(reach + Unit - 1) / Unit];
        Array.Fill(broughtBy, -1);
        foreach (var arrival in timeline.Listed.Where(arrival => arrival.NewBytes > 0))
        {
            var range = arrival.Fragment.Range;
            for (var unit = range.Start / Unit; unit < Math.Min(broughtBy.Length, (range.End + Unit - 1) / Unit); unit++)
            {
                broughtBy[unit] = broughtBy[unit] < 0 ? arrival.Place : broughtBy[unit];
            }
        }

        var cells = new List<LayoutCell>();
        for (var unit = 0; unit < broughtBy.Length;)
        {
            var first = unit;
            while (unit < broughtBy.Length && broughtBy[unit] == broughtBy[first])
            {
                unit++;
            }

            cells.Add(new LayoutCell(new ByteRange(first * Unit, Math.Min(unit * Unit, reach)), broughtBy[first] < 0 ? null : timeline.Listed[broughtBy[first]]));
        }

        return cells;
    }
}
