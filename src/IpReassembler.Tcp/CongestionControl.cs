using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>How much may be on its way: the congestion window and the slow start threshold (RFC 5681).</summary>
/// <remarks>All figures are bytes. Knows nothing of segments on their way and of why something is thought lost: it is told.</remarks>
/// <param name="segmentSize">SMSS: the payload of a full segment.</param>
internal abstract class CongestionControl(int segmentSize)
{
    // Windows beyond this could not be used: the largest send buffer is smaller.
    private const int MaxWindow = 1 << 29;

    /// <summary>SMSS.</summary>
    public int SegmentSize => segmentSize;

    /// <summary>cwnd.</summary>
    public int Window
    {
        get;
        protected set => field = Math.Min(value, MaxWindow);
    }

    /// <summary>ssthresh: below it the window grows by slow start.</summary>
    public int Threshold { get; private set; } = int.MaxValue;

    /// <summary>IW: ten segments (RFC 6928), or one when the SYN was lost (RFC 5681 section 3.1).</summary>
    public int InitialWindow(bool synWasLost) => synWasLost ? segmentSize : Math.Min(10 * segmentSize, Math.Max(2 * segmentSize, 14_600));

    /// <summary>The handshake is done.</summary>
    public void Begin(bool synWasLost) => Window = InitialWindow(synWasLost);

    /// <summary>New bytes were acknowledged while nothing was thought lost, or after a timeout.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="afterTimeout">Whether they are part of what a timeout declared lost.</param>
    /// <param name="now">The time it is.</param>
    /// <param name="roundTrip">The smoothed round trip.</param>
    public void Acknowledged(int bytes, bool afterTimeout, Timestamp now, Duration roundTrip)
    {
        if (Window < Threshold)
        {
            // RFC 3465 section 2.2: bytes are counted, not acknowledgments, so that a receiver that delays them does not slow the
            // start down; two segments at most for each. After a timeout one, because an acknowledgment may cover what had long arrived.
            Window += Math.Min(bytes, afterTimeout ? segmentSize : 2 * segmentSize);
        }
        else
        {
            Avoid(bytes, now, roundTrip);
        }
    }

    /// <summary>Something is lost, and fast recovery begins.</summary>
    /// <param name="flight">What was on its way when the first sign came.</param>
    /// <param name="inflation">What duplicate acknowledgments say has left the network; nothing where selective ones say it better.</param>
    public void EnterRecovery(int flight, int inflation)
    {
        Threshold = Math.Max(AfterLoss(flight), 2 * segmentSize);
        Window = Threshold + inflation;
    }

    /// <summary>What was sent again is lost once more (RFC 5681 section 4.3).</summary>
    /// <param name="flight">What is on its way.</param>
    public void LowerAgain(int flight)
    {
        Threshold = Math.Max(AfterLoss(Math.Min(Window, flight)), 2 * segmentSize);
        Window = Math.Min(Window, Threshold);
    }

    /// <summary>In recovery without selective acknowledgments: one more segment has left the network (RFC 6582 section 3.2, step 3).</summary>
    public void Inflate() => Window += segmentSize;

    /// <summary>A partial acknowledgment: what it covers has left the network, and a segment is sent for it (RFC 6582 section 3.2, step 5).</summary>
    public void Deflate(int acknowledged) => Window = Math.Max(segmentSize, Window - acknowledged + (acknowledged >= segmentSize ? segmentSize : 0));

    /// <summary>Everything is recovered. What stays in the window is as much as is on its way, lest a burst goes out (RFC 6582 section 3.2, step 3, option 1).</summary>
    public void LeaveRecovery(int flight) => Window = Math.Min(Threshold, Math.Max(flight, segmentSize) + segmentSize);

    /// <summary>The retransmission timer ran out (RFC 5681 section 3.1).</summary>
    /// <param name="flight">What was on its way.</param>
    /// <param name="isFirst">Whether the segment is retransmitted for the first time: later ones leave the threshold where it is.</param>
    public void TimedOut(int flight, bool isFirst)
    {
        if (isFirst)
        {
            Threshold = Math.Max(AfterLoss(flight), 2 * segmentSize);
        }

        Window = segmentSize;
    }

    /// <summary>Nothing was sent for longer than a retransmission timeout: what is known of the network is old (RFC 5681 section 4.1).</summary>
    public void RestartAfterIdle()
    {
        Window = Math.Min(Window, InitialWindow(synWasLost: false));
        Rested();
    }

    /// <summary>The window grows beyond the threshold.</summary>
    protected abstract void Avoid(int bytes, Timestamp now, Duration roundTrip);

    /// <summary>The threshold that a loss leaves.</summary>
    protected abstract int AfterLoss(int flight);

    /// <summary>Time has passed that must not count as growth.</summary>
    protected virtual void Rested()
    {
    }
}
