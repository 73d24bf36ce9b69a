using System.Globalization;
using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Tcp;
using IpReassembler.Tests.Cli.Text;

namespace IpReassembler.Tests.Tcp;

/// <summary>Bad links of every kind: all bytes come, in time, and for a seed always in exactly the same time.</summary>
public class LossTableTests
{
    private const int Length = 100_000;

    private static readonly Duration Patience = Duration.FromSeconds(20_000);

    [Fact]
    public void Loss_delay_and_buffer() => Golden.Check("loss-table", output =>
    {
        output.WriteLine($"Virtual milliseconds, segments sent again and timeouts for {Length:N0} bytes; the same loss in both directions.");
        output.WriteLine();
        output.WriteLine("loss  delay  buffer      reno sack          reno           cubic sack");
        foreach (var loss in new[] { 0, 0.01, 0.03, 0.1, 0.2, 0.3 })
        {
            foreach (var delay in new[] { 1, 20, 100 })
            {
                foreach (var buffer in new[] { 8_192, 65_536, 524_288 })
                {
                    var options = new ConnectionOptions { SendBuffer = buffer, ReceiveBuffer = buffer, UserTimeout = Patience };
                    var link = new ImpairmentOptions { Loss = loss, Delay = Duration.FromMilliseconds(delay), Seed = (ulong)((loss * 100) + delay) };
                    var cells = new[]
                    {
                        Measure(options, link),
                        Measure(options with { SelectiveAcknowledgments = false, Timestamps = false }, link),
                        Measure(options with { Congestion = CongestionAlgorithm.Cubic }, link),
                    };
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{loss,4:0%} {delay,6} {buffer,7}  {string.Join("  ", cells)}"));
                }
            }
        }
    });

    [Theory]
    [InlineData("duplication")]
    [InlineData("reordering")]
    [InlineData("corruption")]
    [InlineData("jitter")]
    [InlineData("bursts")]
    [InlineData("narrow")]
    [InlineData("everything")]
    public void Every_harm_alone_and_all_together(string harm)
    {
        var link = new ImpairmentOptions { Delay = Duration.FromMilliseconds(5) };
        link = harm switch
        {
            "duplication" => link with { Duplication = 0.3 },
            "reordering" => link with { Reordering = 0.2, ReorderBy = 5 },
            "corruption" => link with { Corruption = 0.1 },
            "jitter" => link with { Jitter = Duration.FromMilliseconds(30) },
            "bursts" => link with { BurstBegins = 0.01, BurstEnds = 0.2 },
            "narrow" => link with { BitsPerSecond = 10_000_000, QueueLength = 10 },
            _ => link with { Loss = 0.02, Duplication = 0.05, Reordering = 0.05, ReorderBy = 3, Corruption = 0.02, Jitter = Duration.FromMilliseconds(3), BurstBegins = 0.002, BurstEnds = 0.3 },
        };
        var patient = new ConnectionOptions { UserTimeout = Patience };
        for (var seed = 1UL; seed <= (ulong)LongRuns.Rounds(3, 30); seed++)
        {
            foreach (var options in new[] { patient, patient with { SelectiveAcknowledgments = false, Timestamps = false, Congestion = CongestionAlgorithm.Cubic } })
            {
                using var hosts = new TwoHosts(options, link with { Seed = seed }, link with { Seed = ~seed });
                var (left, right) = hosts.Open();
                Transfer.Run(hosts, left, right, Length, Patience);
                Transfer.Run(hosts, right, left, Length, Patience);
            }
        }
    }

    // Both talk at once, and both close at once.
    [Fact]
    public void In_both_directions_at_once()
    {
        var link = new ImpairmentOptions { Loss = 0.03, Delay = Duration.FromMilliseconds(10), Seed = 7 };
        using var hosts = new TwoHosts(null, link, link with { Seed = 8 });
        var (left, right) = hosts.Open();
        var there = new Transfer(left, right, Packets.Bytes.Random(1, Length));
        var back = new Transfer(right, left, Packets.Bytes.Random(2, Length));
        Assert.True(hosts.RunUntil(() => there.Step() & back.Step(), Patience));
        there.Check();
        back.Check();
    }

    [Fact]
    public void When_all_is_over_nothing_is_left()
    {
        using var hosts = new TwoHosts();
        var (left, right) = hosts.Open();
        Transfer.Run(hosts, left, right, 1000, Patience);
        right.Close();
        hosts.Pass(Duration.FromSeconds(1));
        Assert.Equal((TcpState.TimeWait, TcpState.Closed, CloseReason.Finished), (left.State, right.State, right.CloseReason));
        Assert.Equal((1, 0), (hosts.Left.ConnectionCount, hosts.Right.ConnectionCount));
        hosts.Pass(Duration.FromSeconds(60));
        Assert.Equal((TcpState.Closed, 0), (left.State, hosts.Left.ConnectionCount));
        Assert.Equal((null, null), (hosts.Left.NextDeadline, hosts.Right.NextDeadline));
    }

    private static string Measure(ConnectionOptions options, ImpairmentOptions link)
    {
        using var hosts = new TwoHosts(options, link with { Seed = link.Seed + 1000 }, link with { Seed = link.Seed + 2000 });
        var (left, right) = hosts.Open();
        var time = Transfer.Run(hosts, left, right, Length, Patience);
        return string.Create(CultureInfo.InvariantCulture, $"{time.Nanoseconds / 1_000_000,7} {hosts.Left.Counters.SegmentsRetransmitted,4} {hosts.Left.Counters.Timeouts,3}");
    }
}
