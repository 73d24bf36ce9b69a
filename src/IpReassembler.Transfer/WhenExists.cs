namespace IpReassembler.Transfer;

/// <summary>What to do with a file whose name is taken in the folder.</summary>
public enum WhenExists
{
    /// <summary>Keep both: <c>a.txt</c> becomes <c>a (1).txt</c>.</summary>
    Rename,

    /// <summary>Fail.</summary>
    Refuse,

    /// <summary>Replace what is there, in one step. A link is replaced, not followed.</summary>
    Overwrite,

    /// <summary>Take the bytes and throw them away.</summary>
    Skip,
}
