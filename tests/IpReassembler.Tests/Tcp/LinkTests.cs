using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Tests.Tcp;

/// <summary>The simulated link and the device behind a bad one.</summary>
public class LinkTests
{
    private static readonly byte[] Packet = Packets.Bytes.Ipv4([1, 2, 3]);

    [Fact]
    public void A_packet_comes_when_it_is_due()
    {
        using var link = new SimulatedLink(1500, new ImpairmentOptions { Delay = Duration.FromMilliseconds(5) }, new ImpairmentOptions());
        Assert.True(link.Left.TrySend(Packet));
        Assert.False(link.Right.TryReceive(out _));
        Assert.Equal(new Timestamp(5_000_000), link.NextDue);
        link.AdvanceTo(new Timestamp(4_999_999));
        Assert.False(link.Right.TryReceive(out _));
        link.Left.Wait(Timestamp.FromParts(1, 0));
        Assert.Equal(new Timestamp(5_000_000), link.Now);
        Assert.True(link.Right.TryReceive(out var received));
        Assert.Equal(Packet, received);
        Assert.False(link.Right.TryReceive(out _));
        Assert.Null(link.NextDue);
        link.Left.Wait(Timestamp.FromParts(1, 0));
        Assert.Equal(Timestamp.FromParts(1, 0), link.Now);
    }

    [Fact]
    public void What_is_too_long_is_lost_and_what_is_too_much_waits()
    {
        using var link = new SimulatedLink(100, new ImpairmentOptions(), new ImpairmentOptions());
        Assert.True(link.Left.TrySend(new byte[101]));
        Assert.False(link.Right.TryReceive(out _));
        for (var count = 0; count < ImpairmentOptions.MaxWaiting; count++)
        {
            Assert.True(link.Left.TrySend(Packet));
        }

        Assert.False(link.Left.TrySend(Packet));
        Assert.True(link.Right.TryReceive(out _));
        Assert.True(link.Left.TrySend(Packet));
    }

    [Fact]
    public void A_device_behind_a_bad_link_loses_by_its_seed_in_both_directions()
    {
        using var link = new SimulatedLink(1500, new ImpairmentOptions(), new ImpairmentOptions());
        using var device = new ImpairedDevice(link.Left, new ImpairmentOptions { Loss = 0.5, Seed = 1 }, new ImpairmentOptions { Loss = 0.2, Delay = Duration.FromMilliseconds(3), Seed = 2 });
        for (var count = 0; count < 1000; count++)
        {
            Assert.True(device.TrySend(Packet));
            Assert.True(link.Right.TrySend(Packet));
        }

        var there = 0;
        while (link.Right.TryReceive(out _))
        {
            there++;
        }

        Assert.False(device.TryReceive(out _));
        device.Wait(Timestamp.FromParts(1, 0));
        Assert.Equal(new Timestamp(3_000_000), link.Now);
        var back = 0;
        while (device.TryReceive(out var received))
        {
            Assert.Equal(Packet, received);
            back++;
        }

        Assert.InRange(there, 450, 550);
        Assert.InRange(back, 770, 830);
        Assert.Equal((there, back), (device.OutgoingCounters.Delivered, device.IncomingCounters.Delivered));
    }

    // The capture's impairment: a source that says how late it is lets frames out that are due.
    [Fact]
    public void The_impairment_lets_frames_out_while_nothing_comes()
    {
        using var path = new ImpairedPath(new ImpairmentOptions { Delay = Duration.FromMilliseconds(2), Duplication = 1 });
        Assert.True(path.TrySend(Packet, new Timestamp(0)));
        Assert.False(path.TryReceive(new Timestamp(1_999_999), out _));
        Assert.True(path.TryReceive(new Timestamp(2_000_000), out _));
        Assert.True(path.TryReceive(new Timestamp(2_000_000), out var second));
        Assert.Equal(Packet, second);
        Assert.False(path.TryReceive(new Timestamp(9_000_000), out _));
    }
}
