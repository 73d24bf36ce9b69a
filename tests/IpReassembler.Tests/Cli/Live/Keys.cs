using IpReassembler.Cli;

namespace IpReassembler.Tests.Cli.Live;

/// <summary>Presses keys: a letter is itself, an arrow moves, ⏎ is Enter, ⎋ Escape and ⌫ the key that takes back.</summary>
internal static class Keys
{
    public static LiveWish Press(this LiveView view, string keys, LiveSnapshot shown)
    {
        var wish = LiveWish.None;
        foreach (var key in keys)
        {
            wish = view.Press(Of(key), shown);
        }

        return wish;
    }

    private static ConsoleKeyInfo Of(char key) => key switch
    {
        '↓' => Special(ConsoleKey.DownArrow),
        '↑' => Special(ConsoleKey.UpArrow),
        '⏎' => Special(ConsoleKey.Enter, '\r'),
        '⎋' => Special(ConsoleKey.Escape, '\u001b'),
        '⌫' => Special(ConsoleKey.Backspace, '\b'),
        _ => Special(ConsoleKey.None, key),
    };

    private static ConsoleKeyInfo Special(ConsoleKey key, char letter = '\0') => new(letter, key, false, false, false);
}
