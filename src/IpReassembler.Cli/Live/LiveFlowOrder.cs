namespace IpReassembler.Cli;

/// <summary>What the flows are sorted by.</summary>
internal enum LiveFlowOrder
{
    /// <summary>Datagrams a second, most first.</summary>
    Rate,

    /// <summary>The share that failed, largest first.</summary>
    Loss,

    /// <summary>The time that 99 of 100 took, longest first.</summary>
    Slowest,

    /// <summary>How soon identifications are used again, soonest first.</summary>
    Wrap,

    /// <summary>The addresses.</summary>
    Name,
}
