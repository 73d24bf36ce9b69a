using System.Globalization;
using System.Text;

namespace IpReassembler.Cli;

/// <summary>Bytes in a sentence, which may be broken between any two.</summary>
internal static class SpacedHex
{
    /// <summary>Two digits a byte with blanks between: <c>94 04 00 00</c>.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var one in bytes)
        {
            text.Append(text.Length == 0 ? "" : " ").Append(CultureInfo.InvariantCulture, $"{one:x2}");
        }

        return text.ToString();
    }
}
