namespace IpReassembler.Cli;

/// <summary>The flows that were seen last.</summary>
/// <param name="limit">The most that are kept. When there are more, the one that has been silent longest is forgotten.</param>
internal sealed class LiveFlows(int limit)
{
    private readonly Dictionary<HostPair, LinkedListNode<LiveFlow>> _flows = [];
    private readonly LinkedList<LiveFlow> _byLastSeen = new();

    /// <summary>How many there are now.</summary>
    public int Count => _flows.Count;

    /// <summary>How many were forgotten to make room. One that came back counts again.</summary>
    public long Forgotten { get; private set; }

    /// <summary>The flow of this name, new if need be; it is now the one seen last.</summary>
    public LiveFlow this[HostPair key]
    {
        get
        {
            if (_flows.TryGetValue(key, out var known))
            {
                _byLastSeen.Remove(known);
                _byLastSeen.AddLast(known);
                return known.Value;
            }

            if (_flows.Count == limit)
            {
                _flows.Remove(_byLastSeen.First!.Value.Key);
                _byLastSeen.RemoveFirst();
                Forgotten++;
            }

            return (_flows[key] = _byLastSeen.AddLast(new LiveFlow(key))).Value;
        }
    }

    /// <summary>The flow of this name; null when there is none.</summary>
    public LiveFlow? Find(HostPair key) => _flows.GetValueOrDefault(key)?.Value;

    /// <summary>All of them as they stand.</summary>
    public List<FlowRow> Show(long second) => [.. _byLastSeen.Select(flow => flow.Show(second))];
}
