namespace IpReassembler.Capture;

/// <summary>How one read of a source ended.</summary>
public enum ReadResult
{
    /// <summary>A frame came.</summary>
    Frame,

    /// <summary>Nothing came before the deadline; more may come. Only live sources say so.</summary>
    Idle,

    /// <summary>Everything was delivered.</summary>
    End,

    /// <summary>The input is broken here; everything before it was delivered. Said once, then <see cref="End"/>.</summary>
    Damaged,
}
