using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Tests.Tcp;

public class SmokeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.01)]
    [InlineData(0.05)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    public void Works(double loss)
    {
        foreach (var cc in new[] { CongestionAlgorithm.Reno, CongestionAlgorithm.Cubic })
        {
            foreach (var sack in new[] { true, false })
            {
            var imp = new ImpairmentOptions { Loss = loss, Delay = Duration.FromMilliseconds(10), Seed = 1 };
            using var hosts = new TwoHosts(new ConnectionOptions { Congestion = cc, SelectiveAcknowledgments = sack }, imp, imp with { Seed = 2 });
            var (left, right) = hosts.Open();
            var time = Transfer.Run(hosts, left, right, loss > 0.2 ? 100_000 : 1_000_000, Duration.FromSeconds(3000));
            TestContext.Current.SendDiagnosticMessage($"{loss} {cc} {sack} {time} timeouts {hosts.Left.Counters.Timeouts} rtx {hosts.Left.Counters.SegmentsRetransmitted} of {hosts.Left.Counters.SegmentsSent}");
            }
        }
    }
}
