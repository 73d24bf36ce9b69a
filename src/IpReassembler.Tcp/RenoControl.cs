using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>Congestion avoidance as RFC 5681 section 3.1 has it: one segment for each window that was acknowledged.</summary>
internal sealed class RenoControl(int segmentSize) : CongestionControl(segmentSize)
{
    private int _acknowledged;

    /// <inheritdoc/>
    protected override void Avoid(int bytes, Timestamp now, Duration roundTrip)
    {
        _acknowledged += bytes;
        if (_acknowledged >= Window)
        {
            _acknowledged -= Window;
            Window += SegmentSize;
        }
    }

    /// <inheritdoc/>
    protected override int AfterLoss(int flight)
    {
        _acknowledged = 0;
        return flight / 2;
    }
}
