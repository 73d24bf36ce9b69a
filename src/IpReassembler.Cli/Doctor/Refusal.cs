namespace IpReassembler.Cli;

/// <summary>Why something does not work here.</summary>
/// <param name="Reason">In words.</param>
/// <param name="Cure">The command that helps; null when none is known.</param>
internal sealed record Refusal(string Reason, string? Cure);
