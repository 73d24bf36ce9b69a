using IpReassembler.Capture;
using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Tests.Capture;
using IpReassembler.Tests.Reassembly;

namespace IpReassembler.Tests.Cli;

public class AutostopTests
{
    [Theory]
    [InlineData("duration:10", 0, 0, 9.9, false)]
    [InlineData("duration:10", 0, 0, 10.1, true)]
    [InlineData("duration:0.5", 0, 0, 0.6, true)]
    [InlineData("filesize:2", 1999, 0, 0, false)]
    [InlineData("filesize:2", 2000, 0, 0, true)]
    [InlineData("datagrams:3", 0, 2, 0, false)]
    [InlineData("datagrams:3", 0, 3, 0, true)]
    [InlineData("datagrams:3 duration:1", 0, 0, 2, true)]
    public void It_is_due_when_a_condition_is_met(string conditions, long bytes, long delivered, double seconds, bool isDue)
    {
        var clock = new JumpingClock();
        var watch = new AutostopWatch(conditions.Split(' ').Aggregate(new Autostop(), (stop, condition) => stop.With(condition)), clock);
        watch.Watch(Delivered(delivered));
        clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(isDue, watch.IsDue(bytes, isIdle: true));
    }

    [Fact]
    public void A_datagram_inside_a_tunnel_is_known_before_the_next_frame()
    {
        // Two pieces in IP in IP, and a packet behind them that is not to be read any more.
        var pcap = new CaptureBytes(false).Pcap();
        Piece[] pieces = [Piece.Of(0, 8, 'A', more: true), Piece.Of(8, 8, 'B', more: false)];
        foreach (var packet in pieces.Select(piece => new Piece(0, piece.ToPacket(), More: false) { Protocol = 4 }).Append(pieces[0]))
        {
            pcap = pcap.Record(1_000, 0, packet.ToEthernet());
        }

        using var interruption = new Interruption();
        var source = CaptureFile.Open(new MemoryStream(pcap.ToArray()), "tunnel.pcap");
        using var input = new CaptureInput(new CaptureOrigin("tunnel.pcap", "", "pcap"), source, [source], interruption)
        {
            Autostop = new AutostopWatch(new Autostop().With("datagrams:1"), new JumpingClock()),
        };
        var (cache, tunnels) = (new ReassemblyCache(), new TunnelOpener());
        while (input.Read(out var frame))
        {
            for (var outcomes = input.Feed(cache, frame, out var within); tunnels.TryGoOn(cache, ref within, ref outcomes);)
            {
            }
        }

        Assert.Equal((1, 2), (cache.Counters.Delivered, input.Packets));
    }

    private static ReassemblyCounters Delivered(long count)
    {
        var cache = new ReassemblyCache();
        for (var id = 0; id < count; id++)
        {
            cache.Accept((Piece.Of(0, 8, 'A', more: true) with { Id = id }).ToEthernet(), LinkType.Ethernet, default);
            cache.Accept((Piece.Of(8, 8, 'A', more: false) with { Id = id }).ToEthernet(), LinkType.Ethernet, default);
        }

        return cache.Counters;
    }

    [Fact]
    public void On_a_busy_wire_the_clock_is_looked_at_now_and_then()
    {
        var clock = new JumpingClock();
        var watch = new AutostopWatch(new Autostop().With("duration:1"), clock);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains(true, Enumerable.Range(0, 64).Select(_ => watch.IsDue(0, isIdle: false)));
    }
}
