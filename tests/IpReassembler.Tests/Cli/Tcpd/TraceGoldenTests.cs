using System.Runtime.CompilerServices;
using System.Text;
using IpReassembler.Capture;
using IpReassembler.Cli;
using IpReassembler.Cli.Tcpd;
using IpReassembler.Cli.Text;
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

        Check("trace-jsonl", File.ReadAllText(path));
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
