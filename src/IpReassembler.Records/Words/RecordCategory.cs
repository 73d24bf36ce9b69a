namespace IpReassembler.Records;

/// <summary>What became of a datagram in one word: verdict and state together. Every datagram is in exactly one category.</summary>
public enum RecordCategory
{
    /// <summary>Delivered, and the transport checksum agrees.</summary>
    Sound,

    /// <summary>Delivered, with nothing to verify it by.</summary>
    Unchecked,

    /// <summary>Some bytes never came.</summary>
    Incomplete,

    /// <summary>Nothing conflicts and every byte came in time, and still the policy did not deliver it.</summary>
    DroppedByPolicy,

    /// <summary>Every byte came, but not within the timeout.</summary>
    Expired,

    /// <summary>Two fragments bring different bytes for one place.</summary>
    Conflict,

    /// <summary>It contradicts itself.</summary>
    Malformed,

    /// <summary>Pieces of two datagrams under one identification.</summary>
    Spliced,

    /// <summary>Every byte there, the transport checksum wrong.</summary>
    Corrupt,

    /// <summary>A limit cut the evidence short.</summary>
    Evicted,
}
