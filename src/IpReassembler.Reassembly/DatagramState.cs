namespace IpReassembler.Reassembly;

/// <summary>What the chosen policy did with a datagram.</summary>
public enum DatagramState
{
    /// <summary>Not decided: still waiting, or the input ended first.</summary>
    Open,

    /// <summary>Delivered.</summary>
    Complete,

    /// <summary>Thrown away by the policy.</summary>
    Killed,

    /// <summary>Not whole within the timeout.</summary>
    Timeout,

    /// <summary>Thrown away to keep a limit.</summary>
    Evicted,

    /// <summary>Nothing of it was ever stored, because a limit left no room.</summary>
    Refused,
}
