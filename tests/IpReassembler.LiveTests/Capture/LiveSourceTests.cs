using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using IpReassembler.Capture;
using IpReassembler.LiveTests.Network;
using IpReassembler.Packets;
using IpReassembler.Tests;

namespace IpReassembler.LiveTests.Capture;

/// <summary>Listening to interfaces: how reads end, and that nothing breaks however it is stopped.</summary>
public sealed class LiveSourceTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Cable _cable;

    public LiveSourceTests()
    {
        NetworkNamespace.Require();
        PcapLibrary.Require();
        _cable = new Cable();
    }

    public void Dispose() => _cable.Dispose();

    [Fact]
    public void Frames_come_with_their_bytes_lengths_and_nanoseconds()
    {
        using var source = Open(Cable.Far, new LiveOptions { Filter = "udp" });
        var before = DateTimeOffset.UtcNow;
        SendUdp(3, 100);
        var times = new List<Timestamp>();
        for (var i = 1; i <= 3; i++)
        {
            var frame = ReadFrame(source);
            Assert.Equal((i, LinkType.Ethernet, 142, 142L), ((int)frame.Number, frame.Link, frame.Bytes.Length, frame.OriginalLength));
            Assert.True(LinkLayer.TryGetIp(frame, out var packet, out _) && Ipv4Packet.TryParse(packet.Bytes, out var ip, out _) && ip.Destination == IpAddress.Parse(Cable.FarAddress));
            times.Add(frame.Timestamp);
        }

        Assert.All(times, time => Assert.InRange(time.Seconds, before.ToUnixTimeSeconds() - 1, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1));
        Assert.Contains(times, time => time.Nanoseconds % 1000 != 0);
        Assert.Equal((9, 3L), (source.Interfaces[0].TimestampResolution, source.CountStatistics().Received));
    }

    [Fact]
    public void A_short_snapshot_keeps_the_length_on_the_wire()
    {
        using var source = Open(Cable.Far, new LiveOptions { Filter = "udp", SnapLength = 60 });
        SendUdp(1, 100);
        var frame = ReadFrame(source);
        Assert.Equal((60, 142L), (frame.Bytes.Length, frame.OriginalLength));
    }

    [Fact]
    public void A_silent_wire_is_idle_and_says_what_time_it_is()
    {
        var clock = new FixedClock();
        using var source = Open(Cable.Far, new LiveOptions { Filter = "port 9", IdleAfter = Duration.FromMilliseconds(1), Clock = clock });
        Assert.Equal(ReadResult.Idle, source.Read(out var frame));
        Assert.Equal(Timestamp.FromParts(1_700_000_000, 0), frame.Timestamp + LiveSource.LongestDelay);
        Assert.True(frame.Bytes.IsEmpty);
    }

    [Fact]
    public void Two_interfaces_are_read_as_one()
    {
        using var source = _cable.There.Invoke(() => LiveSource.Open([Cable.Far, "lo"], new LiveOptions { Filter = "udp" }));
        SendUdp(2, 100);
        _cable.There.Invoke(() => Send("127.0.0.1", 2, 100));
        var seen = new int[2];
        for (var i = 0; i < 4; i++)
        {
            seen[ReadFrame(source).Interface]++;
        }

        Assert.Equal([2, 2], seen);
        Assert.Equal([Cable.Far, "lo"], source.Interfaces.Select(one => one.Name));
    }

    [Fact]
    public void Any_listens_to_all_interfaces()
    {
        using var source = Open("any", new LiveOptions { Filter = "udp" });
        SendUdp(1, 100);
        var frame = ReadFrame(source);
        Assert.True(LinkLayer.TryGetIp(frame, out var packet, out _));
        Assert.Equal(128, packet.Bytes.Length);
        Assert.Empty(source.Warnings);
    }

    [Fact]
    public async Task Stop_from_another_thread_ends_a_waiting_read()
    {
        using var source = Open(Cable.Far, new LiveOptions { Filter = "port 9", IdleAfter = Duration.FromSeconds(3600) });
        var reading = Task.Run(() => source.Read(out _), TestContext.Current.CancellationToken);
        source.Stop();
        source.Stop();
        Assert.Equal(ReadResult.End, await reading.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal(ReadResult.End, source.Read(out _));
    }

    [Fact]
    public async Task Dispose_from_another_thread_ends_a_waiting_read()
    {
        var source = Open(Cable.Far, new LiveOptions { Filter = "port 9", IdleAfter = Duration.FromSeconds(3600) });
        var reading = Task.Run(() => source.Read(out _), TestContext.Current.CancellationToken);
        source.Dispose();
        Assert.Equal(ReadResult.End, await reading.WaitAsync(Patience, TestContext.Current.CancellationToken));
        source.Stop();
        source.Dispose();
        Assert.Equal(default, source.CountStatistics());
    }

    [Fact]
    public void An_interface_that_vanishes_ends_the_capture_with_its_name()
    {
        using var source = Open(Cable.Far);
        _cable.There.Ip($"link del {Cable.Far}");
        var waited = Stopwatch.StartNew();
        ReadResult result;
        do
        {
            result = source.Read(out _);
        }
        while (result is ReadResult.Idle or ReadResult.Frame && waited.Elapsed < Patience);
        Assert.Equal(ReadResult.Damaged, result);
        Assert.StartsWith($"{Cable.Far} cannot be read any further: ", source.Damage!.ToString(), StringComparison.Ordinal);
        Assert.Equal(ReadResult.End, source.Read(out _));
    }

    [Fact]
    public void A_thousand_captures_open_and_close()
    {
        _cable.There.Invoke(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                using var source = LiveSource.Open(["lo"], new LiveOptions { BufferLength = 1 << 20, IdleAfter = Duration.FromMilliseconds(1) });
                if (i % 2 == 0)
                {
                    source.Read(out _);
                }

                if (i % 3 == 0)
                {
                    source.Stop();
                }
            }
        });
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 1, 900);
    }

    [Fact]
    public void Readers_are_stopped_twice_counted_and_disposed_of_at_once()
    {
        for (var i = 0; i < LongRuns.Rounds(100, 1000); i++)
        {
            using var source = _cable.There.Invoke(() => LiveSource.Open(["lo"], new LiveOptions { BufferLength = 1 << 16, IdleAfter = Duration.FromMilliseconds(1) }));
            Parallel.Invoke(
                () =>
                {
                    while (source.Read(out _) is ReadResult.Idle or ReadResult.Frame)
                    {
                    }
                },
                source.Stop,
                () => source.CountStatistics(),
                source.Stop,
                source.Dispose);
            Assert.Equal((ReadResult.End, default), (source.Read(out _), source.CountStatistics()));
        }
    }

    [Fact]
    public async Task Interfaces_vanish_under_their_readers_again_and_again()
    {
        for (var i = 0; i < LongRuns.Rounds(20, 200); i++)
        {
            _cable.There.Ip("link add x0 type veth peer name x1");
            _cable.There.Ip("link set x0 up");
            using var source = Open("x0");
            var removing = Task.Run(() => _cable.There.Ip("link del x0"), TestContext.Current.CancellationToken);
            ReadResult result;
            while ((result = source.Read(out _)) is ReadResult.Idle or ReadResult.Frame)
            {
            }

            Assert.Equal(ReadResult.Damaged, result);
            await removing.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void A_name_that_is_no_interface_is_told_with_those_that_are()
    {
        var failed = Assert.Throws<CaptureDeviceException>(() => Open("nosuch0"));
        Assert.Equal(CaptureDeviceFault.NoSuchDevice, failed.Fault);
        Assert.Contains("cannot open nosuch0: there is no such interface, only ", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_filter_is_quoted() =>
        Assert.Contains("the filter 'udp prt 53' cannot be used on vb: ", Assert.Throws<PacketFilterException>(() => Open(Cable.Far, new LiveOptions { Filter = "udp prt 53" })).Message, StringComparison.Ordinal);

    [Fact]
    public void Reading_a_frame_allocates_nothing()
    {
        const int Frames = 3000;
        using var source = Open(Cable.Far, new LiveOptions { Filter = "udp" });
        SendUdp(10 * Frames, 10);
        var least = Enumerable.Range(0, 10).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Frames;)
            {
                i += source.Read(out var _) == ReadResult.Frame ? 1 : 0;
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.Equal(0, least);
    }

    [Fact]
    public void The_devices_have_names_addresses_and_mtus()
    {
        var devices = _cable.There.Invoke(CaptureDevice.All);
        var cable = devices.Single(one => one.Name == Cable.Far);
        Assert.Equal((1500, true, false), (cable.Mtu, cable.IsUp, cable.IsLoopback));
        Assert.Contains(IpAddress.Parse(Cable.FarAddress), cable.Addresses);
        var loopback = devices.Single(one => one.Name == "lo");
        Assert.Equal((65_536, true), (loopback.Mtu, loopback.IsLoopback));
        Assert.Contains(devices, one => one.Name == "any");
    }

    private LiveSource Open(string name, LiveOptions? options = null) => _cable.There.Invoke(() => LiveSource.Open([name], options));

    private void SendUdp(int count, int length) => _cable.Here.Invoke(() => Send(Cable.FarAddress, count, length));

    private static void Send(string address, int count, int length)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var to = new IPEndPoint(IPAddress.Parse(address), 5300);
        var bytes = new byte[length];
        for (var i = 0; i < count; i++)
        {
            socket.SendTo(bytes, to);
        }
    }

    private static CapturedFrame ReadFrame(LiveSource source)
    {
        for (var i = 0; i < 1000; i++)
        {
            if (source.Read(out var frame) == ReadResult.Frame)
            {
                return frame;
            }
        }

        throw new TimeoutException("no frame came");
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    }
}
