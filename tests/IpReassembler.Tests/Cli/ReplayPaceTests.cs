using IpReassembler.Cli;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Cli;

public class ReplayPaceTests
{
    [Theory]
    [InlineData(1.0, null, null, 7_000)]      // round began at 5 s, frame came 2 s into the capture
    [InlineData(2.0, null, null, 6_000)]
    [InlineData(null, 100.0, null, 300)]      // 30 frames before it
    [InlineData(null, null, 0.8, 1_000)]      // 100,000 bytes before it
    [InlineData(null, null, null, 0)]
    public void A_frame_is_due(double? speed, double? rate, double? bits, long milliseconds) =>
        Assert.Equal(
            Duration.FromMilliseconds(milliseconds),
            new ReplayPace(speed, rate, bits).Due(Duration.FromSeconds(5), Duration.FromSeconds(2), frames: 30, bytes: 100_000));
}
