namespace IpReassembler.Reassembly;

/// <summary>The part that shows what waits, to whoever wants to look. It costs nothing until somebody does.</summary>
public sealed partial class ReassemblyCache
{
    /// <summary>The datagrams of which the host holds fragments and waits for more, the one that has waited longest first.</summary>
    /// <remarks>
    /// Take as many as needed: each one costs a step along a queue. The row must not be used any more after the next call to the cache.
    /// Records that only take late evidence are not in it. Where a capture's clock steps back, the order may be off by what it stepped.
    /// </remarks>
    public IEnumerable<WaitingDatagram> Waiting()
    {
        // Each queue is in order of time, so the heads answer for all behind them. There are two for each different timeout.
        var queues = new List<IEnumerator<WaitingDatagram>>();
        foreach (var group in _rules.Groups)
        {
            queues.Add(FirstWaits(group).GetEnumerator());
            queues.Add(LaterWaits(group).GetEnumerator());
        }

        return InOrder(queues);
    }

    private static IEnumerable<WaitingDatagram> InOrder(List<IEnumerator<WaitingDatagram>> queues)
    {
        queues.RemoveAll(queue => !queue.MoveNext());
        while (queues.Count > 0)
        {
            var next = queues.MinBy(queue => queue.Current.Since)!;
            yield return next.Current;
            if (!next.MoveNext())
            {
                queues.Remove(next);
            }
        }
    }

    private IEnumerable<WaitingDatagram> FirstWaits(AgeGroup group)
    {
        for (var place = group.FirstEntries.Oldest; place != 0; place = group.FirstEntries.NewerThan(place))
        {
            var record = RecordAt(place);

            // Of a record whose fragments were all refused the host holds nothing.
            if (record.Held > 0)
            {
                yield return new WaitingDatagram(record, record.First, record.First + group.Timeout);
            }
        }
    }

    private static IEnumerable<WaitingDatagram> LaterWaits(AgeGroup group)
    {
        foreach (var view in group.LaterEntries)
        {
            // An entry may outlive the record it began in; there is nothing to tell of it then.
            if (view.Owner is { } record)
            {
                yield return new WaitingDatagram(record, view.StartedAt, view.StartedAt + group.Timeout);
            }
        }
    }
}
