namespace IpReassembler.Tcp;

/// <summary>Why a connection is closed.</summary>
public enum CloseReason
{
    /// <summary>It is not closed.</summary>
    None,

    /// <summary>Both sides had said all they had to say, and know it of each other.</summary>
    Finished,

    /// <summary>The other side answered the first SYN with RST.</summary>
    Refused,

    /// <summary>The other side sent RST.</summary>
    Reset,

    /// <summary>This side gave it up by <see cref="TcpConnection.Abort"/>, or it was closed before it was open.</summary>
    Aborted,

    /// <summary>Data came that nobody was going to read (RFC 9293 section 3.6.1).</summary>
    Unwanted,

    /// <summary>Nothing was acknowledged for as long as <see cref="ConnectionOptions.UserTimeout"/>, or the SYN+ACK of a listener for 63 seconds.</summary>
    TimedOut,

    /// <summary>It had to make room for another one.</summary>
    Evicted,
}
