namespace IpReassembler.Tcp;

/// <summary>Why bytes are sent once more.</summary>
public enum RetransmissionReason
{
    /// <summary>They are not: it is the first time.</summary>
    None,

    /// <summary>No acknowledgment came in time (RFC 6298 section 5.4), or what the timeout declared lost is sent again behind that.</summary>
    Timeout,

    /// <summary>Three duplicate acknowledgments came, or selective ones that say as much (RFC 5681 section 3.2, RFC 6675 section 5).</summary>
    FastRetransmit,

    /// <summary>In recovery an acknowledgment did not cover everything: the next hole (RFC 6582 section 3.2).</summary>
    PartialAcknowledgment,

    /// <summary>In recovery: selective acknowledgments say that it is lost (RFC 6675 section 4, RFC 8985 section 6).</summary>
    SelectiveAcknowledgment,

    /// <summary>It was sent again, and what was sent later has arrived without it (RFC 8985 section 6).</summary>
    LostAgain,

    /// <summary>Nothing was heard of the end of a flight: its last segment asks after it (RFC 8985 section 7).</summary>
    TailLossProbe,

    /// <summary>The other side's window is closed: one byte asks whether it still is (RFC 9293 section 3.8.6.1).</summary>
    WindowProbe,

    /// <summary>The window opened again: what was sent beyond the closed one cannot have been kept.</summary>
    WindowOpened,

    /// <summary>The other side repeated its SYN: it does not have ours.</summary>
    RepeatedSyn,
}
