namespace IpReassembler.Cli;

/// <summary>One line of the diagnosis.</summary>
/// <param name="State">What was found.</param>
/// <param name="Name">What was looked at, as scripts call it: <c>capture</c>, <c>offloads</c>.</param>
/// <param name="Text">What was found, in words.</param>
/// <param name="Command">The one command that helps; null where nothing need be done.</param>
internal sealed record Check(CheckState State, string Name, string Text, string? Command = null);
