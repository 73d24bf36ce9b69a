namespace IpReassembler.Timing;

/// <summary>Which rows of a flow table come first: those with most of it.</summary>
public enum FlowOrder
{
    /// <summary>Datagrams that failed.</summary>
    Failed,

    /// <summary>The share of datagrams that failed.</summary>
    Loss,

    /// <summary>The 99th percentile of the time from first fragment to delivery.</summary>
    Percentile99,

    /// <summary>Bytes with IP headers.</summary>
    Bytes,

    /// <summary>Reordered fragments.</summary>
    Reordered,
}
