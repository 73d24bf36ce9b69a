namespace IpReassembler.Scenarios;

/// <summary>In which order pieces are sent.</summary>
public enum PieceOrder
{
    /// <summary>As a list says.</summary>
    Listed,

    /// <summary>The last one first.</summary>
    Reversed,

    /// <summary>Any order, drawn from a seed.</summary>
    Random,
}
