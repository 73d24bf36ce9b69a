using System.Globalization;
using IpReassembler.Packets;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>What ends a live capture by itself: the option -a. Several conditions may hold; the first that is met ends it.</summary>
internal sealed record Autostop
{
    private static readonly string[] Kinds = ["duration", "filesize", "datagrams", "files"];

    /// <summary>How long the capture lasts.</summary>
    public Duration Lasting { get; private init; } = Duration.Longest;

    /// <summary>How many captured bytes it takes.</summary>
    public long Bytes { get; private init; } = long.MaxValue;

    /// <summary>How many datagrams come out whole.</summary>
    public long Datagrams { get; private init; } = long.MaxValue;

    /// <summary>Adds a condition as tshark writes it: <c>duration:10</c>, <c>filesize:1000</c>, <c>datagrams:5</c>.</summary>
    /// <exception cref="FormatException">There is no such condition, or its number is none.</exception>
    public Autostop With(string condition)
    {
        var (kind, text) = condition.Split(':', 2) is [var before, var after] ? (before, after) : (condition, "");
        switch (kind)
        {
            case "duration":
                return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 9e9
                    ? this with { Lasting = new Duration((long)(seconds * 1e9)) }
                    : throw new FormatException("takes seconds, as in duration:10");
            case "filesize":
                return this with { Bytes = 1000 * Options.ParseNumber(1, long.MaxValue / 1000)(text) };
            case "datagrams":
                return this with { Datagrams = Options.ParseNumber(1, long.MaxValue)(text) };
            case "files":
                throw new FormatException("one file is written, however long it gets; end the capture with filesize:KB");
            default:
                throw new FormatException($"there is duration:SECONDS, filesize:KB, datagrams:N{Nearest.Hint(kind, Kinds)}");
        }
    }
}
