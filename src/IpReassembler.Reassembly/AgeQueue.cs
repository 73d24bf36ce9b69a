namespace IpReassembler.Reassembly;

/// <summary>Records in order of age, joined and left in constant time without allocating.</summary>
/// <param name="place">Which of a record's links this queue uses.</param>
internal sealed class AgeQueue(int place)
{
    /// <summary>The place of the queue of all open records.</summary>
    public const int AllPlace = 0;

    /// <summary>The place of the queue of records whose first entry lives.</summary>
    public const int FirstEntryPlace = 1;

    /// <summary>The place of the queues that say who goes first when room is needed.</summary>
    public const int StandingPlace = 2;

    // A record promoted far out of order is put at most this far from the newest end: the order among one
    // source's own records is then only nearly that of age, and nobody can make joining slow.
    private const int LongestWalk = 256;

    /// <summary>The record that has been here longest.</summary>
    public Datagram? Oldest { get; private set; }

    private Datagram? _newest;

    /// <summary>Joins at the newest end.</summary>
    public void Append(Datagram record) => InsertAfter(record, _newest);

    /// <summary>Joins in order of the records' first frames.</summary>
    public void InsertByAge(Datagram record)
    {
        var older = _newest;
        for (var step = 0; step < LongestWalk && older is not null && older.Number > record.Number; step++)
        {
            older = older.Links[place].Older;
        }

        InsertAfter(record, older);
    }

    /// <summary>Joins in order of the records' first times, so that one from the future does not hold up the timeouts of others.</summary>
    public void InsertByTime(Datagram record)
    {
        var older = _newest;
        for (var step = 0; step < LongestWalk && older is not null && older.First > record.First; step++)
        {
            older = older.Links[place].Older;
        }

        InsertAfter(record, older);
    }

    /// <summary>Leaves.</summary>
    public void Remove(Datagram record)
    {
        ref var link = ref record.Links[place];
        if (link.Older is null)
        {
            Oldest = link.Newer;
        }
        else
        {
            link.Older.Links[place].Newer = link.Newer;
        }

        if (link.Newer is null)
        {
            _newest = link.Older;
        }
        else
        {
            link.Newer.Links[place].Older = link.Older;
        }

        link = default;
    }

    /// <summary>The record that joined next after this one.</summary>
    public Datagram? NewerThan(Datagram record) => record.Links[place].Newer;

    private void InsertAfter(Datagram record, Datagram? older)
    {
        ref var link = ref record.Links[place];
        link.Older = older;
        link.Newer = older is null ? Oldest : older.Links[place].Newer;
        if (older is null)
        {
            Oldest = record;
        }
        else
        {
            older.Links[place].Newer = record;
        }

        if (link.Newer is null)
        {
            _newest = record;
        }
        else
        {
            link.Newer.Links[place].Older = record;
        }
    }
}
