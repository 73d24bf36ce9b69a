namespace IpReassembler.Cli;

/// <summary>What a line of an explanation means, worse ones last. Its words say the same; colour only finds it sooner.</summary>
internal enum Tone
{
    /// <summary>Nothing to say.</summary>
    Plain,

    /// <summary>Checked and right.</summary>
    Good,

    /// <summary>Legal, but look at it.</summary>
    Doubtful,

    /// <summary>Wrong.</summary>
    Bad,
}
