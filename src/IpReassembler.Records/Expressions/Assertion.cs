using System.Diagnostics.CodeAnalysis;
using IpReassembler.Packets;

namespace IpReassembler.Records;

/// <summary>What must hold of all datagrams together, as <c>check</c> takes it: <c>p99(duration_ns) &lt;= 5ms</c>. Good for one capture.</summary>
/// <remarks>
/// What cannot be measured does not hold: no datagram that has the field, or a rate over no time. A count or a sum of nothing is 0
/// and is compared as such; <see cref="AssertionResult.Remark"/> says so.
/// </remarks>
public sealed class Assertion
{
    private readonly Aggregate _aggregate;
    private readonly string _operation;
    private readonly decimal _bound;

    internal Assertion(string text, Aggregate aggregate, string operation, decimal bound) =>
        (Text, _aggregate, _operation, _bound) = (text, aggregate, operation, bound);

    /// <summary>The assertion as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads an assertion; on failure <paramref name="error"/> says what is wrong and where.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Assertion? assertion, [NotNullWhen(false)] out ExpressionError? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new ExpressionParser(text);
        assertion = parser.ParseAssertion();
        error = assertion is null ? parser.Error : null;
        return assertion is not null;
    }

    /// <summary>Takes a datagram whose record has ended.</summary>
    public void Add(DatagramRecord record) => _aggregate.Add(record);

    /// <summary>What came out.</summary>
    /// <param name="span">From the first frame of the capture to the last; null when there is none.</param>
    public AssertionResult Conclude(Duration? span)
    {
        var measured = _aggregate.Value(span);
        var holds = measured is { } value && Holds(value);
        return new AssertionResult(Text, holds, measured, _bound, _aggregate.Kind)
        {
            IsRate = _aggregate.IsRate,
            Remark = _aggregate.Remark(span),
            Worst = holds || measured is null ? null : _aggregate.Worst(isTooLarge: measured > _bound || (measured == _bound && _operation != ">")),
        };
    }

    private bool Holds(decimal value) => _operation switch
    {
        "==" => value == _bound,
        "!=" => value != _bound,
        "<" => value < _bound,
        "<=" => value <= _bound,
        ">" => value > _bound,
        _ => value >= _bound,
    };
}
