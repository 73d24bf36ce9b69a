using System.Globalization;
using System.Text;

namespace IpReassembler.Transfer;

/// <summary>Text as protocol 0 writes it: a byte for each character up to 255, and \uXXXX or \UXXXXXXXX for the others (Python's raw-unicode-escape).</summary>
internal static class PickleEscapes
{
    /// <summary>False when an escape is cut short, or names no character.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out string text)
    {
        text = "";
        var decoded = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var digits = bytes switch { [(byte)'\\', (byte)'u', ..] => 4, [(byte)'\\', (byte)'U', ..] => 8, _ => 0 };
            if (digits == 0)
            {
                // A backslash takes the byte behind it along, so that two of them begin no escape.
                var literal = bytes[0] == '\\' && bytes.Length > 1 ? 2 : 1;
                decoded.Append(Encoding.Latin1.GetString(bytes[..literal]));
                bytes = bytes[literal..];
                continue;
            }

            if (bytes.Length < 2 + digits
                || !uint.TryParse(bytes.Slice(2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                || !Rune.TryCreate(value, out var rune))
            {
                return false;
            }

            decoded.Append(rune.ToString());
            bytes = bytes[(2 + digits)..];
        }

        text = decoded.ToString();
        return true;
    }
}
