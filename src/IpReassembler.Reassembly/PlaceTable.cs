using System.Runtime.CompilerServices;

namespace IpReassembler.Reassembly;

/// <summary>The places of all open datagrams, found by key.</summary>
/// <remarks>
/// A place is a row and goes by its number; 0 is none. So the queues between places are numbers too: the collector has nothing to
/// follow, and under a flood, in which the oldest goes for each that comes, memory is passed through from one end to the other.
/// Rows come in chunks, so that growing leaves nothing behind; their links, which are looked at most, in one array for each queue.
/// </remarks>
internal sealed class PlaceTable
{
    private const int ChunkLength = 64;

    private readonly HashIndex _index = new();
    private Place[][] _chunks = [];
    private readonly QueueLink[][] _links = [new QueueLink[ChunkLength], new QueueLink[ChunkLength], new QueueLink[ChunkLength]];

    // Places that nobody holds, and closed ones that may still be looked at, chained by their links; and the first that was never used.
    private int _free;
    private int _closed;
    private int _lastClosed;
    private int _unused = 1;

    /// <summary>How many places can be found.</summary>
    public int Count => _index.Count;

    /// <summary>What is known of a place.</summary>
    public ref Place this[int place]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _chunks[(uint)place / ChunkLength][(uint)place % ChunkLength];
    }

    /// <summary>The neighbours of every place in one of the queues it may stand in. Good until the next <see cref="Add"/>.</summary>
    public QueueLink[] Links(int queue) => _links[queue];

    /// <summary>The place of a key; 0 when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(in DatagramKey key, uint hash)
    {
        for (var place = _index.First(hash); place != 0; place = _index.Next(place))
        {
            if (_index.HashOf(place) == hash && this[place].Key.Names(key))
            {
                return place;
            }
        }

        return 0;
    }

    /// <summary>The hash of its key.</summary>
    public uint HashOf(int place) => _index.HashOf(place);

    /// <summary>Takes a place for a key that has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Add(in DatagramKey key, uint hash)
    {
        var place = _free;
        if (place != 0)
        {
            _free = _links[0][place].Newer;
        }
        else
        {
            place = NeverUsed();
        }

        this[place].Key = key;
        _index.Add(place, hash);
        return place;
    }

    /// <summary>The place has left all queues, and is not found by its key any more; what it holds stays until <see cref="FreeClosed"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Close(int place)
    {
        _index.Remove(place);
        _links[0][place].Newer = _closed;
        _closed = place;
        if (_lastClosed == 0)
        {
            _lastClosed = place;
        }
    }

    /// <summary>Every closed place may be taken for another key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void FreeClosed()
    {
        if (_lastClosed != 0)
        {
            _links[0][_lastClosed].Newer = _free;
            (_free, _closed, _lastClosed) = (_closed, 0, 0);
        }
    }

    private int NeverUsed()
    {
        var place = _unused++;
        foreach (ref var links in _links.AsSpan())
        {
            if (place == links.Length)
            {
                Array.Resize(ref links, 2 * place);
            }
        }

        if (place >= _chunks.Length * ChunkLength)
        {
            Array.Resize(ref _chunks, Math.Max(1, 2 * _chunks.Length));
        }

        _chunks[place / ChunkLength] ??= new Place[ChunkLength];
        return place;
    }
}
