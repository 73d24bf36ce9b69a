namespace IpReassembler.Timing;

/// <summary>A row of a flow table.</summary>
/// <param name="Key">What its datagrams share.</param>
/// <param name="Traffic">The sums over them.</param>
public sealed record FlowRow(FlowKey Key, TrafficStatistics Traffic);
