namespace IpReassembler.Records;

/// <summary>The grammar of assertions, around that of conditions.</summary>
/// <remarks>
/// <code>
/// assertion = aggregate ("==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=") quantity
/// aggregate = "loss" | "count" "(" [any] ")" | "rate" "(" [field | any] ")" | ("sum" | "mean" | "max" | "p50" | "p90" | "p99") "(" field ")"
/// </code>
/// </remarks>
internal ref partial struct ExpressionParser
{
    private const string Loss = "loss";

    private static readonly Dictionary<string, AggregateFunction> Functions =
        Enum.GetValues<AggregateFunction>().ToDictionary(function => function.ToString(), StringComparer.OrdinalIgnoreCase);

    private static readonly string[] Orders = ["==", "!=", "<=", ">=", "<", ">"];

    private static IEnumerable<string> FunctionNames => Functions.Keys.Select(name => name.ToLowerInvariant());

    /// <summary>The whole assertion.</summary>
    public Assertion? ParseAssertion()
    {
        if (!Begin() || ReadAggregate() is not { } aggregate)
        {
            return null;
        }

        if (_token.Kind != TokenKind.Symbol || !Orders.Contains(_token.Text))
        {
            FailHere($"one of {string.Join(' ', Orders)} must stand here, not {Shown()}");
            return null;
        }

        var operation = _token.Text;
        Advance();
        if (Quantity(aggregate) is not { } bound)
        {
            return null;
        }

        if (_token.Kind != TokenKind.End)
        {
            FailHere($"the assertion must end here, not go on with {Shown()}; put each in quotes of its own");
            return null;
        }

        return new Assertion(_text, aggregate, operation, bound);
    }

    private Aggregate? ReadAggregate()
    {
        var name = _token;
        if (name.IsWord(Loss))
        {
            Advance();
            return Aggregate.Loss();
        }

        if (name.Kind != TokenKind.Word || !Functions.TryGetValue(name.Text, out var function))
        {
            FailHere(NoFunction());
            return null;
        }

        Advance();
        if (!Skip("("))
        {
            FailHere($"after '{name.Text}' a parenthesis must stand, not {Shown()}");
            return null;
        }

        var open = _token;
        var aggregate = TakesCondition(function) ? Aggregate.Of(function, condition: null) : null;
        if (!_token.Is(")"))
        {
            aggregate = TakesField(function) ? OfField(function, name.Text) : Any() is { } condition ? Aggregate.Of(function, condition) : null;
        }
        else if (aggregate is null)
        {
            FailHere($"{name.Text} needs a field, such as {name.Text}(duration_ns)");
        }

        if (aggregate is null || Skip(")"))
        {
            return aggregate;
        }

        FailHere(TakesField(function) ? $"a closing parenthesis must stand here, not {Shown()}" : AfterComparison());
        return null;
    }

    private static bool TakesCondition(AggregateFunction function) => function is AggregateFunction.Count or AggregateFunction.Rate;

    // The rate of a field is meant where the field is all there is: rate(frags), but rate(frags > 9).
    private readonly bool TakesField(AggregateFunction function)
    {
        var rest = _lexer;
        return !TakesCondition(function) || (function == AggregateFunction.Rate && _token.Kind == TokenKind.Word && rest.Next() is { Kind: TokenKind.End } or { Text: ")" });
    }

    private Aggregate? OfField(AggregateFunction function, string name)
    {
        var field = _token.Kind == TokenKind.Word ? FieldCatalog.Find(_token.Text) : null;
        if (field is null)
        {
            FailHere(_token.Kind == TokenKind.Word ? FieldCatalog.Unknown(_token.Text) : $"a field must stand here, such as duration_ns, not {Shown()}");
            return null;
        }

        if (!IsQuantity(field.Kind) || (function == AggregateFunction.Rate && field.Kind is not (FieldKind.Number or FieldKind.Bytes)))
        {
            FailHere($"{name} takes a field that {(function == AggregateFunction.Rate ? "counts something, such as frags" : "is a number, such as duration_ns")}, not '{_token.Text}'");
            return null;
        }

        Advance();
        return Aggregate.Of(function, field);
    }

    private decimal? Quantity(Aggregate aggregate)
    {
        var text = aggregate.IsRate && _token.Text.EndsWith("/s", StringComparison.OrdinalIgnoreCase) ? _token.Text[..^2] : _token.Text;
        if (_token.Kind != TokenKind.Word)
        {
            FailHere(_token.Kind == TokenKind.End ? "what to compare with is missing here" : $"what to compare with must stand here, not {Shown()}");
            return null;
        }

        if (OperandParser.Quantity(aggregate.Kind, text) is not { } quantity)
        {
            FailHere($"'{_token.Text}' is not {OperandParser.ExplainQuantity(aggregate.Kind)}");
            return null;
        }

        Advance();
        return quantity;
    }

    private readonly string NoFunction()
    {
        if (_token.Kind != TokenKind.Word)
        {
            return $"a function such as p99(duration_ns) must stand here, not {Shown()}";
        }

        if (FieldCatalog.Find(_token.Text) is { } field)
        {
            return $"each datagram has its own '{_token.Text}': write "
                + (IsQuantity(field.Kind) ? $"max({field.Name}), or count({field.Name} > ...) for how many" : $"count({field.Name} == ...) for how many");
        }

        var hint = Nearest.Hint(_token.Text, [.. FunctionNames, Loss]);
        return $"no function is called '{_token.Text}'{(hint.Length > 0 ? hint : $"; there is {string.Join(", ", FunctionNames)} and {Loss}")}";
    }

    private static bool IsQuantity(FieldKind kind) => kind is FieldKind.Number or FieldKind.Bytes or FieldKind.Duration or FieldKind.Ratio;
}
