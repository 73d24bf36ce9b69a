using System.Runtime.CompilerServices;

namespace IpReassembler.Reassembly;

/// <summary>The places of all open datagrams, found by key.</summary>
/// <remarks>
/// A place is a row and goes by its number; 0 is none. So the queues between places are numbers too: the collector has nothing to
/// follow, and under a flood, in which the oldest goes for each that comes, memory is passed through from one end to the other.
/// Rows come in chunks, so that growing leaves nothing behind; their links, which are looked at most, in one array.
/// </remarks>
internal sealed class PlaceTable
{
    private const int ChunkLength = 64;

    private readonly HashIndex _index = new();
    private Place[][] _chunks = [];
    private QueueLinks[] _links = new QueueLinks[ChunkLength];

    // The places that were given back, chained by a link; and the first that was never used.
    private int _free;
    private int _unused = 1;

    /// <summary>How many places can be found.</summary>
    public int Count => _index.Count;

    /// <summary>What is known of a place.</summary>
    public ref Place this[int place] => ref _chunks[(uint)place / ChunkLength][(uint)place % ChunkLength];

    /// <summary>The neighbours of a place in one queue. Good until the next <see cref="Add"/>.</summary>
    public ref QueueLink Link(int place, int queue) => ref _links[place][queue];

    /// <summary>The place of a key; 0 when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(in DatagramKey key, uint hash)
    {
        for (var search = _index.Search(hash); search.Next(out var place);)
        {
            if (this[place].Key.Names(key))
            {
                return place;
            }
        }

        return 0;
    }

    /// <summary>Takes a place for a key that has none.</summary>
    public int Add(in DatagramKey key, uint hash)
    {
        var place = _free;
        if (place != 0)
        {
            ref var link = ref Link(place, 0);
            _free = link.Newer;
            link.Newer = 0;
        }
        else
        {
            place = NeverUsed();
        }

        ref var row = ref this[place];
        row.Key = key;
        row.Hash = hash;
        _index.Add(hash, place);
        return place;
    }

    /// <summary>From now on the place is not found by its key any more; what it holds stays until it is given back.</summary>
    public void Hide(int place) => _index.Remove(this[place].Hash, place);

    /// <summary>Gives back a hidden place that is in no queue.</summary>
    public void Free(int place)
    {
        this[place].Record = null;
        Link(place, 0).Newer = _free;
        _free = place;
    }

    private int NeverUsed()
    {
        var place = _unused++;
        if (place == _links.Length)
        {
            Array.Resize(ref _links, 2 * place);
        }

        if (place >= _chunks.Length * ChunkLength)
        {
            Array.Resize(ref _chunks, Math.Max(1, 2 * _chunks.Length));
        }

        _chunks[place / ChunkLength] ??= new Place[ChunkLength];
        return place;
    }
}
