using IpReassembler.Packets;
using IpReassembler.Timing;

namespace IpReassembler.Records;

/// <summary>One number made of many datagrams: <c>p99(duration_ns)</c>, <c>count(verdict == spliced)</c>, <c>loss</c>.</summary>
/// <remarks>
/// Each datagram brings its values, and the function makes one number of them all: a condition brings 1 where it holds and 0
/// where not. A late duplicate is no datagram and brings none. Bounded: sums, two names, and for a percentile one histogram of 33 KB.
/// </remarks>
internal sealed class Aggregate
{
    private readonly AggregateFunction _function;
    private readonly Func<DatagramRecord, IEnumerable<long>> _values;
    private readonly DurationHistogram? _histogram;
    private readonly bool _isCondition;
    private readonly string _subject;
    private long _datagrams;
    private long _count;
    private decimal _sum;
    private NamedValue? _smallest;
    private NamedValue? _largest;

    private Aggregate(AggregateFunction function, FieldKind kind, string subject, bool isCondition, Func<DatagramRecord, IEnumerable<long>> values)
    {
        (_function, Kind, _subject, _isCondition, _values) = (function, kind, subject, isCondition, values);
        _histogram = Percent > 0 ? new DurationHistogram() : null;
    }

    /// <summary>What the number is: a duration in nanoseconds, a number of bytes, parts per million, or a plain number.</summary>
    public FieldKind Kind { get; }

    /// <summary>Whether it counts in a second.</summary>
    public bool IsRate => _function == AggregateFunction.Rate;

    private int Percent => _function switch
    {
        AggregateFunction.P50 => 50,
        AggregateFunction.P90 => 90,
        AggregateFunction.P99 => 99,
        _ => 0,
    };

    /// <summary>A function of a field's values; a field with several values in a datagram brings each of them.</summary>
    /// <remarks>How long a delivery took is asked of what was delivered soundly, as in the sums: a datagram made of two tells nothing of the path.</remarks>
    public static Aggregate Of(AggregateFunction function, Field field) =>
        new(function, field.Kind, field.Name, isCondition: false, record => field != FieldCatalog.Duration || record.Facts.IsGood ? field.Values(record).Select(value => value.Number) : []);

    /// <summary>How many datagrams there are, or for <see cref="AggregateFunction.Rate"/> how many in a second; with a condition, those for which it holds.</summary>
    public static Aggregate Of(AggregateFunction function, Expression? condition) =>
        new(function, FieldKind.Number, "", condition is not null, record => [condition is null || condition.Evaluate(record) ? 1 : 0]);

    /// <summary>The part of the datagrams of which nothing sound was delivered.</summary>
    public static Aggregate Loss() =>
        new(AggregateFunction.Mean, FieldKind.Ratio, "", isCondition: true, record => [record.Category is RecordCategory.Sound or RecordCategory.Unchecked ? 0 : 1]);

    /// <summary>Takes a datagram.</summary>
    public void Add(DatagramRecord record)
    {
        if (record.LateDuplicateOf is not null)
        {
            return;
        }

        _datagrams++;
        foreach (var value in _values(record))
        {
            _count++;
            _sum += value;
            _histogram?.Add(new Duration(value));
            var named = new NamedValue(value, record.Number, record.Key.Depth);
            _smallest = _smallest is { } small && (small.Value, small.Number, small.Depth).CompareTo((value, named.Number, named.Depth)) <= 0 ? small : named;
            _largest = _largest is { } large && (-large.Value, large.Number, large.Depth).CompareTo((-value, named.Number, named.Depth)) <= 0 ? large : named;
        }
    }

    /// <summary>The number; null when there is nothing to make it of.</summary>
    /// <param name="span">From the first frame to the last; null when there is none.</param>
    public decimal? Value(Duration? span) => _function switch
    {
        // A sum of nothing is 0. Every other number of nothing is none.
        AggregateFunction.Count or AggregateFunction.Sum => _sum,
        AggregateFunction.Rate => span is { Nanoseconds: > 0 and var length } ? _sum / (length / 1_000_000_000m) : null,
        _ when _count == 0 => null,
        AggregateFunction.Mean => _sum * (_isCondition ? 1_000_000 : 1) / _count,
        AggregateFunction.Max => _largest!.Value.Value,
        _ => _histogram!.Percentile(Percent)!.Value.Nanoseconds,
    };

    /// <summary>Why there is no number, or what little it is made of; null when there is nothing to say.</summary>
    public string? Remark(Duration? span) =>
        IsRate && span is not { Nanoseconds: > 0 } ? "the capture lasts no time"
        : _count > 0 ? null
        : _datagrams == 0 ? "there is no datagram"
        : $"no datagram has {_subject}";

    /// <summary>The name of the datagram that does most to make the number large, or small; null when there is none to blame.</summary>
    public string? Worst(bool isTooLarge)
    {
        var worst = isTooLarge ? _largest : _smallest;
        var isNamed = _isCondition ? worst?.Value == (isTooLarge ? 1 : 0) : _subject.Length > 0;
        return isNamed && worst is { } one ? DatagramRecord.NameOf(one.Number, one.Depth) : null;
    }

    private readonly record struct NamedValue(long Value, long Number, int Depth);
}
