namespace IpReassembler.Packets;

/// <summary>What a checksum says about the bytes it covers.</summary>
public enum ChecksumState
{
    /// <summary>Nothing to check: the protocol has none that is known here, the sender left it out (UDP's zero), or checking is off.</summary>
    Unchecked,

    /// <summary>The bytes agree with it.</summary>
    Ok,

    /// <summary>The bytes do not agree with it.</summary>
    Bad,

    /// <summary>It holds the sum of the pseudo-header alone: the sender left the rest to hardware that the packet had not reached when it was captured.</summary>
    Offloaded,

    /// <summary>It covers bytes that were not captured.</summary>
    Unverifiable,
}
