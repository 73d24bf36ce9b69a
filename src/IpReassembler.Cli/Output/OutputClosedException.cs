namespace IpReassembler.Cli;

/// <summary>Whoever read the output has gone, as <c>head</c> does: no reason to complain.</summary>
internal sealed class OutputClosedException : Exception;
