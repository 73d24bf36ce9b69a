namespace IpReassembler.Transfer;

/// <summary>Why a datagram belongs to no measurement.</summary>
public enum UdpProbeDefect
{
    /// <summary>It does.</summary>
    None,

    /// <summary>It is somebody else's: too short, without our first four bytes, or of a version or kind that is not known.</summary>
    Foreign,

    /// <summary>It looks like ours, and its bytes are not those that its checksum was made of.</summary>
    Corrupt,
}
