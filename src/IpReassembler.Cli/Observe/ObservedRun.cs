using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>How a command ended.</summary>
/// <param name="Command">Its words.</param>
/// <param name="ExitCode">Its exit code; 128 and the signal, if it was one.</param>
/// <param name="Duration">How long it ran.</param>
internal sealed record ObservedRun(string Command, int ExitCode, Duration Duration);
