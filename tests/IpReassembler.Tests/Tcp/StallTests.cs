using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Tests.Tcp;

/// <summary>A transfer over a bad link never stands still for longer than twice the largest retransmission timeout that was reached: timeouts double, so that is all which one byte can wait for.</summary>
public class StallTests
{
    [Theory]
    [InlineData(0.01, 0, 0, CongestionAlgorithm.Reno)]
    [InlineData(0.05, 0, 0, CongestionAlgorithm.Reno)]
    [InlineData(0.1, 0, 0, CongestionAlgorithm.Cubic)]
    [InlineData(0, 0.05, 0, CongestionAlgorithm.Reno)]
    [InlineData(0, 0, 0.05, CongestionAlgorithm.Reno)]
    [InlineData(0.1, 0.05, 0.05, CongestionAlgorithm.Reno)]
    public void What_is_acknowledged_gets_on(double loss, double reordering, double duplication, CongestionAlgorithm congestion)
    {
        for (var seed = 1UL; seed <= 5; seed++)
        {
            var link = new ImpairmentOptions { Loss = loss, Reordering = reordering, Duplication = duplication, Delay = Duration.FromMilliseconds(20), Seed = seed };
            using var hosts = new TwoHosts(new ConnectionOptions { Congestion = congestion }, link, link with { Seed = seed + 100 });
            var (left, right) = hosts.Open();
            var (reached, at, stall, timeout) = (default(SequenceNumber?), hosts.Now, Duration.Zero, left.RetransmissionTimeout);
            hosts.Left.Trace = (in TraceEvent happened) =>
            {
                timeout = happened.RetransmissionTimeout > timeout ? happened.RetransmissionTimeout : timeout;
                if (happened.Kind == TraceKind.Received && (reached is not { } edge || happened.Acknowledgment > edge))
                {
                    stall = happened.At - at > stall ? happened.At - at : stall;
                    (reached, at) = (happened.Acknowledgment, happened.At);
                }
            };

            Transfer.Run(hosts, left, right, 300_000, Duration.FromSeconds(600));

            Assert.True(stall.Nanoseconds > 0 && stall.Nanoseconds <= 2 * timeout.Nanoseconds, $"seed {seed}: nothing got on for {stall}; the largest timeout was {timeout}");
        }
    }
}
