using System.Runtime.CompilerServices;
using System.Text;
using IpReassembler.Capture;
using IpReassembler.Cli;
using IpReassembler.Packets;
using IpReassembler.Tcp;
using IpReassembler.Tests.Cli.Text;

namespace IpReassembler.Tests.Cli.Tcpd;

/// <summary>One request in simulated time, as each trace shows it: the SYN+ACK is lost on purpose and sent again, three segments are served, both sides close.</summary>
public class TraceGoldenTests
{
    private const int Port = 7000;

    private static readonly IpAddress Client = IpAddress.Parse("192.0.2.1");
    private static readonly IpAddress Server = IpAddress.Parse("192.0.2.2");
    private static readonly Timestamp Start = new(1_000_000_000_000);

    [Fact]
    public void On_the_terminal()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var ladder = new LadderText(output);
        ServeOnce(ladder);
        Check("trace-ladder", output.ToString());
    }

    [Fact]
    public void As_lines()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "trace.jsonl");
        using (var lines = new TraceJson(path))
        {
            ServeOnce(lines);
        }

        Assert.All(File.ReadLines(path), line => LineSchema.Check(line));
        Check("trace-lines", File.ReadAllText(path));
    }

    [Fact]
    public void As_a_capture()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "trace.pcapng");
        using (var capture = new TraceCapture(path, "lo", new Terminal(Stream.Null, false, Stream.Null, TextWriter.Null, false, false, Style.Unlimited, _ => null)))
        {
            ServeOnce(capture);
        }

        Check("trace-pcapng", Read(path));
    }

    [Fact]
    public void As_a_picture()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "trace.svg");
        using (var picture = new CongestionPicture(path))
        {
            DoubleUntilLossThenTimeOut(picture);
            picture.Complete();
        }

        Check("trace-svg", File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_picture_of_nothing_says_so()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "trace.svg");
        using (var picture = new CongestionPicture(path))
        {
            picture.Complete();
        }

        Assert.Contains("No connection was opened.", File.ReadAllText(path), StringComparison.Ordinal);
    }

    // Five round trips of 100 ms as a textbook has them, with numbers that pass 2^32 on the way: cwnd doubles, a segment is lost on purpose and sent again, a timer runs out.
    private static void DoubleUntilLossThenTimeOut(CongestionPicture picture)
    {
        const int Size = 1_000;
        var name = new ConnectionName(new TcpEndpoint(Server, Port), new TcpEndpoint(Client, 40_000));
        var initial = new SequenceNumber(uint.MaxValue - 3 * Size);
        var (now, next) = (Start, initial + 1);
        Note(TraceKind.Received, TcpControlBits.Syn);
        Note(TraceKind.Sent, TcpControlBits.Syn | TcpControlBits.Acknowledgment, initial);
        foreach (var window in new[] { 1, 2, 4, 8 })
        {
            now += Duration.FromMilliseconds(100);
            Note(TraceKind.Received, TcpControlBits.Acknowledgment, acknowledgment: next);
            Congest(window, int.MaxValue);
            for (var count = 0; count < window; count++, next += Size)
            {
                Note(TraceKind.Sent, TcpControlBits.Acknowledgment, next, length: Size, isLost: window == 8 && count == 4);
            }
        }

        now += Duration.FromMilliseconds(100);
        Note(TraceKind.Received, TcpControlBits.Acknowledgment, acknowledgment: next - 4 * Size);
        Congest(4, 4 * Size);
        Note(TraceKind.Sent, TcpControlBits.Acknowledgment, next - 4 * Size, length: Size, reason: RetransmissionReason.FastRetransmit, isLost: true);
        now += Duration.FromMilliseconds(250);
        Note(TraceKind.TimedOut, default);
        Congest(1, 2 * Size);
        Note(TraceKind.Sent, TcpControlBits.Acknowledgment, next - 4 * Size, length: Size, reason: RetransmissionReason.Timeout);
        now += Duration.FromMilliseconds(100);
        Note(TraceKind.Received, TcpControlBits.Acknowledgment, acknowledgment: next);

        void Note(
            TraceKind kind, TcpControlBits bits, SequenceNumber sequence = default, SequenceNumber acknowledgment = default, int length = 0,
            RetransmissionReason reason = RetransmissionReason.None, bool isLost = false) => picture.Note(
            new TraceEvent
            {
                Kind = kind, At = now, Connection = name, Bits = bits, Sequence = sequence, Acknowledgment = acknowledgment, Length = length, Retransmission = reason,
            },
            isLost);

        void Congest(int window, int threshold) => picture.Note(
            new TraceEvent { Kind = TraceKind.CongestionChanged, At = now, Connection = name, CongestionWindow = window * Size, SlowStartThreshold = threshold }, isLost: false);
    }

    // What a reader of captures finds: each packet, when, and the comment on it.
    private static string Read(string path)
    {
        var text = new StringBuilder();
        using var capture = CaptureFile.Open(path);
        while (capture.Read(out var frame) == ReadResult.Frame)
        {
            Assert.True(Ipv4Packet.TryParse(frame.Bytes, out var ip, out _));
            Assert.Equal((LinkType.Raw, ChecksumState.Ok, ChecksumState.Ok), (frame.Link, ip.HeaderChecksumState, TransportChecksum.Verify(ip, ip.Payload)));
            Assert.True(TcpSegment.TryParse(ip.Payload, out var tcp, out _));
            text.Append($"{frame.Timestamp - Start}  {ip.Source} {TraceWords.Of(tcp.ControlBits)} seq {tcp.SequenceNumber} ack {tcp.AcknowledgmentNumber} {tcp.Payload.Length} bytes\n");
            foreach (var comment in capture.Comments)
            {
                text.Append($"    {comment}\n");
            }
        }

        Assert.Null(capture.Damage);
        Assert.Equal("lo", Assert.Single(capture.Interfaces).Name);
        return text.ToString();
    }

    private static void ServeOnce(ITraceView view)
    {
        var delay = new ImpairmentOptions { Delay = Duration.FromMilliseconds(10) };
        using var link = new SimulatedLink(1500, delay, delay, Start);
        // Of what this seed does to what is sent, the first packet is lost and no other one that the request takes.
        using var device = new TracedDevice(new ImpairedDevice(link.Right, new ImpairmentOptions { Loss = 0.1, Seed = 2 }, new ImpairmentOptions()), [view]);
        var (client, server) = (new TcpHost(Options(Client, 1)), new TcpHost(Options(Server, 2)) { Trace = device.Note });
        var http = new HttpServer(server, Port, ServedContent.Of(new string('x', 4_000)), Duration.FromSeconds(60));
        var (near, far) = (new PacketLoop(client, link.Left), new PacketLoop(server, device));
        var connection = client.Connect(new TcpEndpoint(Client, 40_000), new TcpEndpoint(Server, Port), link.Now);
        connection.Write("GET / HTTP/1.0\r\n\r\n"u8);

        var buffer = new byte[10_000];
        var received = 0;
        for (Timestamp? due = link.Now; due is { } time; due = new[] { client.NextDeadline, server.NextDeadline, link.NextDue }.Min())
        {
            link.AdvanceTo(time);
            while (near.Turn() | far.Turn())
            {
                http.Serve(link.Now);
                received += connection.Read(buffer);
                if (connection.IsReadToEnd)
                {
                    connection.Close();
                }
            }
        }

        Assert.True(received > 4_000);
        view.Complete();
    }

    private static HostOptions Options(IpAddress address, byte secret) => new() { Addresses = [address], Secret = Enumerable.Repeat(secret, 16).ToArray() };

    private static void Check(string name, string text) => Golden.Check(name, output => output.Write(text), Here());

    private static string Here([CallerFilePath] string path = "") => path;
}
