namespace IpReassembler.Cli;

/// <summary>Which part of a datagram a packet is, by its offset and its flag MF alone.</summary>
internal enum PieceKind
{
    /// <summary>The packet is the datagram.</summary>
    Whole,

    /// <summary>Offset 0, and more follow: the one with the transport header.</summary>
    First,

    /// <summary>Something lies before it and behind it.</summary>
    Middle,

    /// <summary>Nothing lies behind it.</summary>
    Last,
}
