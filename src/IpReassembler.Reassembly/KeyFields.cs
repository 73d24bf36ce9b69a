namespace IpReassembler.Reassembly;

/// <summary>What tells datagrams apart beside the four fields of RFC 791 section 2.3 (source, destination, protocol, identification) and the tunnel depth, which always do.</summary>
[Flags]
public enum KeyFields
{
    /// <summary>Nothing else.</summary>
    None = 0,

    /// <summary>The VLANs of their frames: two customers may use the same addresses.</summary>
    Vlans = 1 << 0,

    /// <summary>The interface they were captured on. Where one packet passes two of them, or two captures are read as one, its copies are then datagrams of their own.</summary>
    Interface = 1 << 1,

    /// <summary>The tunnel they came out of: the networks inside two of them may use the same addresses.</summary>
    Tunnel = 1 << 2,
}
