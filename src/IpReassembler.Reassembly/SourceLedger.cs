using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>What one source holds in entries that are no longer on probation.</summary>
internal sealed class SourceAccount(PlaceTable places)
{
    public IpAddress Source { get; set; }

    public long Held { get; set; }

    public int HeapPlace { get; set; }

    public AgeQueue Datagrams { get; } = new(places, AgeQueue.Standing);
}

/// <summary>Which source holds most: a heap of accounts, so that a flooder is found without looking at everybody.</summary>
internal sealed class SourceLedger(PlaceTable places, KeyedHash hash)
{
    private readonly Dictionary<IpAddress, SourceAccount> _accounts = new(hash);
    private readonly List<SourceAccount> _heap = [];
    private readonly Stack<SourceAccount> _idle = new();

    /// <summary>The oldest datagram of the source that holds most; of equal sources the one with the oldest. 0 when there is none.</summary>
    /// <param name="except">A place that must stay; if it is all its source has, the next source answers.</param>
    public int OldestOfHeaviest(int except)
    {
        if (_heap.Count == 0)
        {
            return 0;
        }

        var datagrams = _heap[0].Datagrams;
        if (datagrams.Oldest != except)
        {
            return datagrams.Oldest;
        }

        return datagrams.NewerThan(except) is not 0 and var next ? next : _heap.Count switch
        {
            1 => 0,
            2 => _heap[1].Datagrams.Oldest,
            _ => (GoesBefore(_heap[1], _heap[2]) ? _heap[1] : _heap[2]).Datagrams.Oldest,
        };
    }

    /// <summary>A record leaves probation: its source answers for it from now on.</summary>
    public void Join(Datagram record)
    {
        var source = record.Key.Source;
        if (!_accounts.TryGetValue(source, out var account))
        {
            account = _idle.TryPop(out var idle) ? idle : new SourceAccount(places);
            account.Source = source;
            account.HeapPlace = _heap.Count;
            _accounts.Add(source, account);
            _heap.Add(account);
        }

        record.Account = account;
        account.Datagrams.InsertByAge(record.Place);
        Change(account, record.Charged);
    }

    /// <summary>A record of this source grew or shrank.</summary>
    public void Change(SourceAccount account, long bytes)
    {
        account.Held += bytes;
        Settle(account);
    }

    /// <summary>A record is gone, or has no entry any more.</summary>
    public void Leave(Datagram record)
    {
        var account = record.Account!;
        record.Account = null;
        account.Datagrams.Remove(record.Place);
        account.Held -= record.Charged;
        if (account.Datagrams.Oldest != 0)
        {
            Settle(account);
            return;
        }

        var last = _heap[^1];
        Put(last, account.HeapPlace);
        _heap.RemoveAt(_heap.Count - 1);
        if (last != account)
        {
            Settle(last);
        }

        _accounts.Remove(account.Source);
        account.Held = 0;
        _idle.Push(account);
    }

    private void Settle(SourceAccount account)
    {
        while (account.HeapPlace > 0 && GoesBefore(account, _heap[(account.HeapPlace - 1) / 2]))
        {
            Swap(account, _heap[(account.HeapPlace - 1) / 2]);
        }

        for (var child = (account.HeapPlace * 2) + 1; child < _heap.Count; child = (account.HeapPlace * 2) + 1)
        {
            if (child + 1 < _heap.Count && GoesBefore(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (!GoesBefore(_heap[child], account))
            {
                break;
            }

            Swap(account, _heap[child]);
        }
    }

    private bool GoesBefore(SourceAccount one, SourceAccount other) =>
        one.Held != other.Held ? one.Held > other.Held : places[one.Datagrams.Oldest].Number < places[other.Datagrams.Oldest].Number;

    private void Swap(SourceAccount one, SourceAccount other)
    {
        var place = one.HeapPlace;
        Put(one, other.HeapPlace);
        Put(other, place);
    }

    private void Put(SourceAccount account, int place)
    {
        _heap[place] = account;
        account.HeapPlace = place;
    }
}
