namespace IpReassembler.Reassembly;

/// <summary>How a fragment stands to what has arrived before it.</summary>
internal enum Bearing
{
    /// <summary>It brings bytes of its own, shares none, and contradicts nothing: every policy keeps it.</summary>
    New,

    /// <summary>It is a fragment that is there, once more: no policy is changed by it.</summary>
    Copy,

    /// <summary>Policies may differ about it.</summary>
    Irregular,

    /// <summary>The capture cut it short, so nobody can say what a host would have made of it.</summary>
    Cut,
}
