namespace IpReassembler.Reassembly;

/// <summary>The limit that left no room for a datagram.</summary>
public enum CacheLimit
{
    /// <summary>None did.</summary>
    None,

    /// <summary><see cref="ReassemblyOptions.MaxMemory"/>.</summary>
    Memory,

    /// <summary><see cref="ReassemblyOptions.MaxDatagrams"/>.</summary>
    Datagrams,

    /// <summary><see cref="ReassemblyOptions.MaxFragments"/>.</summary>
    Fragments,
}
