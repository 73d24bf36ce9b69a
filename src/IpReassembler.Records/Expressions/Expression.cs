using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace IpReassembler.Records;

/// <summary>A condition on datagrams, as <c>-Y</c> takes it: <c>verdict != sound and src in 192.0.2.0/24</c>.</summary>
/// <remarks>
/// A comparison with a field whose value is not known is false, whichever way it is written; <c>not</c> turns that into true.
/// A field with several values (<c>frames</c>, <c>port</c>) passes when one of them does, and <c>!=</c> and <c>not in</c> when none is equal.
/// </remarks>
public abstract class Expression
{
    /// <summary>Reads an expression; on failure <paramref name="error"/> says what is wrong and where.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Expression? expression, [NotNullWhen(false)] out ExpressionError? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new ExpressionParser(text);
        expression = parser.Parse();
        error = expression is null ? parser.Error : null;
        return expression is not null;
    }

    /// <summary>Whether the condition holds for a record.</summary>
    public abstract bool Evaluate(DatagramRecord record);

    /// <summary>Every part holds.</summary>
    internal sealed class All(IReadOnlyList<Expression> parts) : Expression
    {
        public override bool Evaluate(DatagramRecord record) => parts.All(part => part.Evaluate(record));
    }

    /// <summary>At least one part holds.</summary>
    internal sealed class Any(IReadOnlyList<Expression> parts) : Expression
    {
        public override bool Evaluate(DatagramRecord record) => parts.Any(part => part.Evaluate(record));
    }

    /// <summary>The part does not hold.</summary>
    internal sealed class Not(Expression part) : Expression
    {
        public override bool Evaluate(DatagramRecord record) => !part.Evaluate(record);
    }

    /// <summary>The field is known, and one of its values is among the operands; with <paramref name="none"/>, none of them is.</summary>
    internal sealed class Among(Field field, IReadOnlyList<Operand> operands, bool none) : Expression
    {
        public override bool Evaluate(DatagramRecord record)
        {
            var known = false;
            foreach (var value in field.Values(record))
            {
                known = true;
                foreach (var operand in operands)
                {
                    if (operand.Matches(field.Kind, value))
                    {
                        return !none;
                    }
                }
            }

            return known && none;
        }
    }

    /// <summary>One of the field's values stands in this order to a number.</summary>
    internal sealed class Ordered(Field field, Func<long, long, bool> order, long number) : Expression
    {
        public override bool Evaluate(DatagramRecord record) => field.Values(record).Any(value => order(value.Number, number));
    }

    /// <summary>The pattern is found in the text of one of the field's values.</summary>
    internal sealed class Like(Field field, Regex pattern) : Expression
    {
        public override bool Evaluate(DatagramRecord record) => field.Values(record).Any(value => pattern.IsMatch(field.Text(value, record)));
    }
}
