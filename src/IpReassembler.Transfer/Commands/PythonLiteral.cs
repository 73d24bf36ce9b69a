using System.Globalization;
using System.Text;

namespace IpReassembler.Transfer;

/// <summary>Text and bytes as Python's <c>repr</c> shows them: what could move a terminal's cursor is spelled out.</summary>
internal static class PythonLiteral
{
    public static string Of(string text)
    {
        var literal = Open(text.Contains('\'') && !text.Contains('"'), "", out var quote);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value < 0x80)
            {
                Append(literal, (byte)rune.Value, quote);
            }
            else if (IsPrintable(rune))
            {
                literal.Append(rune.ToString());
            }
            else
            {
                var digits = rune.Value switch { < 0x100 => 'x', < 0x10000 => 'u', _ => 'U' };
                literal.Append('\\').Append(digits).Append(rune.Value.ToString(digits switch { 'x' => "x2", 'u' => "x4", _ => "x8" }, CultureInfo.InvariantCulture));
            }
        }

        return literal.Append(quote).ToString();
    }

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var literal = Open(bytes.Contains((byte)'\'') && !bytes.Contains((byte)'"'), "b", out var quote);
        foreach (var one in bytes)
        {
            Append(literal, one, quote);
        }

        return literal.Append(quote).ToString();
    }

    private static StringBuilder Open(bool isDoubleQuoted, string prefix, out char quote)
    {
        quote = isDoubleQuoted ? '"' : '\'';
        return new StringBuilder(prefix).Append(quote);
    }

    private static void Append(StringBuilder literal, byte one, char quote) => _ = one switch
    {
        (byte)'\\' => literal.Append(@"\\"),
        (byte)'\n' => literal.Append(@"\n"),
        (byte)'\r' => literal.Append(@"\r"),
        (byte)'\t' => literal.Append(@"\t"),
        _ when one == quote => literal.Append('\\').Append(quote),
        < 0x20 or >= 0x7F => literal.Append(CultureInfo.InvariantCulture, $"\\x{one:x2}"),
        _ => literal.Append((char)one),
    };

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
