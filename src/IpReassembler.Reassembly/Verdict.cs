namespace IpReassembler.Reassembly;

/// <summary>What the evidence says about a datagram, whatever the policy did: the first that applies.</summary>
public enum Verdict
{
    /// <summary>A limit cut the evidence short: nothing is claimed.</summary>
    Evicted,

    /// <summary>It contradicts itself: data past its own end, two ends, no length, a middle piece that is no multiple of eight, beyond 65,535 bytes.</summary>
    Malformed,

    /// <summary>Pieces of two datagrams under one identification (RFC 4963): every byte there, the transport checksum wrong, and signs of reuse.</summary>
    Spliced,

    /// <summary>Two fragments bring different bytes for one place.</summary>
    Conflict,

    /// <summary>Every byte there in time, the transport checksum wrong, no sign of reuse.</summary>
    Corrupt,

    /// <summary>Every byte came, but not within the timeout.</summary>
    Expired,

    /// <summary>Some bytes never came.</summary>
    Incomplete,

    /// <summary>Every byte there, and nothing to verify it by.</summary>
    Unchecked,

    /// <summary>Every byte there in time, and the transport checksum agrees.</summary>
    Sound,
}
