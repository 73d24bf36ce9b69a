using System.Globalization;
using System.Text;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>Bytes as offset, hexadecimal and letters: what <c>--hex</c> and text2pcap read back.</summary>
internal static class HexDump
{
    /// <summary>Writes 16 bytes a line, or 8 where 16 do not fit (76 columns), or 4 (44 columns).</summary>
    public static void Write(TextWriter output, ReadOnlySpan<byte> bytes, Style style)
    {
        var perLine = style.Width >= 76 ? 16 : style.Width >= 44 ? 8 : 4;
        for (var offset = 0; offset < bytes.Length; offset += perLine)
        {
            var row = bytes[offset..Math.Min(bytes.Length, offset + perLine)];
            var hex = new StringBuilder();
            var letters = new StringBuilder();
            foreach (var value in row)
            {
                hex.Append(CultureInfo.InvariantCulture, $"{value:x2} ");
                letters.Append(value is >= 0x20 and < 0x7f ? (char)value : '.');
            }

            output.WriteLine(Invariant($"{offset:x6}  {hex.ToString().PadRight(3 * perLine)} {letters}"));
        }
    }
}
