namespace IpReassembler.Tcp;

/// <summary>Whether something is thought lost, and what told.</summary>
internal enum RecoveryPhase
{
    /// <summary>Nothing is thought lost.</summary>
    None,

    /// <summary>Fast recovery: acknowledgments told that something is lost (RFC 5681, 6582, 6675).</summary>
    Fast,

    /// <summary>The retransmission timer ran out: all that was on its way is sent again by slow start.</summary>
    Timeout,
}
