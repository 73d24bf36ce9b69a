namespace IpReassembler.Tcp;

/// <summary>Whether the other side is owed an acknowledgment.</summary>
internal enum AckDue
{
    /// <summary>It has the latest.</summary>
    No,

    /// <summary>It is, but not before the delay is over: data or another segment may come first.</summary>
    Later,

    /// <summary>It is, at once.</summary>
    Now,
}
