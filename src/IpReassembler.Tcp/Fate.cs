namespace IpReassembler.Tcp;

/// <summary>What became of bytes that were sent.</summary>
internal enum Fate : byte
{
    /// <summary>Nothing is known: they are thought to be in the network.</summary>
    OnTheWay,

    /// <summary>They were selectively acknowledged: they came ahead of a hole.</summary>
    Arrived,

    /// <summary>They are thought lost, and have not been sent again since.</summary>
    Lost,
}
