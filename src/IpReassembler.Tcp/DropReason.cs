namespace IpReassembler.Tcp;

/// <summary>Why a segment that arrived was not taken.</summary>
public enum DropReason
{
    /// <summary>It was taken.</summary>
    None,

    /// <summary>It lies outside the receive window (RFC 9293 section 3.10.7.4, first check).</summary>
    OutsideWindow,

    /// <summary>Its timestamp is older than one that came before it (RFC 7323 section 5.3, PAWS).</summary>
    OldTimestamp,

    /// <summary>It has no timestamp, though they were agreed upon (RFC 7323 section 3.2).</summary>
    NoTimestamp,

    /// <summary>A RST that does not have exactly the number that comes next (RFC 5961 section 3.2).</summary>
    InexactReset,

    /// <summary>The SYN this connection began with once more, after it was acknowledged: late, doubled, or what acknowledged it was lost.</summary>
    RepeatedSyn,

    /// <summary>Another SYN in the midst of a connection (RFC 5961 section 4.2).</summary>
    UnexpectedSyn,

    /// <summary>It acknowledges what was never sent, or what was acknowledged long ago (RFC 5961 section 5.2).</summary>
    UnacceptableAcknowledgment,

    /// <summary>It has no ACK where there has to be one.</summary>
    NoAcknowledgment,

    /// <summary>It has neither SYN nor RST, and nothing else means anything before the other side's SYN has come.</summary>
    NoSyn,

    /// <summary>It neither opens a connection nor belongs to one.</summary>
    NoConnection,

    /// <summary>It would open a connection, and there is no room for another one.</summary>
    NoRoom,
}
