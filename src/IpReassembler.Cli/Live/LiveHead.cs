using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>What does not change while the screen is shown.</summary>
/// <param name="Where">The interfaces, or the files.</param>
/// <param name="Filter">The capture filter as it was typed; empty for none.</param>
/// <param name="Timeout">How long IPv4 datagrams may take from their first fragment.</param>
/// <param name="Kept">How much of the traffic is kept so that it can be saved; null for nothing.</param>
internal sealed record LiveHead(string Where, string Filter, Duration Timeout, Duration? Kept);
