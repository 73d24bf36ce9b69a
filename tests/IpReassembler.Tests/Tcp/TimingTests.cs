using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Tests.Tcp;

/// <summary>The retransmission timeout of RFC 6298 and the window curve of RFC 9438, by their formulas.</summary>
public class TimingTests
{
    [Fact]
    public void The_timeout_follows_the_formulas()
    {
        var timeout = new RetransmissionTimeout(Duration.FromMilliseconds(1), Duration.FromSeconds(60));
        Assert.Equal(Duration.FromSeconds(1), timeout.Current);
        var (smoothed, variation) = (0.0, 0.0);
        var random = new Random(4);
        for (var sample = 0; sample < 1000; sample++)
        {
            var milliseconds = 10 + (random.NextDouble() * 100);
            timeout.Measured(new Duration((long)(milliseconds * 1e6)));
            (smoothed, variation) = sample == 0
                ? (milliseconds, milliseconds / 2)
                : ((0.875 * smoothed) + (0.125 * milliseconds), (0.75 * variation) + (0.25 * Math.Abs(smoothed - milliseconds)));
            Assert.Equal(smoothed + Math.Max(1, 4 * variation), timeout.Current.Nanoseconds / 1e6, tolerance: 0.001);
        }
    }

    [Fact]
    public void It_doubles_up_to_a_bound_and_a_measurement_ends_that()
    {
        var timeout = new RetransmissionTimeout(Duration.FromMilliseconds(200), Duration.FromSeconds(60));
        var seen = new List<long>();
        for (var time = 0; time < 8; time++)
        {
            seen.Add(timeout.Current.Nanoseconds / 1_000_000);
            timeout.Double();
        }

        Assert.Equal([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000], seen);
        timeout.Measured(Duration.FromMilliseconds(3));
        Assert.Equal(Duration.FromMilliseconds(200), timeout.Current);
    }

    // RFC 9438 section 4.2: W(t) = C (t - K)^3 + W_max, after a loss at 1,000 segments.
    [Fact]
    public void Cubic_comes_back_to_where_it_lost_after_K_seconds()
    {
        const int Size = 1000;
        var control = new CubicControl(Size);
        control.Begin(synWasLost: false);
        while (control.Window < 1_000 * Size)
        {
            control.Acknowledged(Size, afterTimeout: false, default, default);
        }

        control.EnterRecovery(control.Window, 0);
        Assert.Equal(700 * Size, control.Window);
        var now = Timestamp.FromParts(100, 0);
        var roundTrip = Duration.FromMilliseconds(100);
        var windows = new List<double>();
        for (var second = 0; second <= 15; second++)
        {
            windows.Add((double)control.Window / Size);
            for (var round = 0; round < 10; round++)
            {
                var window = control.Window;
                for (var bytes = 0; bytes < window; bytes += Size)
                {
                    control.Acknowledged(Size, afterTimeout: false, now, roundTrip);
                }

                now += roundTrip;
            }
        }

        var k = Math.Cbrt(300 / 0.4);
        for (var second = 0; second <= 15; second++)
        {
            var curve = (0.4 * Math.Pow(second - k, 3)) + 1_000;
            Assert.InRange(windows[second], curve * 0.98, curve * 1.02);
        }
    }

    [Fact]
    public void Cubic_keeps_seven_tenths_and_less_when_it_loses_again_early()
    {
        var control = new CubicControl(1000);
        control.Begin(synWasLost: false);
        control.EnterRecovery(10_000, 0);
        Assert.Equal((7_000, 7_000), (control.Window, control.Threshold));
        control.TimedOut(7_000, isFirst: true);
        Assert.Equal((1_000, 4_900), (control.Window, control.Threshold));
        control.TimedOut(7_000, isFirst: false);
        Assert.Equal((1_000, 4_900), (control.Window, control.Threshold));
    }

    [Fact]
    public void Reno_adds_one_segment_for_each_window()
    {
        var control = new RenoControl(1000);
        control.Begin(synWasLost: false);
        Assert.Equal(10_000, control.Window);
        control.EnterRecovery(20_000, 0);
        Assert.Equal((10_000, 10_000), (control.Window, control.Threshold));
        for (var segment = 0; segment < 10; segment++)
        {
            Assert.Equal(10_000, control.Window);
            control.Acknowledged(1000, afterTimeout: false, default, default);
        }

        Assert.Equal(11_000, control.Window);
    }

    // RFC 6928: ten segments, but not more than 14,600 bytes unless two segments are.
    [Theory]
    [InlineData(536, 5_360)]
    [InlineData(1_460, 14_600)]
    [InlineData(8_960, 17_920)]
    [InlineData(2_000, 14_600)]
    public void The_initial_window(int segmentSize, int expected)
    {
        var control = new RenoControl(segmentSize);
        Assert.Equal((expected, segmentSize), (control.InitialWindow(synWasLost: false), control.InitialWindow(synWasLost: true)));
    }
}
