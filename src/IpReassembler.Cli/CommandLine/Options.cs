using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using IpReassembler.Packets;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>Makes options whose values are checked where they are read, so that a message names the option and what it takes.</summary>
internal static class Options
{
    /// <summary>An option that is read by <paramref name="parse"/>, which throws <see cref="FormatException"/> with the reason.</summary>
    public static Option<T> Of<T>(string name, string[] aliases, string valueName, string description, Func<string, T> parse)
    {
        var option = new Option<T>(name, aliases)
        {
            Description = description,
            HelpName = valueName,
            CustomParser = Checked(name, parse),
        };
        // The parser library would offer the names of an enumeration's members.
        option.CompletionSources.Clear();
        option.CompletionSources.Add(_ => CommandTree.Words(valueName).Select(word => new CompletionItem(word)));
        return option;
    }

    /// <summary>Refuses an option of a verb where another one is not given.</summary>
    public static void Require(Command verb, Option option, Option needed) => verb.Validators.Add(result =>
    {
        if (result.GetResult(option) is not null && result.GetResult(needed) is null)
        {
            result.AddError($"{option.Name} needs {needed.Name}");
        }
    });

    /// <summary>Reads a value by <paramref name="parse"/>, and makes the <see cref="FormatException"/> it throws a message about <paramref name="name"/>.</summary>
    public static Func<ArgumentResult, T?> Checked<T>(string name, Func<string, T> parse) => result =>
    {
        try
        {
            return parse(result.Tokens[^1].Value);
        }
        catch (FormatException wrong)
        {
            result.AddError($"{name} {result.Tokens[^1].Value}: {wrong.Message}");
            return default;
        }
    };

    /// <summary>A switch.</summary>
    public static Option<bool> Switch(string name, string[] aliases, string description) => new(name, aliases) { Description = description };

    /// <summary>A length of time: <c>30s</c>, <c>500ms</c>, <c>2m</c>; <c>none</c> for ever.</summary>
    public static Duration ParseDuration(string text) => TryParseDuration(text, out var duration)
        ? duration
        : throw new FormatException("not a length of time; try 30s, 500ms or none");

    /// <summary>A length of time, if the text is one that is longer than nothing.</summary>
    public static bool TryParseDuration(string text, out Duration duration)
    {
        if (text == "none")
        {
            duration = Duration.Longest;
            return true;
        }

        var digits = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyzµ");
        var unit = text[digits.Length..] switch
        {
            "ns" => 1,
            "us" or "µs" => 1e3,
            "ms" => 1e6,
            "s" or "" => 1e9,
            "m" or "min" => 60e9,
            "h" => 3600e9,
            _ => 0,
        };
        var isDuration = double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value * unit is >= 1 and < 9e18;
        duration = isDuration ? new Duration((long)(value * unit)) : default;
        return isDuration;
    }

    /// <summary>A number of bytes: <c>64M</c> is 64 MiB.</summary>
    public static long ParseBytes(string text)
    {
        var shift = text.Length == 0 ? 0 : char.ToUpperInvariant(text[^1]) switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        var number = shift > 0 ? text.AsSpan(0, text.Length - 1) : text;
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 && value <= long.MaxValue >> shift
            ? value << shift
            : throw new FormatException("not a number of bytes; try 256M or 1G");
    }

    /// <summary>A whole number in a range.</summary>
    public static Func<string, long> ParseNumber(long min, long max) => text =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"takes a whole number from {min} to {max}"));

    /// <summary>One of a few words.</summary>
    public static Func<string, T> ParseWord<T>(params (string Word, T Value)[] words) => text =>
    {
        foreach (var (word, value) in words)
        {
            if (word == text)
            {
                return value;
            }
        }

        var known = words.Select(word => word.Word).ToArray();
        throw new FormatException($"there is {string.Join(", ", known)}{Nearest.Hint(text, known)}");
    };
}
