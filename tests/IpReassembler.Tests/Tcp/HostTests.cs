using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Tests.Tcp;

/// <summary>What a host does with packets before and beside its connections: fragments, checksums, limits, listeners.</summary>
public class HostTests
{
    private static readonly Duration Minute = Duration.FromSeconds(60);

    // Not TCP cuts here, but a router on the way: what comes in pieces, in any order, is put together by the reassembly cache.
    [Fact]
    public void A_request_in_fragments_is_understood()
    {
        var peer = Established(out var connection);
        var whole = peer.PacketOf("A 1:901 ack 1");
        var pieces = new List<byte[]>();
        Assert.True(Ipv4Packet.TryParse(whole, out var packet, out _));
        for (var offset = 0; offset < packet.Payload.Length; offset += 104)
        {
            var payload = packet.Payload.Slice(offset, Math.Min(104, packet.Payload.Length - offset));
            var header = Ipv4Header.CopyOf(packet) with { Offset = new FragmentOffset((ushort)(offset / 8)), MoreFragments = offset + 104 < packet.Payload.Length };
            pieces.Add(Packets.Bytes.Ipv4(header, payload));
        }

        new SplitMix64(5).Shuffle(pieces);
        foreach (var piece in pieces)
        {
            Assert.Equal(0, connection.ReadableLength);
            peer.Host.Receive(piece, peer.Now);
        }

        Assert.Equal(900, connection.ReadableLength);
        Assert.Equal((pieces.Count, 1L), (peer.Host.Counters.Fragments, peer.Host.Counters.Reassembled));
    }

    [Fact]
    public void Every_broken_packet_is_counted_and_changes_nothing()
    {
        var peer = Established(out var connection);
        var counters = peer.Host.Counters;
        var good = peer.PacketOf("A 1:101 ack 1");
        var received = counters.SegmentsReceived;
        for (var length = 0; length < good.Length; length++)
        {
            peer.Host.Receive(good.AsSpan(0, length), peer.Now);
        }

        for (var bit = 0; bit < good.Length * 8; bit++)
        {
            var broken = (byte[])good.Clone();
            broken[bit / 8] ^= (byte)(0x80 >> (bit % 8));
            peer.Host.Receive(broken, peer.Now);
        }

        Assert.Equal((0, received), (connection.ReadableLength, counters.SegmentsReceived));
        Assert.Equal(good.Length * 9L, counters.MalformedPackets + counters.BadChecksums + counters.ForeignPackets);
        peer.Host.Receive(good, peer.Now);
        Assert.Equal(100, connection.ReadableLength);
    }

    [Theory]
    [InlineData(true, 100)]
    [InlineData(false, 0)]
    public void An_unfinished_checksum_is_taken_only_where_that_is_usual(bool isUsual, int readable)
    {
        var peer = new ScriptedPeer(new ConnectionOptions());
        var host = new TcpHost(peer.Host.Options with { AcceptUnfinishedChecksums = isUsual });
        host.Listen(ScriptedPeer.Local.Port);
        host.Receive(peer.PacketOf("S 0 <mss 1000>"), peer.Now);
        Assert.True(host.TryEmit(new byte[1500], peer.Now, out _));
        host.Receive(peer.PacketOf("A 1 ack 1"), peer.Now);
        var packet = peer.PacketOf("A 1:101 ack 1");
        var partial = InternetChecksum.Fold(InternetChecksum.PseudoHeader(ScriptedPeer.Remote.Address, ScriptedPeer.Local.Address, 6, packet.Length - 20));
        (packet[36], packet[37]) = ((byte)(partial >> 8), (byte)partial);
        host.Receive(packet, peer.Now);
        Assert.True(host.TryFind(new ConnectionName(ScriptedPeer.Local, ScriptedPeer.Remote), out var connection));
        Assert.Equal(readable, connection.ReadableLength);
    }

