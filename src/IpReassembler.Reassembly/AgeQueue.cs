using System.Runtime.CompilerServices;

namespace IpReassembler.Reassembly;

/// <summary>Places in order of age, joined and left in constant time without allocating.</summary>
/// <param name="places">Where they are.</param>
/// <param name="queue">Which of the queues it may stand in this one is: no place stands in two of the same kind.</param>
internal sealed class AgeQueue(PlaceTable places, int queue)
{
    /// <summary>The queue of all open datagrams.</summary>
    public const int All = 0;

    /// <summary>The queue of datagrams whose first entry lives.</summary>
    public const int FirstEntry = 1;

    /// <summary>The queues that say who goes first when room is needed.</summary>
    public const int Standing = 2;

    // A place promoted far out of order is put at most this far from the newest end: the order among one
    // source's own datagrams is then only nearly that of age, and nobody can make joining slow.
    private const int LongestWalk = 256;

    private int _newest;

    /// <summary>The place that has been here longest; 0 when there is none.</summary>
    public int Oldest { get; private set; }

    /// <summary>Joins at the newest end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(int place) => InsertAfter(place, _newest);

    /// <summary>Joins in order of the datagrams' first frames.</summary>
    public void InsertByAge(int place)
    {
        var (older, number) = (_newest, places[place].Number);
        for (var step = 0; step < LongestWalk && older != 0 && places[older].Number > number; step++)
        {
            older = places.Links(queue)[older].Older;
        }

        InsertAfter(place, older);
    }

    /// <summary>Joins in order of the datagrams' first times, so that one from the future does not hold up the timeouts of others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void InsertByTime(int place)
    {
        var (older, first) = (_newest, places[place].First);
        for (var step = 0; step < LongestWalk && older != 0 && places[older].First > first; step++)
        {
            older = places.Links(queue)[older].Older;
        }

        InsertAfter(place, older);
    }

    /// <summary>Leaves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Remove(int place)
    {
        var links = places.Links(queue);
        var (older, newer) = (links[place].Older, links[place].Newer);
        if (older == 0)
        {
            Oldest = newer;
        }
        else
        {
            links[older].Newer = newer;
        }

        if (newer == 0)
        {
            _newest = older;
        }
        else
        {
            links[newer].Older = older;
        }
    }

    /// <summary>The place that joined next after this one; 0 when there is none.</summary>
    public int NewerThan(int place) => places.Links(queue)[place].Newer;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void InsertAfter(int place, int older)
    {
        var links = places.Links(queue);
        var newer = older == 0 ? Oldest : links[older].Newer;
        links[place].Older = older;
        links[place].Newer = newer;
        if (older == 0)
        {
            Oldest = place;
        }
        else
        {
            links[older].Newer = place;
        }

        if (newer == 0)
        {
            _newest = place;
        }
        else
        {
            links[newer].Older = place;
        }
    }
}
