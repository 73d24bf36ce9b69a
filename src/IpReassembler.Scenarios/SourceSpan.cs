namespace IpReassembler.Scenarios;

/// <summary>A place in the text of a scenario.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
/// <param name="Length">How many characters, at least 1.</param>
public readonly record struct SourceSpan(int Line, int Column, int Length);
