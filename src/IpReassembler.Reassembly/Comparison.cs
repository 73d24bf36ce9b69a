using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>The hosts of all compared policies, for one record.</summary>
internal sealed class Comparison
{
    private readonly ComparedView[] _views;

    public Comparison(IReadOnlyList<OverlapPolicy> policies, MemoryLedger ledger) =>
        _views = [.. policies.Select(policy => new ComparedView(policy, ledger))];

    /// <summary>What each host did, in the order of <see cref="ReassemblyOptions.Compare"/>.</summary>
    public IReadOnlyList<ComparedView> Views => _views;

    /// <summary>What it is charged with.</summary>
    public int Price
    {
        get
        {
            var price = 0;
            foreach (var view in _views)
            {
                price += view.Price;
            }

            return price;
        }
    }

    /// <summary>What it would cost more to take so many fragments up to <paramref name="end"/>.</summary>
    public int PriceToTake(int end, int fragments)
    {
        var price = 0;
        foreach (var view in _views)
        {
            price += view.PriceToTake(end, fragments);
        }

        return price;
    }

    /// <summary>Begins each view where all hosts stand while nothing irregular has come.</summary>
    /// <param name="record">The record so far.</param>
    /// <param name="holdsFragments">Whether hosts hold its fragments; otherwise they hold nothing.</param>
    public void Begin(Datagram record, bool holdsFragments)
    {
        foreach (var view in _views)
        {
            view.Begin(record, holdsFragments);
        }
    }

    /// <summary>Shows a fragment to every host.</summary>
    public void Take(in FragmentView fragment)
    {
        foreach (var view in _views)
        {
            view.Take(fragment);
        }
    }

    /// <summary>Times out every entry that has waited long enough by now.</summary>
    public void Expire(Timestamp now, Duration timeout)
    {
        foreach (var view in _views)
        {
            if (view.HoldsEntry && now - view.EntryStartedAt >= timeout)
            {
                view.GiveUp(DatagramState.Timeout);
            }
        }
    }

    /// <summary>Throws every entry away, to keep a limit.</summary>
    public void Evict()
    {
        foreach (var view in _views)
        {
            if (view.HoldsEntry)
            {
                view.GiveUp(DatagramState.Evicted);
            }
        }
    }

    /// <summary>The record ends: what hosts still wait for is noted.</summary>
    public void Conclude()
    {
        foreach (var view in _views)
        {
            view.Conclude();
        }
    }

    /// <summary>When the youngest entry began; null when no host holds one.</summary>
    public Timestamp? YoungestEntry
    {
        get
        {
            Timestamp? youngest = null;
            foreach (var view in _views)
            {
                if (view.HoldsEntry && (youngest is null || view.EntryStartedAt > youngest))
                {
                    youngest = view.EntryStartedAt;
                }
            }

            return youngest;
        }
    }

    /// <summary>Lets another comparison go on with the entries; it must have none.</summary>
    public void HandOver(Comparison next)
    {
        for (var at = 0; at < _views.Length; at++)
        {
            _views[at].HandOver(next._views[at]);
        }
    }

    /// <summary>Gives everything back.</summary>
    public void Clear()
    {
        foreach (var view in _views)
        {
            view.Clear();
        }
    }
}
