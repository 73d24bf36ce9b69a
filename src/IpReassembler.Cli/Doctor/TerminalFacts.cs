namespace IpReassembler.Cli;

/// <summary>What the output goes to.</summary>
/// <param name="IsTerminal">Whether a person reads it.</param>
/// <param name="Columns">How wide it is.</param>
/// <param name="Kind">The variable TERM.</param>
/// <param name="ColorTerm">The variable COLORTERM.</param>
/// <param name="Locale">The variable that says which characters there are: the first that is set of LC_ALL, LC_CTYPE, LANG.</param>
/// <param name="NoColor">Whether the variable NO_COLOR is set.</param>
internal sealed record TerminalFacts(bool IsTerminal, int Columns, string? Kind, string? ColorTerm, string? Locale, bool NoColor);
