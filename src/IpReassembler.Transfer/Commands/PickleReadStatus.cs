namespace IpReassembler.Transfer;

/// <summary>How far the reading of a pickle got.</summary>
internal enum PickleReadStatus
{
    /// <summary>It goes on in bytes that have not come yet.</summary>
    Incomplete,

    /// <summary>It was read to its end.</summary>
    Complete,

    /// <summary>It is not one that is read here. No later byte changes that.</summary>
    Refused,
}
