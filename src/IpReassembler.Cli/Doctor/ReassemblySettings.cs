using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>How the kernel reassembles one version of IP (ip-sysctl).</summary>
/// <param name="Version">The version.</param>
/// <param name="TimeoutSeconds">How long it waits for the rest of a datagram: <c>ipfrag_time</c>.</param>
/// <param name="HighThreshold">The bytes that fragments may take; it refuses more: <c>ipfrag_high_thresh</c>.</param>
/// <param name="MaxDistance">How many other packets of a source may come between two fragments of a datagram, 0 for any number: <c>ipfrag_max_dist</c>. IPv6 has none.</param>
internal sealed record ReassemblySettings(IpVersion Version, long TimeoutSeconds, long HighThreshold, long? MaxDistance);
