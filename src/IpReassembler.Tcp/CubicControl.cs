using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>Congestion avoidance as RFC 9438 has it: the window is a cubic function of the time since the last loss, flat around the size at which that happened.</summary>
/// <remarks>The variables have the names and units of the RFC: windows in segments, time in seconds.</remarks>
internal sealed class CubicControl(int segmentSize) : CongestionControl(segmentSize)
{
    // Section 5: C sets how fast it grows, beta is what a loss leaves.
    private const double C = 0.4;
    private const double Beta = 0.7;

    // Section 4.3: with this the average window is that of Reno, for what a loss leaves here.
    private const double FriendlyAlpha = 3 * (1 - Beta) / (1 + Beta);

    private double _maxWindow;
    private double _priorWindow;
    private double _estimate;
    private double _inflection;
    private double _credit;
    private Timestamp? _epochStart;

    /// <inheritdoc/>
    protected override void Avoid(int bytes, Timestamp now, Duration roundTrip)
    {
        var window = (double)Window / SegmentSize;
        var acknowledged = (double)bytes / SegmentSize;
        if (_epochStart is not { } start)
        {
            _epochStart = start = now;
            _estimate = window;
            // Without a loss behind it, as when slow start ends by itself, the flat part begins here (section 4.2).
            _maxWindow = Math.Max(_maxWindow, window);
            _priorWindow = Math.Max(_priorWindow, window);
            _inflection = CubeRoot((_maxWindow - window) / C);
        }

        var elapsed = (now - start).Nanoseconds / 1e9;
        var target = Math.Clamp(WindowAt(elapsed + (roundTrip.Nanoseconds / 1e9)), window, 1.5 * window);
        _estimate += (_estimate >= _priorWindow ? 1 : FriendlyAlpha) * acknowledged / window;
        var next = WindowAt(elapsed) < _estimate
            ? Math.Max(window, _estimate)
            : window + ((target - window) / window * acknowledged);

        // A fraction of a byte is kept for the next time.
        _credit += (next - window) * SegmentSize;
        var whole = (int)Math.Min(_credit, 2.0 * SegmentSize);
        _credit -= whole;
        Window += whole;
    }

    /// <inheritdoc/>
    protected override int AfterLoss(int flight)
    {
        var window = (double)Window / SegmentSize;
        // Section 4.7, fast convergence: a flow that loses earlier than the last time makes room for others.
        _maxWindow = window < _maxWindow ? window * (1 + Beta) / 2 : window;
        _priorWindow = window;
        (_epochStart, _credit) = (null, 0);
        return (int)(flight * Beta);
    }

    /// <inheritdoc/>
    protected override void Rested() => _epochStart = null;

    private double WindowAt(double seconds)
    {
        var distance = seconds - _inflection;
        return (C * distance * distance * distance) + _maxWindow;
    }

    // By Newton's method, because the last bit of Math.Cbrt is the business of each machine's C library, and a run with a seed is to be the same everywhere.
    private static double CubeRoot(double value)
    {
        var root = Math.Max(1, value);
        for (var step = 0; step < 64; step++)
        {
            root -= (root - (value / (root * root))) / 3;
        }

        return value <= 0 ? 0 : root;
    }
}
