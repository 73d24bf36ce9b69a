using System.Globalization;
using System.Text.RegularExpressions;

namespace IpReassembler.Records;

/// <summary>Reads an expression from left to right; one method for each line of its grammar.</summary>
/// <remarks>
/// <code>
/// any        = all { ("or" | "||") all }
/// all        = term { ("and" | "&amp;&amp;") term }
/// term       = ("not" | "!") term | "(" any ")" | comparison
/// comparison = field ("==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=" | "~") value | field ["not"] "in" (value | "{" value { "," value } "}")
/// </code>
/// Every method returns null after it has set <see cref="Error"/>; nothing is read after the first error.
/// </remarks>
internal ref partial struct ExpressionParser
{
    /// <summary>How many characters an expression may have: it may come from a file somebody else wrote.</summary>
    public const int LongestText = 4096;

    /// <summary>How deep parentheses and nots may stand in each other: each level costs a frame of the stack.</summary>
    public const int DeepestNesting = 64;

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);
    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "<", ">", "~"];

    private readonly string _text;
    private ExpressionLexer _lexer;
    private Token _token;
    private int _depth;

    public ExpressionParser(string text)
    {
        _text = text;
        _lexer = new ExpressionLexer(text);
    }

    /// <summary>The first error; null while there is none.</summary>
    public ExpressionError? Error { get; private set; }

    /// <summary>The whole expression.</summary>
    public Expression? Parse()
    {
        if (!Begin() || Any() is not { } whole)
        {
            return null;
        }

        return _token.Kind == TokenKind.End ? whole : FailHere(AfterComparison());
    }

    // Reads the first piece.
    private bool Begin()
    {
        if (_text.Length > LongestText)
        {
            Fail(LongestText, _text.Length - LongestText, $"an expression may have {LongestText} characters, this one has {_text.Length}");
            return false;
        }

        Advance();
        return true;
    }

    private Expression? Any()
    {
        var parts = new List<Expression>();
        do
        {
            if (All() is not { } part)
            {
                return null;
            }

            parts.Add(part);
        }
        while (Skip("||", "or"));

        return parts.Count == 1 ? parts[0] : new Expression.Any(parts);
    }

    private Expression? All()
    {
        var parts = new List<Expression>();
        do
        {
            if (Term() is not { } part)
            {
                return null;
            }

            parts.Add(part);
        }
        while (Skip("&&", "and"));

        return parts.Count == 1 ? parts[0] : new Expression.All(parts);
    }

    private Expression? Term()
    {
        if (_depth == DeepestNesting)
        {
            return FailHere($"more than {DeepestNesting} parentheses and nots stand in each other");
        }

        _depth++;
        var term = Skip("!", "not") ? Term() is { } part ? new Expression.Not(part) : null
            : _token.Is("(") ? Parenthesis()
            : Comparison();
        _depth--;
        return term;
    }

    private Expression? Parenthesis()
    {
        var open = _token;
        Advance();
        if (Any() is not { } inner)
        {
            return null;
        }

        if (_token.Kind == TokenKind.End)
        {
            return Fail(open.Position, open.Length, "this parenthesis is not closed");
        }

        return Skip(")") ? inner : FailHere(AfterComparison());
    }

    private Expression? Comparison()
    {
        if (_token.Kind != TokenKind.Word)
        {
            return FailHere(_token.Kind == TokenKind.End ? "a field is missing here, such as verdict" : $"a field must stand here, such as verdict, not {Shown()}");
        }

        if (FieldCatalog.Find(_token.Text) is not { } field)
        {
            return FailHere(IsFunction() ? $"{_token.Text} sums up many datagrams, and here each is asked by itself; ipreasm check takes it" : FieldCatalog.Unknown(_token.Text));
        }

        var name = _token;
        Advance();
        var negated = Skip("not");
        if (Skip("in"))
        {
            return Membership(field, negated);
        }

        if (negated || _token.Kind != TokenKind.Symbol || !Operators.Contains(_token.Text))
        {
            return FailHere($"after '{name.Text}' must stand {(negated ? "'in' now" : "one of == != < <= > >= ~ in")}, not {Shown()}");
        }

        var operation = _token;
        Advance();
        return operation.Text switch
        {
            "==" or "!=" => Value(field) is { } operand ? new Expression.Among(field, [operand], none: operation.Text == "!=") : null,
            "~" => Pattern(field),
            _ => Order(field, name, operation),
        };
    }

    private Expression? Membership(Field field, bool negated)
    {
        var operands = new List<Operand>();
        var braced = Skip("{");
        do
        {
            if (Value(field) is not { } operand)
            {
                return null;
            }

            operands.Add(operand);
        }
        while (braced && Skip(","));

        return !braced || Skip("}") ? new Expression.Among(field, operands, negated) : FailHere($"in a list, a comma or }} must stand here, not {Shown()}");
    }

    private Expression? Order(Field field, Token name, Token operation)
    {
        if (!field.IsOrdered)
        {
            return Fail(operation.Position, operation.Length, $"'{name.Text}' has no order: it can be compared with == != ~ and in");
        }

        if (Value(field) is not { } operand)
        {
            return null;
        }

        Func<long, long, bool> order = operation.Text switch
        {
            "<" => (value, bound) => value < bound,
            "<=" => (value, bound) => value <= bound,
            ">" => (value, bound) => value > bound,
            _ => (value, bound) => value >= bound,
        };
        return new Expression.Ordered(field, order, operand.Value.Number);
    }

    private Operand? Value(Field field)
    {
        if (_token.Kind is not (TokenKind.Word or TokenKind.Quoted))
        {
            FailHere(_token.Kind == TokenKind.End ? $"a value for '{field.Name}' is missing here" : $"a value for '{field.Name}' must stand here, not {Shown()}");
            return null;
        }

        if (!OperandParser.TryParse(field, _token.Text, out var operand, out var error))
        {
            FailHere(error);
            return null;
        }

        Advance();
        return operand;
    }

    private Expression? Pattern(Field field)
    {
        if (_token.Kind is not (TokenKind.Word or TokenKind.Quoted))
        {
            return FailHere($"after ~ a text or regular expression must stand, not {Shown()}");
        }

        Regex pattern;
        try
        {
            // Without backtracking a match takes time in proportion to the text, whatever the pattern.
            pattern = new Regex(_token.Text, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchTimeout);
        }
        catch (RegexParseException wrong)
        {
            return FailHere(string.Create(CultureInfo.InvariantCulture, $"not a regular expression: {wrong.Error} at its character {wrong.Offset}"));
        }
        catch (NotSupportedException)
        {
            return FailHere("this regular expression would need backtracking (a look-around or back-reference), or is too large");
        }

        Advance();
        return new Expression.Like(field, pattern);
    }

    private bool Skip(string symbolOrWord, string? word = null)
    {
        if (!_token.Is(symbolOrWord) && !_token.IsWord(word ?? symbolOrWord))
        {
            return false;
        }

        Advance();
        return true;
    }

    private void Advance() => _token = _lexer.Next();

    private readonly bool IsFunction()
    {
        var rest = _lexer;
        return Functions.ContainsKey(_token.Text) && rest.Next().Is("(");
    }

    private readonly string AfterComparison() => $"'and', 'or' or the end must stand here, not {Shown()}{(_token.Kind == TokenKind.Word ? Nearest.Hint(_token.Text, ["and", "or"]) : "")}";

    private readonly string Shown() => _token.Kind == TokenKind.End ? "the end" : $"'{_token.Text}'";

    private Expression? FailHere(string message) =>
        Fail(_token.Position, _token.Length, _token.Kind == TokenKind.Wrong ? _token.Text : message);

    private Expression? Fail(int position, int length, string message)
    {
        Error ??= new ExpressionError(_text, position, length, message);
        return null;
    }
}
