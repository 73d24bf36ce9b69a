using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>What one source holds in entries that are no longer on probation.</summary>
internal sealed class SourceAccount
{
    public IpAddress Source { get; set; }

    public long Held { get; set; }

    public int HeapPlace { get; set; }

    public AgeQueue Records { get; } = new(AgeQueue.StandingPlace);
}

/// <summary>Which source holds most: a heap of accounts, so that a flooder is found without looking at everybody.</summary>
internal sealed class SourceLedger(KeyedHash hash)
{
    private readonly Dictionary<IpAddress, SourceAccount> _accounts = new(hash);
    private readonly List<SourceAccount> _heap = [];
    private readonly Stack<SourceAccount> _idle = new();

    /// <summary>The oldest record of the source that holds most; of equal sources the one with the oldest record.</summary>
    /// <param name="except">A record that must stay; if it is all its source has, the next source answers.</param>
    public Datagram? OldestOfHeaviest(Datagram? except)
    {
        if (_heap.Count == 0)
        {
            return null;
        }

        var records = _heap[0].Records;
        if (records.Oldest != except)
        {
            return records.Oldest;
        }

        return records.NewerThan(records.Oldest!) ?? _heap.Count switch
        {
            1 => null,
            2 => _heap[1].Records.Oldest,
            _ => (GoesBefore(_heap[1], _heap[2]) ? _heap[1] : _heap[2]).Records.Oldest,
        };
    }

    /// <summary>A record leaves probation: its source answers for it from now on.</summary>
    public void Join(Datagram record)
    {
        var source = record.Key.Source;
        if (!_accounts.TryGetValue(source, out var account))
        {
            account = _idle.TryPop(out var idle) ? idle : new SourceAccount();
            account.Source = source;
            account.HeapPlace = _heap.Count;
            _accounts.Add(source, account);
            _heap.Add(account);
        }

        record.Account = account;
        account.Records.InsertByAge(record);
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
        account.Records.Remove(record);
        account.Held -= record.Charged;
        if (account.Records.Oldest is not null)
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

    private static bool GoesBefore(SourceAccount one, SourceAccount other) =>
        one.Held != other.Held ? one.Held > other.Held : one.Records.Oldest!.Number < other.Records.Oldest!.Number;

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
