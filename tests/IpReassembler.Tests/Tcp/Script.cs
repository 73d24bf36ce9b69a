using System.Globalization;
using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Tests.Tcp;

/// <summary>A story of segments and times, one event on a line. Time stands still but where a line says <c>+milliseconds</c>.</summary>
/// <remarks>
/// <code>
///   use sack ts ws nagle=off ...     options of the host; without them it has none of these TCP options, and MSS 1000
///   &lt; S 0 win 8000 &lt;mss 1000&gt;        a segment arrives; numbers count from each side's SYN
///   &gt; SA 0 ack 1                     a segment goes out, at exactly this time. What the line leaves out (win, options) is not looked at
///   &gt; A 1:1001 ack 1 [Timeout]       ... and why it is not the first time
///   +200 silence                     nothing goes out up to then
///   listen, connect, accept, write N, read N, close, abort, stop
///   state S, reason R, drop D, cwnd N, ssthresh N, finished     what is so
/// </code>
/// Every segment that goes out must be in the story, in its order.
/// </remarks>
internal sealed class Script
{
    private readonly Queue<(Timestamp At, string Text)> _departed = new();
    private ScriptedPeer? _peer;
    private TcpListener? _listener;
    private ConnectionOptions _options = new()
    {
        MaximumSegmentSize = 1000,
        SelectiveAcknowledgments = false,
        Timestamps = false,
        WindowScaling = false,
        SendBuffer = 1 << 16,
        ReceiveBuffer = 10_000,
    };

    private int _written;
    private int _read;

    public static void Run(string story)
    {
        var script = new Script();
        var number = 0;
        foreach (var line in story.Split('\n'))
        {
            number++;
            var text = line.Split('#')[0].Trim();
            if (text.Length > 0)
            {
                try
                {
                    script.Step(text);
                }
                catch (Exception failure)
                {
                    Assert.Fail($"line {number}: {text}\n{failure.Message}");
                }
            }
        }

        script.ExpectSilence();
    }

    private ScriptedPeer Peer => _peer ??= new ScriptedPeer(_options);

    private TcpConnection Connection => Peer.Connection ?? throw new InvalidOperationException("there is no connection yet");

    private void Step(string line)
    {
        var delay = Duration.Zero;
        if (line[0] == '+')
        {
            var space = line.IndexOf(' ');
            delay = new Duration((long)(double.Parse(line[1..space], CultureInfo.InvariantCulture) * 1e6));
            line = line[space..].Trim();
        }

        if (line.StartsWith("use ", StringComparison.Ordinal))
        {
            Assert.Null(_peer);
            _options = line[4..].Split(' ').Aggregate(_options, Use);
            return;
        }

        var until = Peer.Now + delay;
        Pass(until);
        var (word, rest) = line.Split(' ', 2) is [var first, var more] ? (first, more.Trim()) : (line, "");
        if (word is not (">" or "state" or "reason" or "drop" or "cwnd" or "ssthresh" or "finished" or "stop"))
        {
            ExpectSilence();
        }

        switch (word)
        {
            case ">":
                Expect(rest, until);
                break;
            case "<":
                Peer.Arrives(rest);
                Collect();
                break;
            case "silence":
                break;
            case "listen":
                _listener = Peer.Host.Listen(ScriptedPeer.Local.Port);
                break;
            case "connect":
                Peer.Connect();
                Collect();
                break;
            case "accept":
                Peer.Accept(_listener!);
                break;
            case "write":
                var bytes = Enumerable.Range(1 + _written, int.Parse(rest)).Select(ScriptedPeer.Content).ToArray();
                Assert.Equal(bytes.Length, Connection.Write(bytes));
                _written += bytes.Length;
                Collect();
                break;
            case "read":
                var read = new byte[int.Parse(rest)];
                Assert.Equal(read.Length, Connection.Read(read));
                Assert.Equal(Enumerable.Range(1 + _read, read.Length).Select(ScriptedPeer.Content), read);
                _read += read.Length;
                Collect();
                break;
            case "close":
                Connection.Close();
                Collect();
                break;
            case "abort":
                Connection.Abort();
                Collect();
                break;
            case "stop":
                Connection.StopReading();
                Collect();
                break;
            case "state":
                if (Peer.Connection is null)
                {
                    Peer.Adopt();
                }

                Assert.Equal(rest, Connection.State.ToString());
                break;
            case "reason":
                Assert.Equal(rest, Connection.CloseReason.ToString());
                break;
            case "drop":
                Assert.Equal(rest, Peer.Drop.ToString());
                break;
            case "cwnd":
                Assert.Equal(int.Parse(rest), Connection.CongestionWindow);
                break;
            case "ssthresh":
                Assert.Equal(int.Parse(rest), Connection.SlowStartThreshold);
                break;
            case "finished":
                Assert.True(Connection.IsReadToEnd);
                break;
            default:
                throw new ArgumentException($"'{word}' is no event");
        }
    }

