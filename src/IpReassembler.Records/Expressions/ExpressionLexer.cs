using System.Text;

namespace IpReassembler.Records;

/// <summary>Cuts an expression into pieces. What a word means is left to the parser, which knows the field it stands beside.</summary>
internal ref struct ExpressionLexer(string text)
{
    private static readonly string[] Symbols = ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "~", "!", "(", ")", "{", "}", ","];

    private int _position;

    /// <summary>The next piece; at the end, <see cref="TokenKind.End"/> again and again.</summary>
    public Token Next()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
        {
            _position++;
        }

        var rest = text.AsSpan(_position);
        if (rest.IsEmpty)
        {
            return new Token(TokenKind.End, "", text.Length, 1);
        }

        if (rest[0] is '"' or '\'')
        {
            return Quoted(rest[0]);
        }

        foreach (var symbol in Symbols)
        {
            if (rest.StartsWith(symbol))
            {
                return Take(TokenKind.Symbol, symbol.Length);
            }
        }

        var length = 0;
        while (length < rest.Length && IsWordLetter(rest[length]))
        {
            length++;
        }

        return length > 0 ? Take(TokenKind.Word, length)
            : rest[0] == '=' ? Wrong(1, "'=' is not an operator; to compare, write '=='")
            : Wrong(1, $"'{rest[0]}' means nothing here; put text in quotes");
    }

    // What addresses, networks, numbers with units, times and field names are made of.
    private static bool IsWordLetter(char letter) => char.IsLetterOrDigit(letter) || letter is '_' or '.' or ':' or '/' or '-' or '+' or '%';

    private Token Take(TokenKind kind, int length)
    {
        var token = new Token(kind, text.Substring(_position, length), _position, length);
        _position += length;
        return token;
    }

    private Token Wrong(int length, string why)
    {
        var token = new Token(TokenKind.Wrong, why, _position, length);
        _position = text.Length;
        return token;
    }

    // A backslash makes the quote itself a letter. Before anything else it stays, for regular expressions are full of them.
    private Token Quoted(char quote)
    {
        var value = new StringBuilder();
        for (var i = _position + 1; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                return Take(TokenKind.Quoted, i + 1 - _position) with { Text = value.ToString() };
            }

            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] == quote)
            {
                i++;
            }

            value.Append(text[i]);
        }

        return Wrong(text.Length - _position, $"the text is not closed: a {quote} is missing");
    }
}
