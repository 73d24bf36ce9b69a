namespace IpReassembler.Reassembly;

/// <summary>Where the rule of a policy is known from, the surest first.</summary>
public enum RuleOrigin
{
    /// <summary>The system itself was asked: its answers were compared with the rule's.</summary>
    Measured,

    /// <summary>Read in the system's source code, or in the standard that makes the rule.</summary>
    Source,

    /// <summary>Told by others, in papers and manuals.</summary>
    Literature,

    /// <summary>A model: no source is public, but it gives every result that was published.</summary>
    Model,
}
