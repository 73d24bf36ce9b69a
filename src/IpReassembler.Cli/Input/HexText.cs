using System.Globalization;

namespace IpReassembler.Cli;

/// <summary>Reads bytes that were written as hexadecimal digits, in any of the ways people and tools write them.</summary>
/// <remarks>
/// Plain: <c>4500 05dc</c>, <c>45:00:05:dc</c>, <c>0x45, 0x00</c>, <c>\x45\x00</c>. A dump, told by a line whose offset is 0, is left to <see cref="HexDumpText"/>.
/// </remarks>
internal static class HexText
{
    private const string Separators = ":,;-_";

    /// <summary>Reads the bytes of one packet.</summary>
    /// <param name="text">What was typed, or a whole file.</param>
    /// <param name="bytes">The bytes; empty after <see langword="false"/>.</param>
    /// <param name="error">What is wrong, beginning with where.</param>
    public static bool TryRead(string text, out byte[] bytes, out string error)
    {
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        var read = new List<byte>();
        error = "";
        if (HexDumpText.FindStart(lines) is { } start)
        {
            error = HexDumpText.Read(lines, start, read);
        }
        else
        {
            for (var i = 0; i < lines.Length && error.Length == 0; i++)
            {
                if (ReadPlain(lines[i], read) is { } wrong)
                {
                    error = Place(lines.Length > 1 ? i : null, wrong.Column) + wrong.Reason;
                }
            }
        }

        if (error.Length == 0 && read.Count == 0)
        {
            error = "there are no bytes";
        }

        bytes = error.Length == 0 ? [.. read] : [];
        return error.Length == 0;
    }

    /// <summary>Reads the bytes of every packet: of each in a dump with offsets, or of the one that plain digits are.</summary>
    /// <param name="text">A whole file.</param>
    /// <param name="name">What messages call it.</param>
    public static IEnumerable<byte[]> ReadAll(string text, string name)
    {
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        if (HexDumpText.FindStart(lines) is null)
        {
            yield return TryRead(text, out var bytes, out var wrong) ? bytes : throw new ToolException(ExitCode.BadFile, $"{name}: {wrong}");
            yield break;
        }

        for (int? start = HexDumpText.FindStart(lines); start is { } at; start = HexDumpText.FindStart(lines, at + 1))
        {
            var read = new List<byte>();
            var error = HexDumpText.Read(lines, at, read);
            if (error.Length > 0)
            {
                throw new ToolException(ExitCode.BadFile, $"{name}: {error}");
            }

            if (read.Count > 0)
            {
                yield return [.. read];
            }
        }
    }

    /// <summary>Where something is wrong, counted from 1, as a message begins with it.</summary>
    internal static string Place(int? line, int column) => line is { } index
        ? string.Create(CultureInfo.InvariantCulture, $"line {index + 1}, character {column + 1}: ")
        : string.Create(CultureInfo.InvariantCulture, $"character {column + 1}: ");

    private static (int Column, string Reason)? ReadPlain(string line, List<byte> read)
    {
        var i = 0;
        while (i < line.Length)
        {
            if (char.IsWhiteSpace(line[i]) || Separators.Contains(line[i]))
            {
                i++;
                continue;
            }

            if (line.AsSpan(i) is ['0' or '\\', 'x' or 'X', ..])
            {
                i += 2;
            }

            var begin = i;
            while (i < line.Length && char.IsAsciiHexDigit(line[i]))
            {
                i++;
            }

            var digits = line.AsSpan(begin, i - begin);
            if (digits.IsEmpty)
            {
                return (begin, begin < line.Length ? $"'{Visible(line[begin])}' is not a hexadecimal digit" : "digits are missing behind 0x");
            }

            if (digits.Length % 2 != 0)
            {
                // Where a wrong letter ends the digits, the letter is what the user has to mend.
                return i < line.Length && !char.IsWhiteSpace(line[i]) && !Separators.Contains(line[i]) && line[i] != '\\'
                    ? (i, $"'{Visible(line[i])}' is not a hexadecimal digit")
                    : (begin, $"'{digits}' has an odd number of digits; a byte is two");
            }

            read.AddRange(Convert.FromHexString(digits));
        }

        return null;
    }

    private static string Visible(char letter) => char.IsControl(letter)
        ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}")
        : letter.ToString();
}
