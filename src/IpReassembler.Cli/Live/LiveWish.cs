namespace IpReassembler.Cli;

/// <summary>What a key asks for that the screen cannot do by itself.</summary>
internal enum LiveWish
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The end.</summary>
    Quit,

    /// <summary>The frames that are kept, in a file.</summary>
    Save,

    /// <summary>A mark at this moment.</summary>
    Mark,
}
