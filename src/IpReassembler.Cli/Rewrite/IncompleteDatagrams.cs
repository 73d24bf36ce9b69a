namespace IpReassembler.Cli;

/// <summary>What becomes of the fragments of a datagram that was not delivered.</summary>
internal enum IncompleteDatagrams
{
    /// <summary>They are copied as they came.</summary>
    Keep,

    /// <summary>They are left out.</summary>
    Drop,

    /// <summary>Where only bytes are missing, a packet with zeroes in their place is written instead, with a comment that says so.</summary>
    Pad,
}
