namespace IpReassembler.Tcp;

/// <summary>What a <see cref="TraceEvent"/> tells of.</summary>
public enum TraceKind
{
    /// <summary>A segment goes out.</summary>
    Sent,

    /// <summary>A segment came in, right as far as its checksum says.</summary>
    Received,

    /// <summary>A segment that came in is not taken: <see cref="TraceEvent.Drop"/> says why.</summary>
    Dropped,

    /// <summary>The connection is in another state: <see cref="TraceEvent.State"/> instead of <see cref="TraceEvent.OldState"/>.</summary>
    StateChanged,

    /// <summary>The congestion window or the slow start threshold is another.</summary>
    CongestionChanged,

    /// <summary>A round trip was measured.</summary>
    RoundTrip,

    /// <summary>A timer ran out: no acknowledgment came in time, or the window stayed closed.</summary>
    TimedOut,

    /// <summary>The other side says that bytes came twice (RFC 2883): a retransmission was not needed, or the network doubled a segment.</summary>
    DuplicateReported,
}
