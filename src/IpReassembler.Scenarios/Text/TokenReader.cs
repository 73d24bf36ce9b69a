using System.Globalization;
using IpReassembler.Packets;

namespace IpReassembler.Scenarios;

/// <summary>Reads tokens one after the other as what is expected in their place, and says what is wrong where it is something else.</summary>
internal sealed class TokenReader(List<Token> tokens)
{
    /// <summary>The longest time that may be written: a year.</summary>
    public static readonly Duration LongestTime = Duration.FromSeconds(365 * 24 * 3600);

    private static readonly (string Unit, long Nanoseconds)[] Units = [("ns", 1), ("us", 1_000), ("µs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000)];

    private int _at;

    /// <summary>The token to be read next.</summary>
    public Token Next => tokens[_at];

    /// <summary>Whether nothing more stands on this line.</summary>
    public bool AtLineEnd => Next.Kind is TokenKind.LineEnd or TokenKind.End;

    /// <summary>Takes any token.</summary>
    public Token Take()
    {
        var token = Next;
        if (token.Kind != TokenKind.End)
        {
            _at++;
        }

        return token;
    }

    /// <summary>Takes this word if it comes next.</summary>
    public bool TryTake(string word)
    {
        if (Next.Kind != TokenKind.Word || Next.Text != word)
        {
            return false;
        }

        _at++;
        return true;
    }

    /// <summary>Takes this word.</summary>
    public void Expect(string word)
    {
        if (!TryTake(word))
        {
            throw Next.Kind == TokenKind.Word ? Unknown(Next, $"here stands '{word}'", [word]) : new ScenarioException(Next.Where, $"'{word}' is missing here");
        }
    }

    /// <summary>Takes the end of the line.</summary>
    public void ExpectLineEnd(params IReadOnlyList<string> known)
    {
        if (!AtLineEnd)
        {
            throw Unknown(Next, "it does not belong on this line", known);
        }

        Take();
    }

    /// <summary>Takes a word that follows what was read; <paramref name="what"/> says what is missing.</summary>
    public Token Word(string what) => Next.Kind == TokenKind.Word ? Take() : throw new ScenarioException(Next.Where, $"{what} is missing here");

    /// <summary>Takes one of a few words.</summary>
    public Token OneOf(string what, params IReadOnlyList<string> known)
    {
        var token = Word($"{what} ({string.Join(", ", known)})");
        return known.Contains(token.Text) ? token : throw Unknown(token, $"there is {string.Join(", ", known)}", known);
    }

    /// <summary>Takes a text in quotation marks.</summary>
    public Token Text(string what) => Next.Kind == TokenKind.Text ? Take() : throw new ScenarioException(Next.Where, $"{what} in quotation marks is missing here");

    /// <summary>Takes letters that stand for bytes, in quotation marks.</summary>
    public Token Letters()
    {
        var token = Text("letters");
        return token.Text.Length > 0 && token.Text.All(letter => letter is >= ' ' and <= '~')
            ? token
            : throw new ScenarioException(token.Where, "letters are printable ASCII, and at least one");
    }

    /// <summary>Takes a whole number, decimal or with 0x.</summary>
    public long Number(string what, long min, long max) => Number(Word(what), what, min, max);

    /// <summary>Takes a length of time such as <c>100us</c>; with a plus sign or without.</summary>
    public Duration Time(string what)
    {
        var token = Word($"{what} such as 1ms");
        return TryParseTime(token.Text.StartsWith('+') ? token.Text[1..] : token.Text, out var time)
            ? time
            : throw new ScenarioException(token.Where, $"{what} is a number with ns, us, ms or s behind it: whole nanoseconds, at most a year");
    }

    /// <summary>Takes a probability such as <c>0.5%</c>.</summary>
    public double Percent(string what)
    {
        var token = Word($"{what} such as 1%");
        return token.Text.EndsWith('%')
            && double.TryParse(token.Text.AsSpan(0, token.Text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 100
            ? percent / 100
            : throw new ScenarioException(token.Where, $"{what} is a percentage from 0% to 100%");
    }

    /// <summary>Takes an address of either family.</summary>
    public IpAddress Address(string what)
    {
        var token = Word($"{what} such as 192.0.2.1");
        return IpAddress.TryParse(token.Text, out var address)
            ? address
            : throw new ScenarioException(token.Where, $"{what} is an address such as 192.0.2.1 or 2001:db8::1");
    }

    /// <summary>Takes <c>hex</c>'s digits, blanks between them allowed.</summary>
    public byte[] Hex(int max)
    {
        var token = Text("hexadecimal digits");
        var digits = token.Text.Replace(" ", "", StringComparison.Ordinal);
        if (digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit))
        {
            throw new ScenarioException(token.Where, "these are not pairs of hexadecimal digits");
        }

        return digits.Length / 2 <= max ? Convert.FromHexString(digits) : throw new ScenarioException(token.Where, $"these are {digits.Length / 2} bytes, and there is room for {max}");
    }

    /// <summary>Takes two numbers with something between them, such as <c>0:24</c> or <c>4000>5000</c>.</summary>
    public (long First, long Second, SourceSpan Where) Pair(string what, char between, (long Min, long Max) first, (long Min, long Max) second)
    {
        var token = Word(what);
        var parts = token.Text.Split(between);
        if (parts.Length != 2)
        {
            throw new ScenarioException(token.Where, $"{what} is two numbers with {between} between them");
        }

        return (Part(token, parts[0], 0, what, first), Part(token, parts[1], parts[0].Length + 1, what, second), token.Where);
    }

    /// <summary>Takes numbers with commas between them and no blanks: <c>4,0,5</c>.</summary>
    public (int[] Numbers, SourceSpan Where) List(string what, int max)
    {
        var token = Word(what);
        var numbers = new List<int>();
        var at = 0;
        foreach (var part in token.Text.Split(','))
        {
            numbers.Add((int)Part(token, part, at, what, (0, max)));
            at += part.Length + 1;
        }

        return ([.. numbers], token.Where);
    }

    /// <summary>The exception for a word that nobody knows here.</summary>
    public static ScenarioException Unknown(Token token, string message, IReadOnlyList<string> known) => token.Kind switch
    {
        TokenKind.Word => new ScenarioException(token.Where, $"'{Short(token.Text)}': {message}") { Word = token.Text, Known = known },
        TokenKind.Text => new ScenarioException(token.Where, $"a text in quotation marks: {message}"),
        _ => new ScenarioException(token.Where, $"{token.Text}: {message}"),
    };

    /// <summary>Reads a number out of a token.</summary>
    public static long Number(Token token, string what, long min, long max) => Part(token, token.Text, 0, what, (min, max));

    /// <summary>Reads a time without a sign.</summary>
    public static bool TryParseTime(string text, out Duration time)
    {
        time = default;
        var digits = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyzµ");
        var unit = text[digits.Length..];
        var factor = Units.FirstOrDefault(known => known.Unit == unit).Nanoseconds;
        if (factor == 0 || digits.Length > 30 || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        // A year in nanoseconds is 3.2 x 10^16: what is compared cannot overflow, and decimal keeps every digit of it.
        if (value > LongestTime.Nanoseconds / factor || !decimal.IsInteger(value * factor))
        {
            return false;
        }

        time = new Duration((long)(value * factor));
        return true;
    }

    private static long Part(Token token, string part, int at, string what, (long Min, long Max) range)
    {
        var isHex = part.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var isNumber = isHex
            ? long.TryParse(part.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            : long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        return isNumber && value >= range.Min && value <= range.Max
            ? value
            : throw new ScenarioException(
                token.Where with { Column = token.Where.Column + at, Length = Math.Max(1, part.Length) },
                string.Create(CultureInfo.InvariantCulture, $"{what} takes a whole number from {range.Min} to {range.Max} here"));
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
