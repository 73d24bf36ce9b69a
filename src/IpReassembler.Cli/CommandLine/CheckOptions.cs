using System.CommandLine;
using System.Globalization;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>The words and options that only <c>check</c> has.</summary>
internal sealed class CheckOptions
{
    private const decimal DefaultTolerance = 0.1m;

    private readonly Argument<string[]> _words = new("ASSERTION")
    {
        Description = "What must hold: loss, or count() sum() mean() max() p50() p90() p99() rate(), compared with a number. Without -r or -i the first word is the capture",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _junit = new("--junit") { Description = "Write the results into this file too, as JUnit XML", HelpName = "FILE" };

    private readonly Option<string?> _baseline = new("--baseline")
    {
        Description = "Compare with what summary --json printed of an earlier capture",
        HelpName = "FILE",
    };

    private readonly Option<decimal?> _tolerance = Options.Of<decimal?>(
        "--tolerance", [], "10%", "By how much a number may be worse than the baseline's [10%]", text => ParseTolerance(text));

    private readonly Option<bool> _json = Options.Switch("--json", [], "JSON lines: one for each assertion");
    private readonly Option<bool> _quiet = Options.Switch("--quiet", ["-q"], "Only what does not hold");

    public void AddWordsTo(Command verb) => verb.Arguments.Add(_words);

    public void AddTo(Command verb)
    {
        foreach (Option option in new Option[] { _junit, _baseline, _tolerance, _json, _quiet })
        {
            verb.Options.Add(option);
        }

        Options.Require(verb, _tolerance, _baseline);
    }

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    public bool IsQuiet(ParseResult parsed) => parsed.GetValue(_quiet);

    public decimal Tolerance(ParseResult parsed) => parsed.GetValue(_tolerance) ?? DefaultTolerance;

    /// <summary>The assertions, read before anything else is: what is mistyped is said at once.</summary>
    public List<Assertion> Assertions(ParseResult parsed, bool behindCapture)
    {
        var words = parsed.GetValue(_words) ?? [];
        if (behindCapture && (words.Length == 0 || (!Path.Exists(words[0]) && words[0].AsSpan().ContainsAny("<>=("))))
        {
            throw new ToolException(ExitCode.Usage, "no capture to check: name it before the assertions, or with -r.");
        }

        var assertions = words.Skip(behindCapture ? 1 : 0).Select(Parse).ToList();
        return assertions.Count > 0 || parsed.GetValue(_baseline) is not null ? assertions
            : throw new ToolException(ExitCode.Usage, "nothing to check: write what must hold, such as 'loss < 1%', or --baseline FILE.");
    }

    /// <summary>The capture, where no option names one.</summary>
    public InputFile Capture(ParseResult parsed) => new(parsed.GetValue(_words)![0]);

    /// <summary>The earlier summary; null when none is asked for.</summary>
    public SavedSummary? Baseline(ParseResult parsed)
    {
        if (parsed.GetValue(_baseline) is not { } path)
        {
            return null;
        }

        FileName.MustNotBeEmpty(path, "the baseline");
        try
        {
            using var file = File.OpenRead(path);
            var text = new byte[SavedSummary.MaxLength + 1];
            var length = file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            var wrong = $"over {SavedSummary.MaxLength >> 20} MiB";
            return length <= SavedSummary.MaxLength && SavedSummary.TryRead(text.AsMemory(0, length), out var summary, out wrong) ? summary
                : throw new ToolException(ExitCode.BadFile, $"{path} is no summary: {wrong}. Make one: ipreasm summary --json FILE > baseline.json");
        }
        catch (Exception failed) when (failed is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolException(ExitCode.BadFile, $"cannot read {path}: there is no such file");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCode.BadFile, $"cannot read {path}: {failed.Message}");
        }
    }

    /// <summary>Where the results go beside standard output; null for nowhere. That it can be written is known then.</summary>
    public JUnitFile? JUnitFile(ParseResult parsed) => parsed.GetValue(_junit) is { } path ? new JUnitFile(path) : null;

    private static Assertion Parse(string word) =>
        Assertion.TryParse(word, out var assertion, out var error) ? assertion : throw new ToolException(ExitCode.Usage, "check: " + error);

    private static decimal ParseTolerance(string text)
    {
        var digits = text.TrimEnd('%');
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 1_000_000
            ? digits.Length == text.Length ? number : number / 100
            : throw new FormatException("takes a part such as 10% or 0.1");
    }
}
