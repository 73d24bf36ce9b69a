namespace IpReassembler.Reassembly;

/// <summary>What is strange about a fragment, or about the datagram it belongs to. Evidence: reported whatever the policy delivers.</summary>
[Flags]
public enum Anomaly
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The same range as a fragment that is there.</summary>
    Duplicate = 1 << 0,

    /// <summary>The same range as a fragment that is there, with other bytes.</summary>
    DuplicateConflicting = 1 << 1,

    /// <summary>Shares bytes with what is there, without being a duplicate.</summary>
    Overlap = 1 << 2,

    /// <summary>Shares bytes with what is there, and some of them differ.</summary>
    OverlapConflicting = 1 << 3,

    /// <summary>A last fragment that ends elsewhere than the known end, or below data already seen (teardrop, bonk).</summary>
    ConflictingEnd = 1 << 4,

    /// <summary>Data past the known end.</summary>
    BeyondEnd = 1 << 5,

    /// <summary>A fragment without payload.</summary>
    ZeroLength = 1 << 6,

    /// <summary>A fragment that is not the last and whose length is no multiple of eight (RFC 791 section 3.2).</summary>
    Unaligned = 1 << 7,

    /// <summary>Header and data together pass 65,535 bytes (ping of death).</summary>
    TooLong = 1 << 8,

    /// <summary>A first fragment too short to hold the transport header (RFC 1858, RFC 3128).</summary>
    TinyFragment = 1 << 9,

    /// <summary>Not-ECT mixed with another ECN codepoint (RFC 3168 section 5.3).</summary>
    EcnInvalidMix = 1 << 10,

    /// <summary>The capture kept fewer bytes than the header promises.</summary>
    TruncatedFragment = 1 << 11,

    /// <summary>More fragments than one datagram may hold here.</summary>
    TooManyFragments = 1 << 12,

    /// <summary>The same range came again with another time to live: it took another path, or another sender made it.</summary>
    TimeToLiveChanged = 1 << 13,

    /// <summary>The header checksum is wrong; no host would look at the rest.</summary>
    BadHeaderChecksum = 1 << 14,

    /// <summary>The reserved flag is set (RFC 3514 called it evil).</summary>
    ReservedFlag = 1 << 15,

    /// <summary>The key had completed a datagram within the timeout before.</summary>
    IdentificationReused = 1 << 16,

    /// <summary>Not the last, and shorter than <see cref="ReassemblyOptions.MinFragment"/>: no link is known to be that narrow.</summary>
    SmallFragment = 1 << 17,

    /// <summary>Behind its Fragment header an IPv6 datagram has another one, where no transport can be seen (RFC 8200 section 4.1).</summary>
    SecondFragmentHeader = 1 << 18,
}
