namespace IpReassembler.Scenarios;

/// <summary>A scenario says something that cannot be played: what, where, and what might have been meant.</summary>
public sealed class ScenarioException : Exception
{
    /// <summary>How much of a line is shown before the wrong part, and how much in all.</summary>
    private const int Before = 40, Shown = 100;

    /// <summary>Something is wrong at a place.</summary>
    /// <param name="where">The wrong part.</param>
    /// <param name="message">What is wrong and what would be right, without a full stop.</param>
    public ScenarioException(SourceSpan where, string message)
        : base(Printable(message)) => Where = where;

    /// <summary>The wrong part.</summary>
    public SourceSpan Where { get; }

    /// <summary>The word that is not known, if that is what is wrong.</summary>
    public string? Word { get; init; }

    /// <summary>The words that are known there.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>Three lines: file, line, column and message; the line (its part around the error, when it is long); carets under what is wrong.</summary>
    /// <param name="file">What the scenario is called.</param>
    /// <param name="text">All of it.</param>
    /// <param name="hint">What follows the message, such as a guess at the word that was meant.</param>
    public string Describe(string file, string text, string hint = "")
    {
        var line = text.Split('\n').ElementAtOrDefault(Where.Line - 1) ?? "";
        var at = Math.Min(Where.Column - 1, line.Length);
        var from = line.Length <= Shown ? 0 : Math.Max(0, at - Before);
        var shown = Printable(line.Substring(from, Math.Min(Shown, line.Length - from))).TrimEnd();
        var carets = new string('^', Math.Clamp(shown.Length - (at - from), 1, Where.Length));
        return $"{file}:{Where.Line}:{Where.Column}: {Message}{hint}\n  {shown}\n  {new string(' ', at - from)}{carets}";
    }

    // A scenario may come from anybody, and what it says must not steer the terminal that shows it.
    private static string Printable(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
