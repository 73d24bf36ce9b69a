namespace IpReassembler.Reassembly;

/// <summary>Places in order of age, joined and left in constant time without allocating.</summary>
/// <param name="places">Where they are.</param>
/// <param name="link">Which of a place's links this queue uses.</param>
internal sealed class AgeQueue(PlaceTable places, int link)
{
    /// <summary>The link of the queue of all open datagrams.</summary>
    public const int AllLink = 0;

    /// <summary>The link of the queue of datagrams whose first entry lives.</summary>
    public const int FirstEntryLink = 1;

    /// <summary>The link of the queues that say who goes first when room is needed.</summary>
    public const int StandingLink = 2;

    // A place promoted far out of order is put at most this far from the newest end: the order among one
    // source's own datagrams is then only nearly that of age, and nobody can make joining slow.
    private const int LongestWalk = 256;

    private int _newest;

    /// <summary>The place that has been here longest; 0 when there is none.</summary>
    public int Oldest { get; private set; }

    /// <summary>Joins at the newest end.</summary>
    public void Append(int place) => InsertAfter(place, _newest);

    /// <summary>Joins in order of the datagrams' first frames.</summary>
    public void InsertByAge(int place)
    {
        var (older, number) = (_newest, places[place].Number);
        for (var step = 0; step < LongestWalk && older != 0 && places[older].Number > number; step++)
        {
            older = places.Link(older, link).Older;
        }

        InsertAfter(place, older);
    }

    /// <summary>Joins in order of the datagrams' first times, so that one from the future does not hold up the timeouts of others.</summary>
    public void InsertByTime(int place)
    {
        var (older, first) = (_newest, places[place].First);
        for (var step = 0; step < LongestWalk && older != 0 && places[older].First > first; step++)
        {
            older = places.Link(older, link).Older;
        }

        InsertAfter(place, older);
    }

    /// <summary>Leaves.</summary>
    public void Remove(int place)
    {
        ref var mine = ref places.Link(place, link);
        if (mine.Older == 0)
        {
            Oldest = mine.Newer;
        }
        else
        {
            places.Link(mine.Older, link).Newer = mine.Newer;
        }

        if (mine.Newer == 0)
        {
            _newest = mine.Older;
        }
        else
        {
            places.Link(mine.Newer, link).Older = mine.Older;
        }

        mine = default;
    }

    /// <summary>The place that joined next after this one; 0 when there is none.</summary>
    public int NewerThan(int place) => places.Link(place, link).Newer;

    private void InsertAfter(int place, int older)
    {
        ref var mine = ref places.Link(place, link);
        mine.Older = older;
        mine.Newer = older == 0 ? Oldest : places.Link(older, link).Newer;
        if (older == 0)
        {
            Oldest = place;
        }
        else
        {
            places.Link(older, link).Newer = place;
        }

        if (mine.Newer == 0)
        {
            _newest = place;
        }
        else
        {
            places.Link(mine.Newer, link).Older = place;
        }
    }
}
