namespace IpReassembler.Cli;

/// <summary>What the kernel takes the time from.</summary>
/// <param name="Current">The source in use.</param>
/// <param name="Available">Those that could be used.</param>
internal sealed record ClockFacts(string Current, IReadOnlyList<string> Available);
