using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>How many fragments each source has sent: what Linux measures distance by.</summary>
/// <remarks>Sources are forgotten in generations: two are kept, and whoever sent nothing for a whole one begins at 0 again.</remarks>
/// <param name="hash">A hash that no sender can aim at.</param>
/// <param name="mostSources">The size of a generation. One source costs about 50 bytes.</param>
internal sealed class SourceCounts(KeyedHash hash, int mostSources)
{
    private Dictionary<IpAddress, long> _now = new(hash);
    private Dictionary<IpAddress, long> _before = new(hash);

    /// <summary>Counts one more fragment of a source.</summary>
    /// <returns>How many it has sent by now.</returns>
    public long Next(IpAddress source)
    {
        var count = (_now.TryGetValue(source, out var known) || _before.TryGetValue(source, out known) ? known : 0) + 1;
        if (_now.Count >= mostSources && !_now.ContainsKey(source))
        {
            (_now, _before) = (_before, _now);
            _now.Clear();
        }

        return _now[source] = count;
    }
}
