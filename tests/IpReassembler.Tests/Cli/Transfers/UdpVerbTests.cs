using System.Net;
using System.Net.Sockets;
using IpReassembler.Cli;

namespace IpReassembler.Tests.Cli.Transfers;

[Collection(HeavyTests.Name)]
public class UdpVerbTests
{
    [Fact]
    public void The_demo_reports_both_ends_as_json()
    {
        var run = ToolRun.Of("udp demo --count 50 --size 1000 --rate none --json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var lines = run.Lines.Select(LineSchema.Check).ToDictionary(line => line.GetProperty("type").GetString()!);
        Assert.Equal(["udp-besides", "udp-run", "udp-sent"], lines.Keys.Order());
        Assert.Equal(lines["udp-sent"].GetProperty("run").GetUInt32(), lines["udp-run"].GetProperty("run").GetUInt32());
        foreach (var (name, value) in new[] { ("sent", 50), ("received", 50), ("bytes", 50_000), ("lost", 0), ("reordered", 0), ("dup", 0), ("late", 0) })
        {
            Assert.Equal(value, lines["udp-run"].GetProperty(name).GetInt64());
        }
    }

    [Fact]
    public void The_demo_reports_both_ends_in_words()
    {
        var run = ToolRun.Of("udp demo --count 3 --size 100 --dscp 46");
        Assert.Matches(
            """
            \A(run [0-9a-f]{8})  sent 3 datagrams of 100 bytes to 127\.0\.0\.1:\d+ in \d\.\d\d s   \d+ datagrams/s
            \1  from 127\.0\.0\.1:\d+: 3 of 3 datagrams, 300 bytes in .*
              lost 0  reordered 0  duplicate 0  late 0
              delay above the least: mean .*, max .*, the least .*   jitter .*
            \z
            """.TrimEnd(),
            run.Text);
    }

    [Theory]
    [InlineData("udp", "ipreasm: udp needs one of send, sink, demo.\n")]
    [InlineData("udp snd", "ipreasm: udp has no 'snd'; did you mean 'send'? There is send, sink, demo.\n")]
    [InlineData("udp demo --size 31", "ipreasm: --size 31: takes a whole number from 32 to 65507\n")]
    [InlineData("udp demo --size 65508", "ipreasm: --size 65508: takes a whole number from 32 to 65507\n")]
    [InlineData("udp demo --rate 0", "ipreasm: --rate 0: takes datagrams a second, such as 1000/s or 0.5/s, or none\n")]
    [InlineData("udp demo --seconds x", "ipreasm: --seconds x: takes a number of seconds, such as 5 or 0.5\n")]
    [InlineData("udp demo --dscp 64", "ipreasm: --dscp 64: takes a whole number from 0 to 63\n")]
    public void Wrong_words_are_explained(string commandLine, string message)
    {
        var run = ToolRun.Of(commandLine);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Text);
    }

    [Fact]
    public void A_sender_without_a_sink_says_so()
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var target = (IPEndPoint)closed.LocalEndPoint!;
        closed.Close();
        var run = ToolRun.Of($"udp send 127.0.0.1 --port {target.Port} --count 3 --rate none");
        Assert.Equal(ExitCode.Network, run.ExitCode);
        Assert.Contains("sent 3 datagrams", run.Text, StringComparison.Ordinal);
        Assert.Contains($"nobody listens on {target}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sink_whose_port_is_taken_says_so()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var run = ToolRun.Of($"udp sink --port {((IPEndPoint)taken.LocalEndPoint!).Port}");
        Assert.Equal((ExitCode.Network, ""), (run.ExitCode, run.Text));
        Assert.StartsWith("ipreasm: cannot listen on 127.0.0.1:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sink_tells_what_a_sender_sent()
    {
        var sink = new RunningTool("udp", "sink", "--port", "0", "--once", "--json");
        var sent = ToolRun.Of($"udp send localhost --port {await sink.PortAsync()} --count 20 --size 64 --json");
        Assert.Equal((0, ""), (sent.ExitCode, sent.Error));
        var report = await sink.NextAsync();
        Assert.Equal((20, 20, 0), (report.GetProperty("sent").GetInt32(), report.GetProperty("received").GetInt32(), report.GetProperty("lost").GetInt32()));
        Assert.Equal(0, (await sink.EndAsync()).ExitCode);
    }

    [Fact]
    public void A_sink_ends_after_its_time_and_reports_nothing_of_nothing()
    {
        var run = ToolRun.Of("udp sink --port 0 --seconds 0.05");
        Assert.Equal((0, ""), (run.ExitCode, run.Text));
    }
}
