namespace IpReassembler.Timing;

/// <summary>What a row of a flow table stands for.</summary>
public enum FlowGrouping
{
    /// <summary>Source, destination, protocol and ports, in one direction. Where the first piece never came, the ports are not known, and that is a flow of its own.</summary>
    Flow,

    /// <summary>Source, destination and protocol: what shares identifications.</summary>
    Pair,

    /// <summary>The source.</summary>
    Source,

    /// <summary>The destination.</summary>
    Destination,

    /// <summary>The protocol.</summary>
    Protocol,

    /// <summary>The VLANs.</summary>
    Vlan,
}
