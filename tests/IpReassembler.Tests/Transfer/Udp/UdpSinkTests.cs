using System.Net;
using System.Net.Sockets;
using IpReassembler.Transfer;

namespace IpReassembler.Tests.Transfer;

public class UdpSinkTests
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(32, 1000.0)]
    [InlineData(100, null)]
    public async Task Reports_what_a_sender_sent(int size, double? rate)
    {
        // 150 small datagrams fit in any receive buffer: nothing is lost, however slow the machine.
        using var sink = new UdpSink(new UdpSinkOptions { Bind = AnyPort, Silence = Patience }, TimeProvider.System);
        using var sender = new UdpSender(new UdpSendOptions { Target = sink.LocalEndPoint, Size = size, Count = 150, Rate = rate }, TimeProvider.System);
        var sending = sender.SendAsync(TestContext.Current.CancellationToken);
        var report = await FirstReport(sink);
        var sent = await sending;
        Assert.Equal((150, 0, null, sent.Run), (sent.Sent, sent.Refused, sent.Failure, report.Run));
        Assert.Equal((150, 150, 0, 0, 0, 0), (report.Sent, report.Received, report.Lost, report.Duplicates, report.Reordered, report.Late));
        Assert.Equal(150 * size, report.Bytes);
        Assert.Equal(sender.LocalEndPoint, report.Source);
        Assert.True(report.HasOneClock);
        Assert.Equal(new UdpSinkCounters(), sink.Counters);
    }

    [Fact]
    public async Task Tells_several_senders_apart_and_counts_what_is_hostile()
    {
        using var sink = new UdpSink(new UdpSinkOptions { Bind = AnyPort, MaxRuns = 2, Silence = Patience }, TimeProvider.System);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(sink.LocalEndPoint);
        Send(socket, Array.Empty<byte>());
        Send(socket, "GET / HTTP/1.0\r\n\r\nand so on and on and on"u8.ToArray());
        Send(socket, "IPRU"u8.ToArray());
        Send(socket, Data(1, 0, 60_000).Select((value, i) => i == 40_000 ? (byte)~value : value).ToArray());
        foreach (var sequence in new[] { 0, 2, 1, 1, 5 })
        {
            Send(socket, Data(run: 1, sequence, 64));
            Send(socket, Data(run: 2, sequence: 9, 64));
        }

        Send(socket, Data(run: 3, 0, 64)); // a third measurement, and there is room for two
        Send(socket, End(run: 1, 7));
        Send(socket, End(run: 2, 10));
        var reports = await Reports(sink, 2);
        Send(socket, Data(run: 1, sequence: 6, 64)); // too late

        Assert.Equal((7, 4, 3, 1, 1), Facts(reports.Single(report => report.Run == 1)));
        Assert.Equal((10, 1, 9, 4, 0), Facts(reports.Single(report => report.Run == 2)));
        Send(socket, End(run: 4, 0));
        await Reports(sink, 1);
        Assert.Equal(new UdpSinkCounters { Foreign = 3, Corrupt = 1, Refused = 1, Stray = 1 }, sink.Counters);
    }

    [Fact]
    public async Task Reports_what_is_under_way_when_it_is_stopped()
    {
        using var sink = new UdpSink(new UdpSinkOptions { Bind = AnyPort, Silence = Patience }, TimeProvider.System);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(sink.LocalEndPoint);
        Send(socket, Data(run: 1, sequence: 0, 64));
        Send(socket, Data(run: 1, sequence: 2, 64));
        Send(socket, End(run: 2, 0)); // its report says that the others were read too
        using var stop = new CancellationTokenSource(Patience);
        var reports = new List<UdpRunReport>();
        await foreach (var report in sink.RunsAsync(stop.Token))
        {
            reports.Add(report);
            await stop.CancelAsync();
        }

        Assert.Equal([2u, 1u], reports.Select(report => report.Run));
        Assert.Equal((null, 2, 1), (reports[1].Sent, reports[1].Received, reports[1].Lost));
    }

    [Fact]
    public async Task A_sender_hears_that_nobody_listens_and_a_stop()
    {
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        nobody.Bind(AnyPort);
        var target = (IPEndPoint)nobody.LocalEndPoint!;
        nobody.Close();
        using var sender = new UdpSender(new UdpSendOptions { Target = target, Size = 32, Count = 10, Rate = null }, TimeProvider.System);
        var report = await sender.SendAsync(TestContext.Current.CancellationToken);
        Assert.Equal(10, report.Sent);
        Assert.InRange(report.Refused, 1, 15);

        using var stopped = new UdpSender(new UdpSendOptions { Target = target, Size = 32, Rate = 1 }, TimeProvider.System);
        Assert.InRange((await stopped.SendAsync(new CancellationToken(canceled: true))).Sent, 0, 0);
    }

    private static (long?, long, long, long, long) Facts(UdpRunReport report) => (report.Sent, report.Received, report.Lost, report.Duplicates, report.Reordered);

    private static byte[] Data(uint run, int sequence, int length) => Bytes(new UdpProbe(run, UdpProbeKind.Data, sequence, 0), length);

    private static byte[] End(uint run, int sent) => Bytes(new UdpProbe(run, UdpProbeKind.End, sent, 0), 32);

    private static byte[] Bytes(UdpProbe probe, int length)
    {
        var datagram = new byte[length];
        probe.Write(datagram);
        return datagram;
    }

    private static void Send(Socket socket, byte[] datagram) => Assert.Equal(datagram.Length, socket.Send(datagram));

    private static async Task<UdpRunReport> FirstReport(UdpSink sink) => (await Reports(sink, 1))[0];

    private static async Task<List<UdpRunReport>> Reports(UdpSink sink, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        var reports = new List<UdpRunReport>();
        await foreach (var report in sink.RunsAsync(patience.Token))
        {
            reports.Add(report);
            if (reports.Count == count)
            {
                break;
            }
        }

        return reports;
    }
}
