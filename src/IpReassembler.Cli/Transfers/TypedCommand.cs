using IpReassembler.Records;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary>A command as a person types it: a word of the protocol in any of its languages, or its number in the menu.</summary>
/// <param name="Kind">The command.</param>
/// <param name="Argument">The name of a file, for <see cref="CommandKind.File"/>.</param>
internal sealed record TypedCommand(CommandKind Kind, string? Argument)
{
    /// <summary>The commands by their number in the menu, which begins with 1.</summary>
    public static IReadOnlyList<CommandKind> Numbered { get; } = [CommandKind.Info, CommandKind.Time, CommandKind.File, CommandKind.List, CommandKind.Quit];

    /// <summary>Reads a line of the menu: <c>2</c>, <c>HORA</c>, <c>3 a.txt</c>, <c>3 ARQUIVO a.txt</c>.</summary>
    /// <exception cref="FormatException">It is no command; the message says why.</exception>
    public static TypedCommand ParseLine(string line)
    {
        var (word, rest) = Cut(line.Trim());
        var isNumber = int.TryParse(word, out var number) && number >= 1 && number <= Numbered.Count;
        if (isNumber && Cut(rest) is var (second, argument) && CommandVocabulary.Find(second) == Numbered[number - 1])
        {
            rest = argument;
        }

        return Of(isNumber ? CommandVocabulary.PickledWord(Numbered[number - 1]) : word, rest);
    }

    /// <summary>Makes a command of its word and what follows it.</summary>
    /// <exception cref="FormatException">It is no command; the message says why.</exception>
    public static TypedCommand Of(string word, string argument)
    {
        var kind = CommandVocabulary.Find(word)
            ?? throw new FormatException($"'{word}' is no command{Hint(word)} There is {string.Join(", ", Known())}.");
        return (kind == CommandKind.File, argument.Length > 0) switch
        {
            (true, false) => throw new FormatException($"{word} needs the name of a file"),
            (false, true) => throw new FormatException($"{word} takes nothing behind it"),
            _ => new TypedCommand(kind, argument.Length > 0 ? argument : null),
        };
    }

    private static string Hint(string word) => Nearest.Hint(word.ToUpperInvariant(), Known()) is { Length: > 0 } hint ? hint : ".";

    private static string[] Known() => [.. Enum.GetValues<CommandKind>().Select(CommandVocabulary.PickledWord)];

    private static (string Word, string Tail) Cut(string text) =>
        text.IndexOf(' ') is var blank and >= 0 ? (text[..blank], text[(blank + 1)..].Trim()) : (text, "");
}
