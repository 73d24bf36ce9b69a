using System.Net;
using System.Text.Json;
using IpReassembler.Transfer;

namespace IpReassembler.Cli;

/// <summary>The JSON lines of measurements: <c>listening</c>, <c>udp-sent</c>, <c>udp-run</c>, <c>udp-besides</c>. Times are in nanoseconds. Their schema is <c>transfers.schema.json</c>.</summary>
internal static class UdpJson
{
    /// <summary>A sink is ready.</summary>
    public static string Listening(IPEndPoint address) => TransferJson.Listening("udp", address);

    /// <summary>What a sender did.</summary>
    public static string Sent(UdpSendReport report, IPEndPoint target) => JsonLine.Of(json =>
    {
        json.WriteString("type", "udp-sent");
        json.WriteNumber("run", report.Run);
        json.WriteString("target", target.ToString());
        json.WriteNumber("sent", report.Sent);
        json.WriteNumber("size", report.Size);
        json.WriteNumber("refused", report.Refused);
        json.WriteNumber("duration_ns", (long)report.Duration.TotalNanoseconds);
        json.WriteString("failure", report.Failure);
    });

    /// <summary>What a sink got of a measurement.</summary>
    public static string Received(UdpRunReport report) => JsonLine.Of(json =>
    {
        json.WriteString("type", "udp-run");
        json.WriteNumber("run", report.Run);
        json.WriteString("source", report.Source?.ToString());
        WriteNumber(json, "sent", report.Sent);
        json.WriteNumber("received", report.Received);
        json.WriteNumber("bytes", report.Bytes);
        json.WriteNumber("lost", report.Lost);
        json.WriteNumber("reordered", report.Reordered);
        json.WriteNumber("behind_max", report.MostBehind);
        json.WriteNumber("dup", report.Duplicates);
        json.WriteNumber("late", report.Late);
        json.WriteNumber("duration_ns", report.Duration);
        WriteNumber(json, "delay_min_ns", report.HasOneClock ? report.LeastDelay : null);
        json.WriteNumber("delay_variation_mean_ns", report.MeanDelayVariation);
        json.WriteNumber("delay_variation_max_ns", report.MostDelayVariation);
        json.WriteNumber("jitter_ns", report.Jitter);
    });

    /// <summary>What came beside the measurements.</summary>
    public static string Besides(UdpSinkCounters counters) => JsonLine.Of(json =>
    {
        json.WriteString("type", "udp-besides");
        json.WriteNumber("foreign", counters.Foreign);
        json.WriteNumber("corrupt", counters.Corrupt);
        json.WriteNumber("stray", counters.Stray);
        json.WriteNumber("refused", counters.Refused);
    });

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