    [Theory]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("0.0.0.0")]
    public void Nobody_connects_from_an_address_that_is_nobody_s(string source)
    {
        using var hosts = new TwoHosts();
        var sender = IpAddress.Parse(source);
        var segment = new byte[20];
        new TcpHeader { SourcePort = 5, DestinationPort = TwoHosts.Port, ControlBits = TcpControlBits.Syn }.WriteTo(segment, sender, TwoHosts.RightAddress, []);
        hosts.Right.Receive(Packets.Bytes.Ipv4(new Ipv4Header { Source = sender, Destination = TwoHosts.RightAddress, Protocol = 6 }, segment), hosts.Now);
        Assert.Equal((1L, 0), (hosts.Right.Counters.ForeignPackets, hosts.Right.ConnectionCount));
        Assert.False(hosts.Right.TryEmit(new byte[1500], hosts.Now, out _));
    }

    // A raw socket on loopback shows what the kernel's connections say too, and our own segments on their way.
    [Theory]
    [InlineData(true, TwoHosts.Port, 1)]
    [InlineData(true, 9, 1)]
    [InlineData(false, TwoHosts.Port, 1)]
    [InlineData(false, 9, 0)]
    public void Only_ports_that_are_ours_are_answered(bool ownsAll, int port, long resets)
    {
        using var hosts = new TwoHosts(also: options => options with { OwnsEveryPort = ownsAll });
        var segment = new byte[20];
        var header = new TcpHeader { SourcePort = 5, DestinationPort = (ushort)port, ControlBits = TcpControlBits.Acknowledgment };
        header.WriteTo(segment, TwoHosts.LeftAddress, TwoHosts.RightAddress, []);
        hosts.Right.Receive(Packets.Bytes.Ipv4(new Ipv4Header { Source = TwoHosts.LeftAddress, Destination = TwoHosts.RightAddress, Protocol = 6 }, segment), hosts.Now);
        hosts.Settle();
        Assert.Equal(resets, hosts.Right.Counters.ResetsSent);
    }

    [Fact]
    public void A_flood_of_SYNs_does_not_keep_others_out()
    {
        using var hosts = new TwoHosts(also: options => options with { MaxHalfOpen = 16 });
        for (var port = 1; port <= 5_000; port++)
        {
            Flood(hosts, port);
        }

        Assert.Equal((16, 16), (hosts.Listener.HalfOpenCount, hosts.Right.ConnectionCount));
        var (left, right) = hosts.Open();
        Assert.Equal((TcpState.Established, TcpState.Established), (left.State, right.State));
    }

    [Fact]
    public void A_flood_of_SYNs_that_takes_every_connection_there_may_be_does_not_either()
    {
        using var hosts = new TwoHosts(also: options => options with { MaxHalfOpen = 16, MaxConnections = 4 });
        var (early, _) = hosts.Open(1);
        for (var port = 2; port <= 100; port++)
        {
            Flood(hosts, port);
        }

        Assert.Equal((3, 4), (hosts.Listener.HalfOpenCount, hosts.Right.ConnectionCount));
        var (left, right) = hosts.Open();
        Assert.Equal((TcpState.Established, TcpState.Established, TcpState.Established), (early.State, left.State, right.State));
    }

    [Fact]
    public void Who_is_not_accepted_waits_in_a_queue_that_ends()
    {
        using var hosts = new TwoHosts(also: options => options with { MaxAcceptable = 3 });
        foreach (var port in Enumerable.Range(1, 5))
        {
            hosts.Connect(port);
        }

        hosts.Settle();
        Assert.Equal((2, 3), (hosts.Listener.HalfOpenCount, Accept(hosts)));
        // SYN goes out again, and this time there is room for the answer.
        hosts.Pass(Duration.FromSeconds(2));
        Assert.Equal((0, 2), (hosts.Listener.HalfOpenCount, Accept(hosts)));

        static int Accept(TwoHosts hosts)
        {
            var count = 0;
            while (hosts.Listener.TryAccept(out _))
            {
                count++;
            }

            return count;
        }
    }

    [Fact]
    public void There_are_only_so_many_connections()
    {
        using var hosts = new TwoHosts(also: options => options with { MaxConnections = 2 });
        var (first, _) = hosts.Open(1);
        hosts.Open(2);
        Assert.Throws<InvalidOperationException>(() => hosts.Connect(3));
        Assert.Equal(0, hosts.Right.Counters.Overflows);
        Flood(hosts, 9);
        Assert.Equal((1L, 2), (hosts.Right.Counters.Overflows, hosts.Right.ConnectionCount));
        first.Abort();
        hosts.Settle();
        Assert.Equal((1, 1), (hosts.Left.ConnectionCount, hosts.Right.ConnectionCount));
        hosts.Open(3);
    }

    [Fact]
    public void Connections_in_time_wait_make_room()
    {
        using var hosts = new TwoHosts(also: options => options with { MaxTimeWaits = 2, MaxConnections = 4 });
        for (var port = 1; port <= 10; port++)
        {
            var (left, right) = hosts.Open(port);
            left.Close();
            hosts.Settle();
            right.Close();
            hosts.Settle();
            Assert.Equal((TcpState.TimeWait, TcpState.Closed), (left.State, right.State));
        }

        Assert.Equal((2, 0, 8L), (hosts.Left.ConnectionCount, hosts.Right.ConnectionCount, hosts.Left.Counters.Overflows));
    }

    [Fact]
    public void Closing_a_listener_resets_who_was_not_accepted()
    {
        using var hosts = new TwoHosts();
        var connection = hosts.Connect();
        hosts.Settle();
        hosts.Listener.Close();
        hosts.Settle();
        Assert.Equal((TcpState.Closed, CloseReason.Reset), (connection.State, connection.CloseReason));
        var late = hosts.Connect(2);
        hosts.Settle();
        Assert.Equal(CloseReason.Refused, late.CloseReason);
        hosts.Right.Listen(TwoHosts.Port);
        Assert.Throws<InvalidOperationException>(() => hosts.Right.Listen(TwoHosts.Port));
    }

    [Fact]
    public void News_come_when_there_is_something_to_do()
    {
        using var hosts = new TwoHosts(new ConnectionOptions { SendBuffer = 4096 });
        var (left, right) = hosts.Open();
        ReadAllNews(hosts.Left);
        ReadAllNews(hosts.Right);
        Assert.Equal(4096, left.Write(new byte[5000]));
        Assert.Equal(0, left.Write(new byte[1]));
        hosts.Settle();
        Assert.True(hosts.Right.TryTakeNews(out var news));
        Assert.Same(right, news);
        Assert.Equal(4096, right.Read(new byte[5000]));
        hosts.Pass(Minute);
        Assert.True(hosts.Left.TryTakeNews(out news));
        Assert.Same(left, news);
        Assert.Equal(4096, left.WritableLength);
        right.Close();
        hosts.Settle();
        Assert.True(hosts.Left.TryTakeNews(out news));
        Assert.True(left.IsReadToEnd);
    }

    [Fact]
    public void Initial_numbers_grow_with_time_and_differ_between_connections()
    {
        var numbers = new InitialNumbers(new byte[16]);
        var name = new ConnectionName(ScriptedPeer.Local, ScriptedPeer.Remote);
        var first = numbers.For(name, new Timestamp(0));
        // RFC 6528 section 3: 250,000 in a second.
        Assert.Equal(250_000, numbers.For(name, Timestamp.FromParts(1, 0)) - first);
        Assert.NotEqual(first, numbers.For(name with { Remote = name.Remote with { Port = 40001 } }, new Timestamp(0)));
        Assert.NotEqual(first, new InitialNumbers(Enumerable.Repeat((byte)1, 16).ToArray()).For(name, new Timestamp(0)));
        Assert.NotEqual(numbers.ClockOffset(name), first.Value);
    }

    [Fact]
    public void A_segment_costs_no_allocation()
    {
        using var hosts = new TwoHosts(new ConnectionOptions { DelayedAcknowledgment = Duration.Zero });
        var (left, right) = hosts.Open();
        var (bytes, packet, later) = (new byte[14_480], new byte[1500], hosts.Now);
        var least = Enumerable.Range(0, 10).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var round = 0; round < 50; round++)
            {
                later += Duration.FromMilliseconds(1);
                left.Write(bytes);
                Carry(hosts.Left, hosts.Right, packet, later);
                right.Read(bytes);
                Carry(hosts.Right, hosts.Left, packet, later);
                while (hosts.Left.TryTakeNews(out var _) || hosts.Right.TryTakeNews(out var _))
                {
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.Equal((0L, 0), (least, left.UnacknowledgedLength));
    }

    [Theory]
    [InlineData("host")]
    [InlineData("connection")]
    public void Options_that_make_no_sense_are_refused(string which)
    {
        var good = new HostOptions { Addresses = [TwoHosts.LeftAddress], Secret = new byte[16] };
        HostOptions[] bad = which == "host"
            ? [good with { Addresses = [] }, good with { Secret = new byte[15] }, good with { Mtu = 127 }, good with { MaxConnections = 0 }, good with { MaxHalfOpen = 0 },
                good with { Addresses = [IpAddress.Parse("::1")] }, good with { MaxTimeWaits = 0 }, good with { MaxAcceptable = 0 }, good with { MaxFragmentMemory = 5 }]
            : [.. new[]
            {
                good.Connection with { MaximumSegmentSize = 87 }, good.Connection with { SendBuffer = 100 }, good.Connection with { ReceiveBuffer = int.MaxValue },
                good.Connection with { DelayedAcknowledgment = Duration.FromMilliseconds(501) }, good.Connection with { UserTimeout = Duration.Zero },
                good.Connection with { LongestRetransmissionTimeout = Duration.FromMilliseconds(100) }, good.Connection with { MaximumSegmentLifetime = Duration.Zero },
            }.Select(options => good with { Connection = options })];
        Assert.All(bad, options => Assert.ThrowsAny<ArgumentException>(() => new TcpHost(options)));
        Assert.NotNull(new TcpHost(good));
    }

    private static void Carry(TcpHost from, TcpHost to, byte[] packet, Timestamp now)
    {
        while (from.TryEmit(packet, now, out var length))
        {
            to.Receive(packet.AsSpan(0, length), now);
        }
    }

    private static void Flood(TwoHosts hosts, int port)
    {
        var source = IpAddress.Parse("203.0.113.9");
        var segment = new byte[20];
        new TcpHeader { SourcePort = (ushort)port, DestinationPort = TwoHosts.Port, ControlBits = TcpControlBits.Syn }.WriteTo(segment, source, TwoHosts.RightAddress, []);
        hosts.Right.Receive(Packets.Bytes.Ipv4(new Ipv4Header { Source = source, Destination = TwoHosts.RightAddress, Protocol = 6 }, segment), hosts.Now);
    }

    private static void ReadAllNews(TcpHost host)
    {
        while (host.TryTakeNews(out _))
        {
        }
    }

    private static ScriptedPeer Established(out TcpConnection connection)
    {
        var peer = StateTableTests.Tell(StateTableTests.States.Single(state => state.Name == "Established").Story);
        connection = peer.Connection!;
        return peer;
    }
}
