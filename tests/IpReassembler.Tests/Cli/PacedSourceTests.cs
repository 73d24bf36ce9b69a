using IpReassembler.Capture;
using IpReassembler.Cli;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Cli;

public class PacedSourceTests
{
    [Theory]
    [InlineData(1, 80)]
    [InlineData(2, 40)]
    [InlineData(0.5, 160)]
    public void Mix_takes_as_long_as_it_took_divided_by_the_speed(double speed, int seconds)
    {
        var clock = new JumpingClock();
        using var source = new PacedSource(CaptureFile.Open(ToolRun.Capture("mix.pcap")), speed, clock);
        var (frames, last) = (0, default(Timestamp));
        ReadResult result;
        while ((result = source.Read(out var frame)) is not ReadResult.End)
        {
            // Whatever is told while nothing is due lies between the frames.
            Assert.True(frame.Timestamp >= last, $"{frame.Timestamp} comes after {last}");
            frames += result == ReadResult.Frame ? 1 : 0;
            last = frame.Timestamp;
        }

        Assert.Equal(213, frames);
        Assert.InRange(clock.Now.TotalSeconds, seconds, seconds + 0.5);
    }

    [Fact]
    public void While_a_frame_is_not_due_the_time_of_the_capture_goes_on()
    {
        var clock = new JumpingClock();
        using var source = new PacedSource(CaptureFile.Open(ToolRun.Capture("mix.pcap")), 1, clock);
        Assert.Equal(ReadResult.Frame, source.Read(out var frame));
        var first = frame.Timestamp;
        var idle = new List<Duration>();
        while (idle.Count < 10)
        {
            if (source.Read(out frame) == ReadResult.Idle)
            {
                Assert.True(frame.Bytes.IsEmpty);
                idle.Add(frame.Timestamp - first);
            }
        }

        Assert.Equal(idle.Order(), idle);
        Assert.True(idle[^1] > Duration.FromMilliseconds(100));
    }
}
