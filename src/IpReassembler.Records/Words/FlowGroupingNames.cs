using IpReassembler.Timing;

namespace IpReassembler.Records;

/// <summary>The words for what a row of a flow table stands for.</summary>
public static class FlowGroupingNames
{
    /// <summary>The word.</summary>
    public static string Of(FlowGrouping grouping) => grouping switch
    {
        FlowGrouping.Flow => "flow",
        FlowGrouping.Pair => "pair",
        FlowGrouping.Source => "src",
        FlowGrouping.Destination => "dst",
        FlowGrouping.Protocol => "proto",
        FlowGrouping.Vlan => "vlan",
        _ => throw new ArgumentOutOfRangeException(nameof(grouping)),
    };
}
