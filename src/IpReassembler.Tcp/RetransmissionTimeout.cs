using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>How long to wait for an acknowledgment, made from measured round trips (RFC 6298).</summary>
internal sealed class RetransmissionTimeout(Duration least, Duration longest)
{
    // RFC 6298 section 2: G, the grain of the clock. The core is told time in nanoseconds; who drives it has timers of about this grain.
    private const long Grain = 1_000_000;

    private static readonly Duration Initial = Duration.FromSeconds(1);
    private static readonly Duration AfterLostSyn = Duration.FromSeconds(3);

    private Duration _computed = Initial;
    private int _doublings;
    private bool _hasSample;

    /// <summary>SRTT, the smoothed round trip; zero before the first one was measured.</summary>
    public Duration Smoothed { get; private set; }

    /// <summary>RTTVAR, how much round trips differ.</summary>
    public Duration Variation { get; private set; }

    /// <summary>RTO: the timeout that holds now, doubled as often as it ran out.</summary>
    public Duration Current => new((long)Math.Min((ulong)longest.Nanoseconds, (ulong)_computed.Nanoseconds << Math.Min(_doublings, 16)));

    /// <summary>A round trip was measured (RFC 6298 sections 2.2 and 2.3). Ends what doubling there was.</summary>
    public void Measured(Duration roundTrip)
    {
        var measured = Math.Max(1, roundTrip.Nanoseconds);
        if (!_hasSample)
        {
            _hasSample = true;
            Smoothed = new Duration(measured);
            Variation = new Duration(measured / 2);
        }
        else
        {
            Variation = new Duration(((3 * Variation.Nanoseconds) + Math.Abs(Smoothed.Nanoseconds - measured)) / 4);
            Smoothed = new Duration(((7 * Smoothed.Nanoseconds) + measured) / 8);
        }

        var computed = Smoothed.Nanoseconds + Math.Max(Grain, 4 * Variation.Nanoseconds);
        _computed = new Duration(Math.Clamp(computed, least.Nanoseconds, longest.Nanoseconds));
        _doublings = 0;
    }

    /// <summary>It ran out (RFC 6298 section 5.5).</summary>
    public void Double() => _doublings++;

    /// <summary>What made it run out is over.</summary>
    public void EndDoubling() => _doublings = 0;

    /// <summary>The handshake is done. If our SYN was lost and no round trip was measured, three seconds are the start for data (RFC 6298 section 5.7).</summary>
    public void Opened(bool synWasLost)
    {
        if (synWasLost && !_hasSample)
        {
            _computed = AfterLostSyn;
        }

        _doublings = 0;
    }
}
