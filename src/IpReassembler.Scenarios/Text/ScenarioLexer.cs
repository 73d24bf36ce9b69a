namespace IpReassembler.Scenarios;

/// <summary>Cuts the text into words, texts in quotation marks, and line ends. A <c>#</c> where a word could begin makes the rest of the line a comment.</summary>
internal static class ScenarioLexer
{
    /// <summary>All tokens of the text; the last one is <see cref="TokenKind.End"/>.</summary>
    /// <exception cref="ScenarioException">A quotation mark is missing.</exception>
    public static List<Token> Lex(string text)
    {
        var tokens = new List<Token>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            LexLine(lines[i].TrimEnd('\r'), i + 1, tokens);
        }

        tokens.Add(new Token(TokenKind.End, "the end", new SourceSpan(lines.Length, lines[^1].TrimEnd('\r').Length + 1, 1)));
        return tokens;
    }

    private static void LexLine(string line, int number, List<Token> tokens)
    {
        var count = tokens.Count;
        for (var at = 0; at < line.Length;)
        {
            if (char.IsWhiteSpace(line[at]))
            {
                at++;
                continue;
            }

            if (line[at] == '#')
            {
                break;
            }

            var end = line[at] == '"' ? EndOfText(line, at, number) : EndOfWord(line, at);
            var where = new SourceSpan(number, at + 1, end - at);
            tokens.Add(line[at] == '"' ? new Token(TokenKind.Text, line[(at + 1)..(end - 1)], where) : new Token(TokenKind.Word, line[at..end], where));
            at = end;
        }

        if (tokens.Count > count)
        {
            tokens.Add(new Token(TokenKind.LineEnd, "the end of the line", new SourceSpan(number, line.Length + 1, 1)));
        }
    }

    private static int EndOfText(string line, int at, int number)
    {
        var close = line.IndexOf('"', at + 1);
        return close < 0
            ? throw new ScenarioException(new SourceSpan(number, at + 1, line.Length - at), "the text is not closed: a \" is missing on this line")
            : close + 1;
    }

    private static int EndOfWord(string line, int at)
    {
        while (at < line.Length && !char.IsWhiteSpace(line[at]) && line[at] != '"')
        {
            at++;
        }

        return at;
    }
}
