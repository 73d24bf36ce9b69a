using IpReassembler.Packets;
using IpReassembler.Timing;

namespace IpReassembler.Cli;

/// <summary>How long the datagrams took that were delivered lately: by second, and over the last minute.</summary>
internal sealed class RecentDurations
{
    // The last minute is made of this many parts. The oldest one leaves as a whole, so it is up to a part longer.
    private const int Parts = 6, PartSeconds = LiveBoard.Minute / Parts;

    private readonly SecondRow _halves = new(LiveBoard.Course);
    private readonly SecondRow _mosts = new(LiveBoard.Course);
    private readonly DurationHistogram _second = new();
    private readonly DurationHistogram[] _parts = [.. Enumerable.Range(0, Parts + 1).Select(_ => new DurationHistogram())];
    private readonly DurationHistogram _minute = new();
    private long _now;

    /// <summary>Takes the time that a datagram took.</summary>
    public void Add(long second, Duration duration)
    {
        Advance(second);
        _second.Add(duration);
        _parts[second / PartSeconds % _parts.Length].Add(duration);
    }

    /// <summary>What half of the datagrams of each second took at most, in nanoseconds; see <see cref="SecondRow.Finished"/>.</summary>
    public long[] Halves(long second, int count)
    {
        Advance(second);
        return _halves.Finished(second, count);
    }

    /// <summary>The same for 99 of 100.</summary>
    public long[] Mosts(long second, int count)
    {
        Advance(second);
        return _mosts.Finished(second, count);
    }

    /// <summary>What so many percent of the last minute's datagrams took at most; null when there was none.</summary>
    public Duration? Percentile(long second, int percent)
    {
        Advance(second);
        _minute.Clear();
        foreach (var part in _parts)
        {
            _minute.Add(part);
        }

        return _minute.Percentile(percent);
    }

    private void Advance(long second)
    {
        if (second <= _now)
        {
            return;
        }

        _halves.Add(_now, _second.Percentile(50)?.Nanoseconds ?? 0);
        _mosts.Add(_now, _second.Percentile(99)?.Nanoseconds ?? 0);
        _second.Clear();
        for (var part = Math.Max((_now / PartSeconds) + 1, (second / PartSeconds) - Parts); part <= second / PartSeconds; part++)
        {
            _parts[part % _parts.Length].Clear();
        }

        _now = second;
    }
}
