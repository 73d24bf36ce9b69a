namespace IpReassembler.Cli;

/// <summary>What a check found, worse ones last.</summary>
internal enum CheckState
{
    /// <summary>Something to know, neither good nor bad.</summary>
    Info,

    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, but what is seen or done may be other than expected.</summary>
    Warn,

    /// <summary>Live captures do not work.</summary>
    Fail,
}
