namespace IpReassembler.Records;

/// <summary>What is wrong with an expression, and where.</summary>
/// <param name="Expression">The whole expression.</param>
/// <param name="Position">Where the wrong part begins, counted in characters from 0; the expression's length when something is missing at its end.</param>
/// <param name="Length">How many characters are wrong: 1 or more.</param>
/// <param name="Message">What is wrong, in words.</param>
public sealed record ExpressionError(string Expression, int Position, int Length, string Message)
{
    /// <summary>How much of the expression is shown before the wrong part, and how much in all.</summary>
    private const int Before = 40, Shown = 76;

    /// <summary>Three lines: the message, the expression (its part around the error, when it is long), and carets under what is wrong.</summary>
    public override string ToString()
    {
        var from = Expression.Length <= Shown ? 0 : Math.Max(0, Position - Before);
        var line = new string([.. Expression.Skip(from).Take(Shown).Select(letter => char.IsControl(letter) ? ' ' : letter)]);
        var carets = new string('^', Math.Clamp(line.Length - (Position - from), 1, Length));
        return $"{Message}\n  {line}\n  {new string(' ', Position - from)}{carets}";
    }
}
