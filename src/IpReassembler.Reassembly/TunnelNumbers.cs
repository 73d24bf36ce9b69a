using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>A number for each tunnel, from 1 in order of appearance.</summary>
/// <remarks>
/// Tunnels are forgotten in generations: two are kept, and one that carried nothing for a whole generation gets another number when it comes
/// back. The pieces of a datagram come through it within seconds.
/// </remarks>
/// <param name="mostTunnels">The tunnels of both generations together.</param>
internal sealed class TunnelNumbers(int mostTunnels)
{
    private Dictionary<TunnelName, uint> _now = new(new Comparer());
    private Dictionary<TunnelName, uint> _before = new(new Comparer());
    private uint _last;

    /// <summary>The number of a tunnel.</summary>
    public uint Of(TunnelName name)
    {
        if (_now.TryGetValue(name, out var number))
        {
            return number;
        }

        if (_now.Count >= mostTunnels / 2)
        {
            (_now, _before) = (_before, _now);
            _now.Clear();
        }

        // 0 is no tunnel.
        number = _before.TryGetValue(name, out var known) ? known : ++_last == 0 ? ++_last : _last;
        return _now[name] = number;
    }

    // Who sends through tunnels chooses their names.
    private sealed class Comparer : IEqualityComparer<TunnelName>
    {
        private readonly KeyedHash _hash = new();

        public bool Equals(TunnelName x, TunnelName y) => x == y;

        public int GetHashCode(TunnelName obj)
        {
            var ends = ((ulong)(uint)_hash.GetHashCode(obj.Source) << 32) | (uint)_hash.GetHashCode(obj.Destination);
            return (int)_hash.Of(ends, ((ulong)obj.Outer << 32) | obj.Key);
        }
    }
}
