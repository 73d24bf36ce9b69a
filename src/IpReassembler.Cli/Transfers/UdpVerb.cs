using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary><c>ipreasm udp send|sink|demo</c>: datagrams that say what became of them.</summary>
internal static class UdpVerb
{
    private const int UsualPort = 5300;

    public static Command Create(Terminal terminal, Interruption interruption) =>
        new("udp", "Sends UDP datagrams, and counts what arrives: large enough to be fragmented if you like.")
        {
            CreateSend(terminal, interruption),
            CreateSink(terminal, interruption),
            CreateDemo(terminal, interruption),
        };

    private static Verb CreateSend(Terminal terminal, Interruption interruption)
    {
        var host = new Argument<string>("HOST") { Description = "Where a sink runs: a name or an address" };
        var port = Options.Of<long?>("--port", [], "N", $"The sink's port [{UsualPort}]", text => Options.ParseNumber(1, 65_535)(text));
        var (words, json) = (new UdpSendWords(), JsonSwitch());
        var verb = new Verb("send", "Sends numbered datagrams at an even rate.")
        {
            MostUsed = ["--size", "--rate", "--count", "--seconds", "--df", "--json"],
            Examples = ["ipreasm udp send 127.0.0.1 --size 8000", "ipreasm udp send 10.9.0.2 --rate 100/s --count 1000", "ipreasm udp send 10.9.0.2 --size 1472 --df"],
        };
        verb.Arguments.Add(host);
        words.AddTo(verb);
        verb.Options.Add(port);
        verb.Options.Add(json);
        verb.SetAction(parsed =>
        {
            var target = new IPEndPoint(Resolve(parsed.GetRequiredValue(host)), (int?)parsed.GetValue(port) ?? UsualPort);
            var output = new UdpOutput(parsed.InvocationConfiguration.Output, terminal.Error, parsed.GetValue(json));
            return SendAsync(words.Read(parsed, target), output, interruption).GetAwaiter().GetResult();
        });
        return verb;
    }

    private static Verb CreateSink(Terminal terminal, Interruption interruption)
    {
        var bind = Options.Of<IPAddress?>("--bind", [], "ADDR", "Listen on this address; 0.0.0.0 for all [127.0.0.1]", ServerVerb.ParseAddress);
        var port = Options.Of<long?>("--port", [], "N", $"Listen on this port; 0 for any that is free [{UsualPort}]", text => Options.ParseNumber(0, 65_535)(text));
        var once = Options.Switch("--once", [], "End after the first run");
        var seconds = Options.Of<double?>("--seconds", [], "S", "End after so long", text => UdpSendWords.ParseSeconds(text));
        var json = JsonSwitch();
        var verb = new Verb("sink", "Counts what senders send: lost, reordered, duplicate, late, corrupt.")
        {
            MostUsed = ["--bind", "--port", "--once", "--seconds", "--json"],
            Examples = ["ipreasm udp sink", "ipreasm udp sink --bind 0.0.0.0 --once", "ipreasm udp sink --port 5301 --json"],
        };
        foreach (Option option in new Option[] { bind, port, once, seconds, json })
        {
            verb.Options.Add(option);
        }

        verb.SetAction(parsed =>
        {
            var address = new IPEndPoint(parsed.GetValue(bind) ?? IPAddress.Loopback, (int?)parsed.GetValue(port) ?? UsualPort);
            var output = new UdpOutput(parsed.InvocationConfiguration.Output, terminal.Error, parsed.GetValue(json));
            using var sink = Open(address);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token);
            if (parsed.GetValue(seconds) is { } limit)
            {
                stop.CancelAfter(TimeSpan.FromSeconds(limit));
            }

            output.Listening(sink.LocalEndPoint);
            ReceiveAsync(sink, output, parsed.GetValue(once), stop.Token).GetAwaiter().GetResult();
            return interruption.ExitCode;
        });
        return verb;
    }

    private static Verb CreateDemo(Terminal terminal, Interruption interruption)
    {
        var (words, json) = (new UdpSendWords(), JsonSwitch());
        var verb = new Verb("demo", "Runs sender and sink in one process, over the loopback.")
        {
            MostUsed = ["--size", "--rate", "--count", "--seconds", "--json"],
            Examples = ["ipreasm udp demo", "ipreasm udp demo --size 60000 --rate 100/s", "ipreasm udp demo --count 1000 --json"],
        };
        words.AddTo(verb);
        verb.Options.Add(json);
        verb.SetAction(parsed =>
        {
            var output = new UdpOutput(parsed.InvocationConfiguration.Output, terminal.Error, parsed.GetValue(json));
            return DemoAsync(parsed, words, output, interruption).GetAwaiter().GetResult();
        });
        return verb;
    }

    private static async Task<int> DemoAsync(ParseResult parsed, UdpSendWords words, UdpOutput output, Interruption interruption)
    {
        using var sink = Open(new IPEndPoint(IPAddress.Loopback, 0));
        // The sink ends when the sender's word of the end came, or, if that is lost, when it heard nothing for long enough.
        using var stop = new CancellationTokenSource();
        var receiving = ReceiveAsync(sink, output, once: true, stop.Token);
        try
        {
            return await SendAsync(words.Read(parsed, sink.LocalEndPoint), output, interruption);
        }
        catch (ToolException)
        {
            await stop.CancelAsync();
            throw;
        }
        finally
        {
            await receiving;
        }
    }

    private static async Task<int> SendAsync(UdpSendOptions options, UdpOutput output, Interruption interruption)
    {
        try
        {
            using var sender = new UdpSender(options, TimeProvider.System);
            var report = await Task.Run(() => sender.SendAsync(interruption.Token));
            output.Sent(report, options.Target);
            if (report.Failure is { } failure)
            {
                throw new ToolException(ExitCode.Network, $"cannot send to {options.Target}: {failure}");
            }

            return report.Refused > 0
                ? throw new ToolException(ExitCode.Network, $"nobody listens on {options.Target}: {report.Refused} times it said so. Start ipreasm udp sink there first")
                : interruption.ExitCode;
        }
        catch (SocketException failed)
        {
            throw new ToolException(ExitCode.Network, $"cannot send to {options.Target}: {failed.Message}");
        }
    }

    private static async Task ReceiveAsync(UdpSink sink, UdpOutput output, bool once, CancellationToken stop)
    {
        await foreach (var report in sink.RunsAsync(stop))
        {
            output.Received(report);
            if (once)
            {
                break;
            }
        }

        output.Besides(sink.Counters);
    }

    private static UdpSink Open(IPEndPoint address)
    {
        try
        {
            return new UdpSink(new UdpSinkOptions { Bind = address }, TimeProvider.System);
        }
        catch (SocketException failed)
        {
            throw failed.SocketErrorCode == SocketError.AccessDenied
                ? new ToolException(ExitCode.NotPermitted, $"cannot listen on {address}: not permitted. Choose a port from 1024 up")
                : new ToolException(ExitCode.Network, $"cannot listen on {address}: {failed.Message}");
        }
    }

    // A sink listens on IPv4 unless told, so a name that has both kinds of address means that one.
    private static IPAddress Resolve(string host)
    {
        try
        {
            return Dns.GetHostAddresses(host).OrderBy(address => address.AddressFamily != AddressFamily.InterNetwork).First();
        }
        catch (Exception failed) when (failed is SocketException or ArgumentException or InvalidOperationException)
        {
            throw new ToolException(ExitCode.Network, $"cannot find {host}: {failed.Message}");
        }
    }

    private static Option<bool> JsonSwitch() => Options.Switch("--json", [], "One JSON object a line");
}
