using System.CommandLine;
using System.Globalization;

namespace IpReassembler.Cli;

/// <summary>The option --pace, which plays files instead of reading them as fast as they can be read.</summary>
/// <param name="usual">The pace where none is asked for; null for none.</param>
internal sealed class PaceOptions(double? usual = null)
{
    private readonly Option<double?> _pace = Options.Of<double?>(
        "--pace", [], "1x", "Play the capture at its own speed, or a multiple of it" + (usual is { } speed ? string.Create(CultureInfo.InvariantCulture, $" [{speed}x]") : ""),
        text => ParseSpeed(text));

    public void AddTo(Command verb) => verb.Options.Add(_pace);

    /// <summary>How many seconds of the capture pass in one; null for no pace.</summary>
    public double? Read(ParseResult parsed) => parsed.GetValue(_pace) ?? usual;

    /// <summary>Whether a pace was asked for.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetResult(_pace) is not null;

    /// <summary>A multiple: <c>2x</c>, <c>0.5</c>.</summary>
    public static double ParseSpeed(string text)
    {
        var digits = text.EndsWith('x') ? text[..^1] : text;
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var speed) && speed is >= 1e-6 and <= 1e6
            ? speed
            : throw new FormatException("not a multiple; try 1x, 10x or 0.5x");
    }
}
