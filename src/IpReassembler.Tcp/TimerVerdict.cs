namespace IpReassembler.Tcp;

/// <summary>What a connection has to do because time has passed.</summary>
internal enum TimerVerdict
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>There is something to send, again or as a probe.</summary>
    Sends,

    /// <summary>SYN has to be sent again.</summary>
    SendSynAgain,

    /// <summary>Nothing was acknowledged for too long.</summary>
    GiveUp,
}
