namespace IpReassembler.Transfer;

/// <summary>How much a sender does for peers that believe that one read returns one message.</summary>
public enum Pacing
{
    /// <summary>Each message goes out only after everything before it was acknowledged.</summary>
    Acknowledged,

    /// <summary>As fast as it goes. Peers that take the stream however it is cut need no more.</summary>
    None,
}
