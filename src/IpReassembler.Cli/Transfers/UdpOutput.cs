using System.Globalization;
using System.Net;
using IpReassembler.Packets;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary>Tells of measurements: reports on standard output, as text or JSON lines, talk on standard error.</summary>
internal sealed class UdpOutput(TextWriter output, TextWriter error, bool json)
{
    private readonly Lock _line = new();

    /// <summary>A sink is ready.</summary>
    public void Listening(IPEndPoint address)
    {
        Print(json ? UdpJson.Listening(address) : null);
        Say($"udp: listening on {address}. Ctrl-C ends it.");
    }

    /// <summary>What a sender did.</summary>
    public void Sent(UdpSendReport report, IPEndPoint target)
    {
        if (json)
        {
            Print(UdpJson.Sent(report, target));
            return;
        }

        var seconds = report.Duration.TotalSeconds;
        var rate = report.Sent > 1 && seconds > 0 ? string.Create(CultureInfo.InvariantCulture, $"   {(report.Sent - 1) / seconds:0} datagrams/s") : "";
        Print(string.Create(CultureInfo.InvariantCulture, $"run {report.Run:x8}  sent {Datagrams(report.Sent)} of {report.Size} bytes to {target} in {seconds:0.00} s{rate}"));
    }

    /// <summary>What a sink got of a measurement.</summary>
    public void Received(UdpRunReport report) => Print(json ? UdpJson.Received(report) : Text(report));

    /// <summary>What came beside the measurements; nothing is said of nothing.</summary>
    public void Besides(UdpSinkCounters counters)
    {
        if (json)
        {
            Print(UdpJson.Besides(counters));
        }
        else if (counters != new UdpSinkCounters())
        {
            Print($"besides  foreign {counters.Foreign}  corrupt {counters.Corrupt}  of a run that was over {counters.Stray}  of a run too many {counters.Refused}");
        }
    }

    /// <summary>A remark that is no answer.</summary>
    public void Say(string text)
    {
        lock (_line)
        {
            error.WriteLine(text);
        }
    }

    private static string Text(UdpRunReport report)
    {
        var expected = report.Sent is { } sent ? $"{report.Received} of {Datagrams(sent)}" : $"{Datagrams(report.Received)}, the sender's count did not come";
        var time = report.Duration > 0 ? $" in {new Duration(report.Duration)}" : "";
        var rate = report.Duration > 0 && report.Received > 1 ? string.Create(CultureInfo.InvariantCulture, $"   {report.Bytes * 8000.0 / report.Duration:0.0} Mb/s") : "";
        var share = report.Lost > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({100.0 * report.Lost / (report.Received + report.Lost):0.##} %)") : "";
        var behind = report.Reordered > 0 ? $" (at most {report.MostBehind} behind)" : "";
        var least = report.HasOneClock ? $", the least {new Duration(report.LeastDelay)}" : "";
        var delay = report.Received < 2 ? "" : $"""

              delay above the least: mean {new Duration(report.MeanDelayVariation)}, max {new Duration(report.MostDelayVariation)}{least}   jitter {new Duration(report.Jitter)}
            """;
        return string.Create(CultureInfo.InvariantCulture, $"""
            run {report.Run:x8}  from {report.Source}: {expected}, {report.Bytes} bytes{time}{rate}
              lost {report.Lost}{share}  reordered {report.Reordered}{behind}  duplicate {report.Duplicates}  late {report.Late}{delay}
            """);
    }

    private static string Datagrams(long count) => count == 1 ? "1 datagram" : $"{count} datagrams";

    private void Print(string? line)
    {
        if (line is not null)
        {
            lock (_line)
            {
                output.WriteLine(line);
                output.Flush();
            }
        }
    }
}
