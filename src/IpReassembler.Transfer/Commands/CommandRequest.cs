namespace IpReassembler.Transfer;

/// <summary>What a client asks for.</summary>
/// <param name="Kind">The command; null when the server does not know the word.</param>
/// <param name="Argument">The name of a file; null for the other commands.</param>
public sealed record CommandRequest(CommandKind? Kind, string? Argument = null);
