using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>How text may look: decided once, by the terminal and the options, and handed to everything that prints.</summary>
/// <param name="Color">Whether escape sequences for colour may be used. What is coloured also says in words what its colour means.</param>
/// <param name="Ascii">Whether only ASCII may be used.</param>
/// <param name="Width">The columns a line may have; <see cref="Unlimited"/> when nobody asked for a limit, as in a pipe.</param>
internal sealed record Style(bool Color, bool Ascii, int Width)
{
    public const int Unlimited = int.MaxValue;

    /// <summary>The narrowest width that is taken seriously: less is treated as this.</summary>
    public const int Narrowest = 40;

    private const string Eighths = "▏▎▍▌▋▊▉";

    /// <summary>Without colour, with every character, as wide as it gets.</summary>
    public static Style Plain { get; } = new(false, false, Unlimited);

    public string Ellipsis => Ascii ? "~" : "…";

    /// <summary>What the environment asks for, before options have their say.</summary>
    /// <param name="variable">Reads an environment variable; null when it is not set.</param>
    /// <param name="isTerminal">Whether the output is a terminal.</param>
    /// <param name="terminalWidth">Its width; 0 when it has none.</param>
    public static Style Detect(Func<string, string?> variable, bool isTerminal, int terminalWidth)
    {
        static bool IsSet(string? value) => !string.IsNullOrEmpty(value);

        // no-color.org: any value but the empty one turns colour off, and off beats on.
        var isDumb = variable("TERM") == "dumb";
        var color = !IsSet(variable("NO_COLOR")) && (IsSet(variable("FORCE_COLOR")) || (isTerminal && !isDumb));
        var width = int.TryParse(variable("COLUMNS"), out var columns) && columns > 0 ? columns
            : isTerminal && terminalWidth > 0 ? terminalWidth
            : Unlimited;
        return new Style(color, isDumb, Math.Max(width, Narrowest));
    }

    public string Good(string text) => Paint("32", text);

    public string Doubtful(string text) => Paint("33", text);

    public string Bad(string text) => Paint("31", text);

    public string Strong(string text) => Paint("1", text);

    /// <summary>A bar that fills <paramref name="fraction"/> of <paramref name="cells"/>; what is there at all is seen.</summary>
    public string Bar(double fraction, int cells)
    {
        var eighths = (int)(Math.Clamp(fraction, 0, 1) * cells * 8);
        if (fraction > 0)
        {
            eighths = Math.Max(eighths, 1);
        }

        if (Ascii)
        {
            return new string('#', (eighths + 7) / 8);
        }

        var rest = eighths % 8;
        return new string('█', eighths / 8) + (rest == 0 ? "" : Eighths[rest - 1]);
    }

    /// <summary>The text, or as much of it as fits with a mark that something is missing.</summary>
    public string Clip(string text, int width) =>
        text.Length <= width ? text : width < 1 ? "" : text[..(width - 1)] + Ellipsis;

    /// <summary>A length of time.</summary>
    public string Show(Duration duration) => Ascii ? duration.ToString().Replace('µ', 'u') : duration.ToString();

    /// <summary>Text from outside, with what could steer a terminal, or turn the direction of what it shows, made visible.</summary>
    public string Printable(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) || Misleads(letter) || (Ascii && !char.IsAscii(letter)) ? '?' : letter));

    /// <summary>The text in lines no longer than the width, broken at blanks; behind the beginning of the first line, and as far in on the others.</summary>
    public IEnumerable<string> Wrap(string beginning, string text)
    {
        var line = beginning;
        var separator = "";
        foreach (var word in text.Split(' '))
        {
            if (separator.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                yield return line;
                (line, separator) = (new string(' ', beginning.Length), "");
            }

            line += separator + word;
            separator = " ";
        }

        yield return line;
    }

    // Unicode's Bidi_Control characters, with which gpj.exe is shown as exe.jpg, and its separators of lines and paragraphs.
    private static bool Misleads(char letter) =>
        letter is '\u061c' or '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    private string Paint(string code, string text) => Color && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
