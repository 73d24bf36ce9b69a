using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>A link that takes up so many bits in a second, and the frames that wait for it.</summary>
internal sealed class LinkRate(long bitsPerSecond, int queueLength)
{
    private readonly Queue<Timestamp> _departures = new();
    private Timestamp _free = new(long.MinValue);

    /// <summary>Lets a frame wait for the link and says when its last bit is on it.</summary>
    /// <returns>False when too many wait.</returns>
    public bool TryTake(Timestamp arrival, long length, out Timestamp departure)
    {
        departure = arrival;
        if (bitsPerSecond == 0)
        {
            return true;
        }

        while (_departures.TryPeek(out var gone) && gone <= arrival)
        {
            _departures.Dequeue();
        }

        if (_departures.Count >= queueLength)
        {
            return false;
        }

        var begin = _free > arrival ? _free : arrival;
        _free = begin + new Duration((long)Int128.Min((Int128)length * 8 * 1_000_000_000 / bitsPerSecond, long.MaxValue));
        _departures.Enqueue(_free);
        departure = _free;
        return true;
    }
}
