namespace IpReassembler.Cli;

/// <summary>A number for each of the last seconds. The seconds are counted from 0; the one that goes on is the newest.</summary>
/// <param name="length">How many seconds are remembered, the one that goes on included.</param>
internal sealed class SecondRow(int length)
{
    private readonly long[] _values = new long[length];
    private long _newest;

    /// <summary>Adds to a second. What is older than the row is long is nobody's concern.</summary>
    public void Add(long second, long amount)
    {
        Advance(second);
        if (second > _newest - length)
        {
            _values[second % length] += amount;
        }
    }

    /// <summary>The second that goes on and those before it, together <paramref name="count"/>.</summary>
    public long Sum(long second, int count)
    {
        Advance(second);
        var sum = 0L;
        for (var at = second; at >= 0 && at > second - count; at--)
        {
            sum += _values[at % length];
        }

        return sum;
    }

    /// <summary>The last seconds that are over, at most <paramref name="count"/>, oldest first; none while the first one goes on.</summary>
    public long[] Finished(long second, int count)
    {
        Advance(second);
        count = (int)Math.Min(second, Math.Min(count, length - 1));
        var values = new long[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = _values[(second - count + i) % length];
        }

        return values;
    }

    /// <summary>The average of the last seconds that are over, at most <paramref name="count"/>; what the first second has so far while that goes on.</summary>
    public double Rate(long second, int count) => Finished(second, count) is { Length: > 0 } finished ? finished.Average() : _values[0];

    private void Advance(long second)
    {
        for (var gone = Math.Min(second - _newest, length); gone > 0; gone--)
        {
            _values[(second - gone + 1) % length] = 0;
        }

        _newest = Math.Max(_newest, second);
    }
}
