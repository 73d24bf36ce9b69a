using System.Text.Json;
using IpReassembler.Packets;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>The report on a command and its traffic for scripts: one JSON object. Times are in nanoseconds.</summary>
internal static class ObserveJson
{
    /// <summary>The line, without its end. What was not seen, or not told, is null.</summary>
    /// <param name="run">How the command ended.</param>
    /// <param name="seen">What was seen of its traffic.</param>
    /// <param name="kernel">What the kernel counted of its reassembly meanwhile.</param>
    /// <param name="counts">What the kernel counted of the capture.</param>
    public static string Line(ObservedRun run, Observation seen, KernelCounts kernel, LiveCounts counts) => JsonLine.Of(json =>
    {
        json.WriteString("type", "observation");
        json.WriteString("command", run.Command);
        json.WriteNumber("exit_code", run.ExitCode);
        json.WriteNumber("duration_ns", run.Duration.Nanoseconds);
        json.WriteString("interface", seen.Header.File);
        json.WriteNumber("packets", seen.Frames);
        json.WriteNumber("bytes", seen.Bytes);
        WriteProtocols(json, "ipv4_packets", seen.Protocols);
        json.WriteNumber("ipv6_packets", seen.Ipv6Packets);
        WriteProtocols(json, "ipv6_protocols", seen.Ipv6Protocols);
        json.WriteNumber("kernel_drops", counts.Dropped);
        json.WriteNumber("fragments", seen.Fragments);
        json.WriteNumber("datagrams", seen.Totals.Datagrams);
        json.WriteNumber("sound", seen.Totals[RecordCategory.Sound]);
        json.WriteNumber("unchecked", seen.Totals[RecordCategory.Unchecked]);
        json.WriteNumber("reordered", seen.Totals.Reordered);
        var delays = seen.Delays;
        WriteTime(json, "delay_p50_ns", delays?.Half);
        WriteTime(json, "delay_p99_ns", delays?.Most);
        json.WriteNumber("checksums_right", seen.RightChecksums);
        json.WriteNumber("checksums_offloaded", seen.OffloadedChecksums);
        json.WriteNumber("checksums_wrong", seen.WrongChecksums);
        WriteKernel(json, "kernel", seen.Here(IpVersion.V4), kernel.V4);
        WriteKernel(json, "kernel_ipv6", seen.Here(IpVersion.V6), kernel.V6);
        WriteConnection(json, seen.Connections);
        WriteTime(json, "udp_span_ns", seen.UdpSpan);
    });

    private static void WriteProtocols(Utf8JsonWriter json, string name, IReadOnlyDictionary<byte, long> protocols)
    {
        json.WriteStartObject(name);
        foreach (var (protocol, count) in protocols)
        {
            json.WriteNumber(ProtocolNames.Of(protocol), count);
        }

        json.WriteEndObject();
    }

    private static void WriteKernel(Utf8JsonWriter json, string name, (long Fragments, long Delivered) ours, KernelReassembly? kernel)
    {
        if (kernel is not { } counted)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("reasm_reqds", counted.Requests);
        json.WriteNumber("reasm_reqds_ours", ours.Fragments);
        json.WriteNumber("reasm_oks", counted.Delivered);
        json.WriteNumber("reasm_oks_ours", ours.Delivered);
        json.WriteNumber("reasm_fails", counted.Failures);
        json.WriteEndObject();
    }

    private static void WriteConnection(Utf8JsonWriter json, ObservedConnections connections)
    {
        json.WriteNumber("connections", connections.Count);
        if (connections.Largest is not { } largest)
        {
            json.WriteNull("connection");
            return;
        }

        json.WriteStartObject("connection");
        json.WriteString("client", largest.Client.ToString());
        json.WriteString("server", largest.Server.ToString());
        json.WriteBoolean("connected", largest.IsConnected);
        json.WriteBoolean("reset", largest.IsReset);
        json.WriteNumber("bytes", largest.Bytes);
        WriteTime(json, "connect_ns", largest.Connecting);
        WriteTime(json, "data_ns", largest.Sending);
        WriteTime(json, "fin_ns", largest.Closing);
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, Duration? time)
    {
        if (time is { } known)
        {
            json.WriteNumber(name, known.Nanoseconds);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
