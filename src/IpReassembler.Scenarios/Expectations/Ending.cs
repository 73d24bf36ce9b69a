namespace IpReassembler.Scenarios;

/// <summary>Why nothing was delivered.</summary>
internal enum Ending
{
    /// <summary>The policy threw it away.</summary>
    Dropped,

    /// <summary>Something never came that the policy would have taken.</summary>
    Incomplete,

    /// <summary>Every byte came, but not within the timeout.</summary>
    Expired,

    /// <summary>A limit left no room for any of it.</summary>
    Refused,

    /// <summary>It was thrown away to keep a limit.</summary>
    Evicted,
}
