namespace IpReassembler.Tcp;

/// <summary>The states of a connection (RFC 9293 section 3.3.2).</summary>
public enum TcpState
{
    /// <summary>There is no connection.</summary>
    Closed,

    /// <summary>Waiting for whoever connects.</summary>
    Listen,

    /// <summary>SYN was sent; waiting for one in return.</summary>
    SynSent,

    /// <summary>SYN went both ways; waiting for the acknowledgment of ours.</summary>
    SynReceived,

    /// <summary>Open: data flows both ways.</summary>
    Established,

    /// <summary>We have no more to send; our FIN is not yet acknowledged.</summary>
    FinWait1,

    /// <summary>Our FIN is acknowledged; the other side may still send.</summary>
    FinWait2,

    /// <summary>The other side has no more to send; we may still send.</summary>
    CloseWait,

    /// <summary>FIN went both ways at once; waiting for the acknowledgment of ours.</summary>
    Closing,

    /// <summary>The other side closed first, then we did; waiting for the acknowledgment of our FIN.</summary>
    LastAck,

    /// <summary>All is said; waiting until no old segment can be on its way any more.</summary>
    TimeWait,
}
