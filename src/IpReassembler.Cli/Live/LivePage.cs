namespace IpReassembler.Cli;

/// <summary>What fills the screen.</summary>
internal enum LivePage
{
    /// <summary>Everything at once.</summary>
    Overview,

    /// <summary>The flow or the datagram that was chosen.</summary>
    Detail,

    /// <summary>The keys, and what the numbers mean.</summary>
    Help,
}
