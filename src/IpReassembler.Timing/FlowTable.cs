namespace IpReassembler.Timing;

/// <summary>Datagrams summed by flow, host, protocol or VLAN.</summary>
/// <remarks>
/// Bounded: when <paramref name="maxFlows"/> rows are there and another flow comes, the row with the fewest datagrams of a few that are
/// looked at makes room, and all it had is counted in <see cref="OtherDatagrams"/> from then on: the heavy ones stay, nothing is lost from the sums. A flow that
/// comes back after that begins a new row.
/// </remarks>
/// <param name="grouping">What a row stands for.</param>
/// <param name="maxFlows">The most rows, at least 1. One costs at most 34 KB, mostly 1 KB.</param>
public sealed class FlowTable(FlowGrouping grouping, int maxFlows)
{
    private const int LookedAt = 8;

    private readonly Dictionary<FlowKey, int> _places = [];
    private readonly List<FlowRow> _rows = [];
    private int _hand;

    /// <summary>What a row stands for.</summary>
    public FlowGrouping Grouping => grouping;

    /// <summary>How many rows there are.</summary>
    public int Count => _rows.Count;

    /// <summary>The rows, in no particular order.</summary>
    public IReadOnlyList<FlowRow> Rows => _rows;

    /// <summary>How often a row had to make room.</summary>
    public long Displaced { get; private set; }

    /// <summary>The datagrams of rows that made room.</summary>
    public long OtherDatagrams { get; private set; }

    /// <summary>Those of them that failed.</summary>
    public long OtherFailed { get; private set; }

    /// <summary>Takes a datagram.</summary>
    public void Add(in DatagramFacts facts, in TimelineStatistics statistics)
    {
        if (facts.LateDuplicateOf is not null)
        {
            return;
        }

        var key = FlowKey.Of(facts, grouping);
        if (!_places.TryGetValue(key, out var place))
        {
            place = Open(new FlowRow(key, new TrafficStatistics()));
        }

        _rows[place].Traffic.Add(facts, statistics);
    }

    /// <summary>The rows, those with most of something first; of equal ones those that failed more, in number, then in share, then the larger ones.</summary>
    public IEnumerable<FlowRow> Ordered(FlowOrder order) => _rows
        .OrderByDescending(row => order switch
        {
            FlowOrder.Failed => row.Traffic.Failed,
            FlowOrder.Loss => row.Traffic.Loss,
            FlowOrder.Percentile99 => row.Traffic.FirstToComplete.Percentile(99)?.Nanoseconds ?? -1,
            FlowOrder.Bytes => row.Traffic.PacketBytes,
            FlowOrder.Reordered => row.Traffic.Reordered,
            _ => throw new ArgumentOutOfRangeException(nameof(order)),
        })
        .ThenByDescending(row => row.Traffic.Failed).ThenByDescending(row => row.Traffic.Loss).ThenByDescending(row => row.Traffic.Datagrams)
        .ThenBy(row => row.Key.Place);

    private int Open(FlowRow row)
    {
        var place = _rows.Count;
        if (place < maxFlows)
        {
            _rows.Add(row);
        }
        else
        {
            place = MakeRoom();
            _rows[place] = row;
        }

        _places.Add(row.Key, place);
        return place;
    }

    // The lightest of the next few rows: looking at all of them for each of a flood of flows would be the flood's victory.
    private int MakeRoom()
    {
        var lightest = _hand;
        for (var looked = 0; looked < Math.Min(LookedAt, _rows.Count); looked++)
        {
            _hand = (_hand + 1) % _rows.Count;
            lightest = _rows[_hand].Traffic.Datagrams < _rows[lightest].Traffic.Datagrams ? _hand : lightest;
        }

        var (key, traffic) = _rows[lightest];
        Displaced++;
        OtherDatagrams += traffic.Datagrams;
        OtherFailed += traffic.Failed;
        _places.Remove(key);
        return lightest;
    }
}
