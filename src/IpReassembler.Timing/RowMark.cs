namespace IpReassembler.Timing;

/// <summary>What a fragment should be noticed for. A drawing may colour it; its words say the same.</summary>
public enum RowMark
{
    /// <summary>Nothing.</summary>
    Plain,

    /// <summary>With it the datagram was delivered.</summary>
    Delivered,

    /// <summary>It came out of order, or brought nothing.</summary>
    Odd,

    /// <summary>It contradicts what was there, was not taken, or ended the datagram.</summary>
    Bad,
}
