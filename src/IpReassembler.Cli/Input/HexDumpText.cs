using System.Globalization;

namespace IpReassembler.Cli;

/// <summary>Reads the first packet of a dump: lines of offset, bytes and perhaps letters, as text2pcap takes them and tcpdump, xxd and hexdump write them.</summary>
/// <remarks>
/// <code>
/// 0000   45 00 00 14 00 01 ...   E.......       the offset of the next line says how many bytes a line has,
/// 0010   c0 00 02 02             ....           so letters that look like bytes are not taken for them
/// </code>
/// </remarks>
internal static class HexDumpText
{
    private const int MiddleOfLine = 8;

    /// <summary>The index of the next line with offset 0, where a packet begins; null when there is none.</summary>
    /// <param name="lines">The text.</param>
    /// <param name="from">The line to begin at. Behind the first packet, which proved that this is a dump, whatever may be an offset is one.</param>
    public static int? FindStart(string[] lines, int from = 0)
    {
        var start = Array.FindIndex(lines, from, line => (from == 0 ? OffsetOf(line) : LooseOffsetOf(line)) is (0, _));
        return start >= 0 ? start : null;
    }

    /// <summary>Reads from the line with offset 0 to the end of the packet: the end of the text, or another offset 0.</summary>
    /// <returns>What is wrong; empty when nothing is.</returns>
    public static string Read(string[] lines, int start, List<byte> read)
    {
        int? perLine = null;
        for (var i = start; i < lines.Length; i++)
        {
            // Lines without an offset are talk between the packets.
            if ((i == start ? OffsetOf(lines[i]) : LooseOffsetOf(lines[i])) is not { } here)
            {
                continue;
            }

            if (here.Offset == 0 && i > start)
            {
                break;
            }

            if (here.Offset != read.Count)
            {
                return HexText.Place(i, 0) + string.Create(
                    CultureInfo.InvariantCulture, $"offset {here.Offset:x4} follows {read.Count:x4} bytes (hexadecimal); a line is missing, or has too few bytes");
            }

            var next = lines.Skip(i + 1).Select(LooseOffsetOf).FirstOrDefault(offset => offset is not null);
            var expected = next is { Offset: > 0 } ? next.Value.Offset - read.Count : (int?)null;
            perLine = expected is > 0 ? expected : perLine;
            var before = read.Count;
            ReadLine(lines[i], here.End, isCounted: expected is not null, expected ?? perLine ?? int.MaxValue, read);
            if (read.Count == before && lines[i].AsSpan(here.End).Trim() is { IsEmpty: false } rest)
            {
                return HexText.Place(i, lines[i].Length - lines[i].AsSpan(here.End).TrimStart().Length) + $"'{rest[..Math.Min(2, rest.Length)]}' is not a byte";
            }
        }

        return "";
    }

    // Without a next offset the letters begin behind a wide gap, or where something is no byte.
    private static void ReadLine(string line, int at, bool isCounted, int most, List<byte> read)
    {
        var (count, width) = (0, 0);
        while (count < most)
        {
            var begin = at;
            while (begin < line.Length && !char.IsAsciiHexDigit(line[begin]) && (char.IsWhiteSpace(line[begin]) || line[begin] is ':' or '-'))
            {
                begin++;
            }

            var end = begin;
            while (end < line.Length && !char.IsWhiteSpace(line[end]) && line[end] is not (':' or '-'))
            {
                end++;
            }

            var token = line.AsSpan(begin, end - begin);
            // hexdump -C leaves two blanks in the middle of a line.
            var isGap = count > 0 && begin - at >= 2 && !(begin - at == 2 && width == 2 && count == MiddleOfLine);
            if (token.IsEmpty || token.Length % 2 != 0 || (width > 0 && token.Length > width) || !IsHex(token)
                || (isGap && !isCounted))
            {
                return;
            }

            width = Math.Max(width, token.Length);
            var taken = Math.Min(token.Length / 2, most - count);
            read.AddRange(Convert.FromHexString(token[..(taken * 2)]));
            count += taken;
            at = end;
        }
    }

    private static bool IsHex(ReadOnlySpan<char> token)
    {
        foreach (var letter in token)
        {
            if (!char.IsAsciiHexDigit(letter))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>An offset that nothing but an offset looks like: followed by a colon or a wide gap, or longer than the byte behind it.</summary>
    private static (int Offset, int End)? OffsetOf(string line)
    {
        if (LooseOffsetOf(line) is not { } found)
        {
            return null;
        }

        var rest = line.AsSpan(found.End);
        var bytes = rest.TrimStart();
        var width = bytes.IndexOfAny(' ', '\t') is var blank and >= 0 ? blank : bytes.Length;
        var gap = rest.Length - bytes.Length;
        return line[found.End - 1] == ':' || gap >= 2 || (width == 2 && gap > 0) ? found : null;
    }

    /// <summary>Three to eight hexadecimal digits at the beginning of a line, perhaps with 0x in front and one colon behind, and then a blank.</summary>
    private static (int Offset, int End)? LooseOffsetOf(string line)
    {
        var begin = line.Length - line.AsSpan().TrimStart().Length;
        begin += line.AsSpan(begin).StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? 2 : 0;
        var end = begin;
        while (end < line.Length && char.IsAsciiHexDigit(line[end]))
        {
            end++;
        }

        if (end - begin is < 3 or > 8 || !int.TryParse(line.AsSpan(begin, end - begin), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var offset) || offset < 0)
        {
            return null;
        }

        end += end < line.Length && line[end] == ':' ? 1 : 0;
        return end == line.Length || char.IsWhiteSpace(line[end]) ? (offset, end) : null;
    }
}
