namespace IpReassembler.Tcp;

/// <summary>What a connection has to do because time has passed.</summary>
internal enum TimerVerdict
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A timeout: there is something to send again, or a closed window to probe.</summary>
    Sends,

    /// <summary>Nothing was heard of the end of a flight: a probe asks after it.</summary>
    ProbesTail,

    /// <summary>What packets may overtake each other by is over: what has not arrived is lost.</summary>
    FindsLate,

    /// <summary>SYN has to be sent again.</summary>
    SendSynAgain,

    /// <summary>Nothing was acknowledged for too long.</summary>
    GiveUp,
}
