namespace IpReassembler.Cli;

/// <summary>What a verb reads, in words.</summary>
/// <param name="Name">The files or interfaces, as the user named them.</param>
/// <param name="ReadOptions">The options that read the same again, as a shell takes them; empty where it cannot be read again.</param>
/// <param name="Format">The files' format, or <c>live</c>.</param>
internal sealed record CaptureOrigin(string Name, string ReadOptions, string Format);
