using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>How a connection behaves, and how far the other side can make it grow.</summary>
public sealed record ConnectionOptions
{
    /// <summary>The largest segment we take and send, in bytes of payload and TCP options: 88 to 65,495. Sent to the other side, and cut to what the device's MTU allows.</summary>
    public int MaximumSegmentSize { get; init; } = 1_460;

    /// <summary>The most bytes that are kept because they are not acknowledged yet: 4,096 to 2^28. Memory is taken as they come.</summary>
    public int SendBuffer { get; init; } = 1 << 20;

    /// <summary>The most bytes that wait to be read, those ahead of a hole counted: 4,096 to 2^28. It is the largest window we offer.</summary>
    public int ReceiveBuffer { get; init; } = 1 << 19;

    /// <summary>What decides how much may be on its way.</summary>
    public CongestionAlgorithm Congestion { get; init; } = CongestionAlgorithm.Reno;

    /// <summary>Whether selective acknowledgments are offered (RFC 2018). They are used when both sides offer them.</summary>
    public bool SelectiveAcknowledgments { get; init; } = true;

    /// <summary>Whether timestamps are offered (RFC 7323 section 3).</summary>
    public bool Timestamps { get; init; } = true;

    /// <summary>Whether windows above 65,535 bytes are offered (RFC 7323 section 2).</summary>
    public bool WindowScaling { get; init; } = true;

    /// <summary>Whether a small segment waits while another one is on its way (RFC 9293 section 3.7.4, Nagle's algorithm).</summary>
    public bool Nagle { get; init; } = true;

    /// <summary>How long an acknowledgment may wait for company: up to 500 ms (RFC 9293 section 3.8.6.3); zero for not at all.</summary>
    public Duration DelayedAcknowledgment { get; init; } = Duration.FromMilliseconds(40);

    /// <summary>The shortest retransmission timeout. RFC 6298 section 2.4 says one second; what is usual today is less.</summary>
    public Duration LeastRetransmissionTimeout { get; init; } = Duration.FromMilliseconds(200);

    /// <summary>The longest retransmission timeout, however often it was doubled: at least 60 seconds (RFC 6298 section 2.5).</summary>
    public Duration LongestRetransmissionTimeout { get; init; } = Duration.FromSeconds(60);

    /// <summary>How long nothing may be acknowledged before the connection is given up (RFC 9293 section 3.8.3 asks for at least 100 seconds, and for three minutes of a SYN). A SYN that was answered and not heard of again is given up after 63 seconds at most.</summary>
    public Duration UserTimeout { get; init; } = Duration.FromSeconds(300);

    /// <summary>How long a segment may be on its way (MSL). TIME-WAIT lasts twice as long; RFC 9293 section 3.4.2 says two minutes.</summary>
    public Duration MaximumSegmentLifetime { get; init; } = Duration.FromSeconds(30);

    /// <summary>How long a connection that nobody reads any more waits in FIN-WAIT-2 for the other side's FIN.</summary>
    public Duration FinWait2Timeout { get; init; } = Duration.FromSeconds(60);

    internal void Check()
    {
        InRange(MaximumSegmentSize, 88, 65_495, nameof(MaximumSegmentSize));
        InRange(SendBuffer, 4_096, 1 << 28, nameof(SendBuffer));
        InRange(ReceiveBuffer, 4_096, 1 << 28, nameof(ReceiveBuffer));
        InRange(DelayedAcknowledgment.Nanoseconds, 0, 500_000_000, nameof(DelayedAcknowledgment));
        ArgumentOutOfRangeException.ThrowIfLessThan(LeastRetransmissionTimeout, Duration.FromMilliseconds(1), nameof(LeastRetransmissionTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(LongestRetransmissionTimeout, LeastRetransmissionTimeout, nameof(LongestRetransmissionTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(UserTimeout, Duration.Zero, nameof(UserTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MaximumSegmentLifetime, Duration.Zero, nameof(MaximumSegmentLifetime));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FinWait2Timeout, Duration.Zero, nameof(FinWait2Timeout));
    }

    private static void InRange(long value, long least, long most, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
    }
}
