namespace IpReassembler.Reassembly;

/// <summary>The part that remembers keys whose record has ended, so that late copies and reuse are recognised.</summary>
public sealed partial class ReassemblyCache
{
    // What has been remembered longest, of whatever group.
    private KeyMemory? OldestMemory
    {
        get
        {
            KeyMemory? oldest = null;
            foreach (var group in _rules.Groups)
            {
                if (group.Memories.First is { Value: var memory } && (oldest is null || memory.Order < oldest.Order))
                {
                    oldest = memory;
                }
            }

            return oldest;
        }
    }

    // What is remembered of a key, as of now: exact, whatever stands before it in the queue.
    private KeyMemory? Recall(in DatagramKey key, uint hash)
    {
        if (!_remembered.TryFind(key, hash, out var memory))
        {
            return null;
        }

        if (memory.View is { Held: > 0 } view && IsDue(view.StartedAt, memory.Rule.Ages.Timeout))
        {
            TimeOut(view);
        }

        if (memory.Comparison is { } comparison)
        {
            comparison.Expire(_now, memory.Rule.Ages.Timeout);
            if (comparison.YoungestEntry is null)
            {
                memory.Keep(memory.View, null);
                Recycle(comparison);
            }
        }

        if (!IsDue(memory.Since, memory.Rule.Ages.Life))
        {
            return memory;
        }

        Forget(memory);
        return null;
    }

    private void Remember(Datagram record)
    {
        // After a delivery the view holds what was delivered; otherwise it may hold an entry that lives on.
        var residue = record.View is { Held: > 0 } view && record.Delivered != view.Store ? view : null;
        if (residue is not null)
        {
            record.View = null;
            residue.Owner = null;
        }

        var compared = TakeEntries(record);
        var before = record.Memory is { } known && !IsDue(known.Since, known.Rule.Ages.Life) ? known : null;
        if (record.IsWhole || ((residue is not null || compared is not null) && before is null))
        {
            var memory = _idleMemories.TryPop(out var idle) ? idle : new KeyMemory();
            memory.Remember(record, residue, compared, _ledger, _hasher);
            Link(memory);
        }
        else if (before is not null)
        {
            record.Memory = null;
            before.Keep(residue, compared);
            Link(before);
        }
    }

    private void Link(KeyMemory memory)
    {
        memory.Charged = memory.Price(_ledger);
        while (OldestMemory is { } oldest
            && (_memoryBytes + memory.Charged > MaxMemoryBytes || _remembered.Count >= _options.MaxRemembered))
        {
            Forget(oldest);
        }

        _remembered.Add(memory);
        memory.Order = ++_memoryOrder;
        memory.Rule.Ages.Memories.AddLast(memory.Node);
        _memoryBytes += memory.Charged;
        _ledger.Charge(memory.Charged);
        Expect(memory.Since, memory.Rule.Ages.Life);
    }

    private void Unlink(KeyMemory memory)
    {
        _remembered.Remove(memory);
        memory.Rule.Ages.Memories.Remove(memory.Node);
        _memoryBytes -= memory.Charged;
        _ledger.Charge(-memory.Charged);
    }

    private void Forget(KeyMemory memory)
    {
        Unlink(memory);
        if (memory.View is { } view)
        {
            Counters.Pending -= view.Held;
            Counters.Evicted += view.Held;
            Abandon(view);
        }

        if (memory.Comparison is { } comparison)
        {
            Recycle(comparison);
        }

        memory.Clear(_ledger);
        _idleMemories.Push(memory);
    }

    private static void Abandon(PolicyView view)
    {
        view.LaterNode.List?.Remove(view.LaterNode);
        view.Forget();
        view.Owner = null;
        view.Rule.IdleViews.Push(view);
    }

    private void Recycle(Datagram record)
    {
        if (record.View is { } view)
        {
            Abandon(view);
        }

        if (record.Comparison is { } comparison)
        {
            Recycle(comparison);
        }

        if (record.Memory is { } memory)
        {
            memory.Clear(_ledger);
            _idleMemories.Push(memory);
        }

        record.Clear(_ledger);
        _idle.Push(record);
    }
}
