using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>How some hosts reassemble what is sent to them.</summary>
/// <param name="Hosts">Which hosts: their addresses.</param>
/// <param name="Policy">Whom they believe when fragments disagree.</param>
/// <param name="Timeout">How long they wait from the first fragment, <see cref="Duration.Longest"/> for ever; null for what holds where no target is.</param>
public sealed record Target(IpPrefix Hosts, OverlapPolicy Policy, Duration? Timeout = null);
