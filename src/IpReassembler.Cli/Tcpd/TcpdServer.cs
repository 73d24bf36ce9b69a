using System.Security.Cryptography;
using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Cli;

/// <summary>The server: a device, a host and HTTP, turned in one loop on one thread until it is interrupted.</summary>
internal sealed record TcpdServer
{
    private const string TunName = "ipreasm0";

    // RFC 2544 appendix C.2.2 keeps 198.18.0.0/15 for benchmarks: nobody else has it.
    private static readonly IpAddress TunKernelAddress = IpAddress.Parse("198.18.0.1");
    private static readonly IpAddress TunAddress = IpAddress.Parse("198.18.0.2");
    private static readonly IpAddress LoopbackAddress = IpAddress.Parse("127.0.0.1");

    // An interruption is seen within this.
    private static readonly Duration LongestWait = Duration.FromMilliseconds(50);

    private const int LastTurns = 100;

    // Who takes nothing for so long does not want it any more.
    private static readonly Duration Patience = Duration.FromSeconds(60);

    public required int Port { get; init; }

    public required TcpdDevice Device { get; init; }

    public required ConnectionOptions Connection { get; init; }

    /// <summary>What happens to packets, in either direction.</summary>
    public required ImpairmentOptions Impairment { get; init; }

    /// <summary>Whether what happens is shown.</summary>
    public bool IsTraced { get; init; }

    /// <summary>Where to; null for a ladder on the terminal.</summary>
    public string? TraceFile { get; init; }

    /// <summary>Where the picture goes; null for none.</summary>
    public string? PictureFile { get; init; }

    /// <summary>Serves until interrupted.</summary>
    /// <returns>The exit code.</returns>
    public int Run(ServedContent content, TextWriter output, Terminal terminal, Interruption interruption)
    {
        var views = OpenViews(output, terminal);
        try
        {
            var port = OpenDevice();
            var impaired = IsImpaired ? new ImpairedDevice(port, Impairment, Impairment with { Seed = Impairment.Seed + 1 }) : null;
            IPacketDevice link = impaired is null ? port : impaired;
            var traced = views.Count > 0 ? new TracedDevice(link, views) : null;
            using var device = traced ?? link;
            var host = new TcpHost(HostOptions(device)) { Trace = traced is null ? null : traced.Note };
            var report = new TcpdReport(content, output, terminal.Error);
            try
            {
                try
                {
                    Serve(content, host, device, report, interruption);
                }
                finally
                {
                    // An end that nobody asked for is worth looking at all the more.
                    views.ForEach(view => view.Complete());
                }
            }
            finally
            {
                // A trace that cannot be written takes nothing of what was counted with it.
                report.Summarise(host.Counters, impaired);
            }

            return interruption.ExitCode;
        }
        finally
        {
            views.ForEach(view => view.Dispose());
        }
    }

    private void Serve(ServedContent content, TcpHost host, IPacketDevice device, TcpdReport report, Interruption interruption)
    {
        var server = new HttpServer(host, Port, content, Patience);
        server.Answered = report.Answered;
        report.Listening(Address, Port, Device);
        var loop = new PacketLoop(host, device);
        while (!interruption.Requested)
        {
            Turn(loop, server, device);
        }

        server.Close();
        // Everybody is told. Who goes on sending does not keep it from ending.
        for (var turns = 0; turns < LastTurns && loop.Turn(); turns++)
        {
        }
    }

    // Files are opened before anything is served: a name that cannot be written is told at once.
    private List<ITraceView> OpenViews(TextWriter output, Terminal terminal)
    {
        var views = new List<ITraceView>();
        if (IsTraced)
        {
            views.Add(
                TraceFile is null ? new LadderText(output)
                : TraceFile.EndsWith(".jsonl", StringComparison.Ordinal) ? OpenJson(TraceFile)
                : new TraceCapture(TraceFile, Device == TcpdDevice.Raw ? "lo" : TunName, terminal));
        }

        if (PictureFile is not null)
        {
            FileName.MustNotBeEmpty(PictureFile, "the picture");
            CaptureOutput.MustBeWritable(PictureFile);
            views.Add(new CongestionPicture(PictureFile));
        }

        return views;
    }

    private static TraceJson OpenJson(string file)
    {
        CaptureOutput.MustBeWritable(file);
        return new TraceJson(file);
    }

    private IpAddress Address => Device == TcpdDevice.Raw ? LoopbackAddress : TunAddress;

    private bool IsImpaired => Impairment is not { Loss: 0, Reordering: 0, Duplication: 0, Delay.Nanoseconds: 0 };

    // The MTU that makes segments as long as was asked for.
    private int Mtu => Connection.MaximumSegmentSize + Ipv4Packet.MinHeaderLength + TcpSegment.MinHeaderLength;

    private static void Turn(PacketLoop loop, HttpServer server, IPacketDevice device)
    {
        var hasMoved = loop.Turn();
        server.Serve(device.Now);
        if (!(loop.Turn() | hasMoved))
        {
            device.Wait(loop.NextDeadline(LongestWait));
        }
    }

    private PortDevice OpenDevice() => new(
        Device == TcpdDevice.Raw ? RawTcpPort.Open(LoopbackAddress, Port) : TunInterface.Open(TunName, TunKernelAddress, TunAddress, Mtu), TimeProvider.System);

    private HostOptions HostOptions(IPacketDevice device) => new()
    {
        Addresses = [Address],
        Secret = RandomNumberGenerator.GetBytes(16),
        Mtu = Math.Min(device.Mtu, Mtu),
        Connection = Connection,
        MaxHalfOpen = 1_024,
        MaxAcceptable = 256,
        AcceptUnfinishedChecksums = Device == TcpdDevice.Raw,
    };
}
