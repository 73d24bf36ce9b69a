using IpReassembler.Tests.Captures;

namespace IpReassembler.Tests.Reassembly;

/// <summary>Who goes first, as plainly as SPEC section 0 puts it into words, for floods in which pieces come in order and nothing times out.</summary>
/// <param name="maxDatagrams">How many may be open.</param>
/// <param name="maxMemory">What all open ones may cost together.</param>
/// <param name="prices">What datagrams cost.</param>
internal sealed class PlainLimits(int maxDatagrams, long maxMemory, PiecePrices prices)
{
    private readonly Dictionary<(bool IsHonest, int Datagram), Entry> _open = [];
    private readonly SortedDictionary<long, Entry> _probation = [];
    private readonly Dictionary<int, SortedDictionary<long, Entry>> _protected = [];
    private readonly Dictionary<int, long> _weights = [];
    private long _held;

    /// <summary>The numbers of those thrown away, in order.</summary>
    public List<long> Evicted { get; } = [];

    /// <summary>Which honest datagrams became whole.</summary>
    public SortedSet<int> Saved { get; } = [];

    public void Send(in FloodFrame frame)
    {
        var key = (frame.IsHonest, frame.Datagram);
        if (!_open.TryGetValue(key, out var entry))
        {
            if (_open.Count == maxDatagrams)
            {
                EvictOne(except: null);
            }

            _open.Add(key, entry = new Entry(frame));
            _probation.Add(entry.First, entry);
        }

        var growth = prices.Of(frame.IsHonest, entry.FirstPiece, frame.Piece) - entry.Price;
        while (_held + growth > maxMemory)
        {
            EvictOne(except: entry);
        }

        if (frame.IsLast && entry.FirstPiece == 0)
        {
            Remove(entry);
            Saved.Add(frame.Datagram);
            return;
        }

        entry.Price += growth;
        _held += growth;
        if (frame.Piece > entry.FirstPiece)
        {
            Protect(entry, growth);
        }
    }

    private void Protect(Entry entry, int growth)
    {
        if (_probation.Remove(entry.First))
        {
            _protected.TryAdd(entry.Source, []);
            _protected[entry.Source].Add(entry.First, entry);
            growth = entry.Price;
        }

        _weights[entry.Source] = _weights.GetValueOrDefault(entry.Source) + growth;
    }

    // The oldest on probation; then the oldest of the source that holds most; of equal sources the one with the oldest.
    private void EvictOne(Entry? except)
    {
        var others = _probation.Values.Where(entry => entry != except);
        if (!others.Any())
        {
            others = _protected.Where(source => source.Value.Values.Any(entry => entry != except))
                .OrderByDescending(source => _weights[source.Key]).ThenBy(source => source.Value.Keys.First())
                .First().Value.Values.Where(entry => entry != except);
        }

        var first = others.First();
        Remove(first);
        Evicted.Add(first.First);
    }

    private void Remove(Entry entry)
    {
        _open.Remove(entry.Key);
        _held -= entry.Price;
        if (_probation.Remove(entry.First))
        {
            return;
        }

        _weights[entry.Source] -= entry.Price;
        _protected[entry.Source].Remove(entry.First);
        if (_protected[entry.Source].Count == 0)
        {
            _protected.Remove(entry.Source);
        }
    }

    private sealed class Entry(in FloodFrame first)
    {
        public (bool IsHonest, int Datagram) Key { get; } = (first.IsHonest, first.Datagram);

        public long First { get; } = first.Number;

        public int Source { get; } = first.Source;

        /// <summary>More than 0 where the pieces before it went with an entry that was thrown away.</summary>
        public int FirstPiece { get; } = first.Piece;

        public int Price { get; set; }
    }
}
