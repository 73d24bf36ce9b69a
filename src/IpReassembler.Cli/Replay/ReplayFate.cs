namespace IpReassembler.Cli;

/// <summary>What becomes of a frame in a replay.</summary>
internal enum ReplayFate
{
    /// <summary>It is sent.</summary>
    Sent,

    /// <summary>The capture kept only a part of it.</summary>
    CutShort,

    /// <summary>It carries no packet of a kind that can be sent, so nobody knows where it would go.</summary>
    NoPacket,

    /// <summary>It has another link-layer header than the interface.</summary>
    OtherLink,

    /// <summary>Its destination may be somebody else's.</summary>
    Refused,
}