    private static ConnectionOptions Use(ConnectionOptions options, string word)
    {
        var value = word.Contains('=') ? word[(word.IndexOf('=') + 1)..] : "";
        return word.Split('=')[0] switch
        {
            "sack" => options with { SelectiveAcknowledgments = true },
            "ts" => options with { Timestamps = true },
            "ws" => options with { WindowScaling = true },
            "nagle" => options with { Nagle = value != "off" },
            "cc" => options with { Congestion = Enum.Parse<CongestionAlgorithm>(value, ignoreCase: true) },
            "mss" => options with { MaximumSegmentSize = int.Parse(value) },
            "sndbuf" => options with { SendBuffer = int.Parse(value) },
            "rcvbuf" => options with { ReceiveBuffer = int.Parse(value) },
            "delay" => options with { DelayedAcknowledgment = Duration.FromMilliseconds(int.Parse(value)) },
            "patience" => options with { UserTimeout = Duration.FromMilliseconds(int.Parse(value)) },
            "msl" => options with { MaximumSegmentLifetime = Duration.FromMilliseconds(int.Parse(value)) },
            _ => throw new ArgumentException($"'{word}' is no option"),
        };
    }

    // Time goes from deadline to deadline, as it does for a host.
    private void Pass(Timestamp until)
    {
        Collect();
        while (Peer.Host.NextDeadline is { } deadline && deadline <= until && _departed.Count == 0)
        {
            Peer.AdvanceTo(deadline > Peer.Now ? deadline : Peer.Now);
            Collect();
        }

        if (_departed.Count == 0 && until > Peer.Now)
        {
            Peer.AdvanceTo(until);
            Collect();
        }
    }

    private void Collect()
    {
        while (Peer.Departs() is { } text)
        {
            _departed.Enqueue((Peer.Now, text));
        }
    }

    private void Expect(string expected, Timestamp at)
    {
        Assert.True(_departed.TryDequeue(out var departed), "nothing goes out");
        Assert.True(Matches(departed.Text, expected), $"what goes out is   {departed.Text}");
        Assert.True(departed.At == at, $"it goes out {(departed.At - at).Nanoseconds / 1e6} ms later (negative: earlier)");
    }

    private void ExpectSilence() => Assert.True(_departed.Count == 0, $"unexpected: {string.Join(", ", _departed.Select(one => one.Text))} at {Peer.Elapsed} ms");

    // Whether the actual text has all the parts that the expected one names, and the same flags and numbers.
    private static bool Matches(string actual, string expected)
    {
        var (head, options, reason) = Parts(actual);
        var (wantedHead, wantedOptions, wantedReason) = Parts(expected);
        if (!wantedHead.Contains("win", StringComparison.Ordinal))
        {
            head = head[..head.IndexOf(" win", StringComparison.Ordinal)];
        }

        return head == wantedHead && (wantedOptions is null || options == wantedOptions) && reason == wantedReason;
    }

    private static (string Head, string? Options, string? Reason) Parts(string text)
    {
        var reason = text.IndexOf('[') is >= 0 and var bracket ? text[bracket..] : null;
        text = reason is null ? text : text[..^reason.Length];
        var options = text.IndexOf('<') is >= 0 and var angle ? text[angle..].Trim() : null;
        text = options is null ? text : text[..text.IndexOf('<')];
        return (text.Trim(), options, reason);
    }
}
