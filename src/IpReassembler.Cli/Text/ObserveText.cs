using IpReassembler.Packets;
using IpReassembler.Records;
using static System.FormattableString;

namespace IpReassembler.Cli;

/// <summary>The report on a command and its traffic: a few lines, and the summary behind them when something is not as it should be.</summary>
internal static class ObserveText
{
    private const int LabelWidth = 17;
    private const int WidestBar = 60;

    /// <summary>Writes the report.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="run">How the command ended.</param>
    /// <param name="seen">What was seen of its traffic.</param>
    /// <param name="kernel">What the kernel counted of its reassembly meanwhile.</param>
    /// <param name="counts">What the kernel counted of the capture.</param>
    /// <param name="style">How it may look.</param>
    public static void Write(TextWriter output, ObservedRun run, Observation seen, KernelCounts kernel, LiveCounts counts, Style style)
    {
        Line(output, "COMMAND", style, style.Printable(run.Command), $"exit {run.ExitCode}", Invariant($"{run.Duration.Nanoseconds / 1e9:0.00} s"));
        Line(output, "ON THE WIRE", style,
            [
                style.Printable(seen.Header.File),
                $"{RecordText.Count(seen.Frames, "packet")}, {RecordText.Count(seen.Bytes, "byte")}",
                .. seen.Protocols.Select(one => Invariant($"{ProtocolNames.Of(one.Key)} {one.Value}")),
                .. seen.Ipv6Protocols.Select(one => Invariant($"IPv6 {ProtocolNames.Of(one.Key)} {one.Value}")),
            ]);
        var isPlain = WriteFragments(output, seen, style);
        WriteChecksums(output, seen, style);
        WriteTimes(output, seen, style);
        WriteKernel(output, seen, kernel, counts, style);
        if (!isPlain)
        {
            output.WriteLine();
            SummaryText.Write(output, seen.Header, seen.Totals, seen.Count(counts), style);
        }
    }

    private static void WriteTimes(TextWriter output, Observation seen, Style style)
    {
        if (seen.Connections.Largest is { } connection)
        {
            var others = seen.Connections.Count - 1;
            string[] more = others > 0 ? [$"the largest of {RecordText.Count(others + 1, "connection")}"] : [];
            Line(output, "TIME LINE", style, [$"tcp {connection.Client} > {connection.Server}", .. Phases(connection, style), .. more]);
            if (connection.IsConnected)
            {
                output.WriteLine(new string(' ', LabelWidth) + PhaseBar.Draw(connection, Math.Min(style.Width - LabelWidth, WidestBar), style));
            }
        }

        if (seen.UdpSpan is { } span)
        {
            Line(output, seen.Connections.Count > 0 ? "" : "TIME LINE", style, $"udp   first packet to last {style.Show(span)}");
        }
    }

    private static IEnumerable<string> Phases(ObservedConnection connection, Style style)
    {
        if (!connection.IsConnected)
        {
            yield return $"{(connection.IsReset ? "refused after" : "no connection in")} {style.Show(connection.Connecting!.Value)}";
            yield break;
        }

        yield return connection.Connecting is { } connecting ? $"connect {style.Show(connecting)}" : "connect not seen";
        yield return $"data {style.Show(connection.Sending)}, {RecordText.Count(connection.Bytes, "byte")}";
        yield return connection.Closing is not { } closing ? "fin not seen"
            : connection.IsReset ? $"reset {style.Show(closing)}"
            : $"fin {style.Show(closing)}";
    }

    // Whether there is nothing to say but numbers.
    private static bool WriteFragments(TextWriter output, Observation seen, Style style)
    {
        var totals = seen.Totals;
        if (totals.Datagrams == 0)
        {
            return true;
        }

        var (sound, unverified) = (totals[RecordCategory.Sound], totals[RecordCategory.Unchecked]);
        var isPlain = sound + unverified == totals.Datagrams;
        string Share(long part, string word) => Invariant($"{100.0 * part / totals.Datagrams:0.#} % {word}");
        var each = seen.Fragments % totals.Datagrams == 0 ? Invariant($", {seen.Fragments / totals.Datagrams} each") : "";
        string[] parts =
        [
            $"{seen.Fragments} of {RecordText.Count(totals.Datagrams, "datagram")}{each}",
            isPlain ? style.Good(Share(sound, "sound")) : style.Bad(Share(sound, "sound")),
            .. unverified > 0 ? [Share(unverified, "whole, with nothing to verify them by")] : Array.Empty<string>(),
            .. seen.Delays is { } delays ? [$"first to last: half within {style.Show(delays.Half)}", $"99 % within {style.Show(delays.Most)}"] : Array.Empty<string>(),
            Invariant($"reordered {totals.Reordered}"),
        ];
        Line(output, "FRAGMENTS", style, parts);
        return isPlain;
    }

    private static void WriteChecksums(TextWriter output, Observation seen, Style style)
    {
        if (seen.RightChecksums + seen.OffloadedChecksums + seen.WrongChecksums == 0)
        {
            return;
        }

        string[] offloaded = seen.OffloadedChecksums > 0 ? [Invariant($"{seen.OffloadedChecksums} left to hardware (offloaded, not wrong)")] : [];
        var wrong = Invariant($"{seen.WrongChecksums} wrong");
        Line(output, "CHECKSUMS", style, [Invariant($"{seen.RightChecksums} right"), .. offloaded, seen.WrongChecksums > 0 ? style.Bad(wrong) : wrong]);
    }

    private static void WriteKernel(TextWriter output, Observation seen, KernelCounts kernel, LiveCounts counts, Style style)
    {
        var isCompared = false;
        foreach (var version in (IpVersion[])[IpVersion.V4, IpVersion.V6])
        {
            if (kernel.Of(version) is { } counted && (seen.Here(version).Fragments > 0 || counted.Requests > 0))
            {
                Compare(output, version, seen.Here(version), counted, counts, style);
                isCompared = true;
            }
        }

        if (kernel is { V4: null, V6: null })
        {
            Line(output, "KERNEL", style, $"not asked: there is no {KernelReassembly.FileOf(IpVersion.V4)} here");
        }
        else if (!isCompared && seen.Fragments > 0)
        {
            Line(output, "KERNEL", style, "not compared: no fragment was for this host");
        }
    }

    private static void Compare(TextWriter output, IpVersion version, (long Fragments, long Delivered) ours, KernelReassembly counted, LiveCounts counts, Style style)
    {
        var agrees = (counted.Requests, counted.Delivered) == ours;
        var prefix = KernelReassembly.PrefixOf(version);
        Line(output, agrees ? "KERNEL AGREES" : "KERNEL DIFFERS", style,
            Compare(prefix + "ReasmReqds", counted.Requests, ours.Fragments),
            Compare(prefix + "ReasmOKs", counted.Delivered, ours.Delivered),
            Invariant($"{prefix}ReasmFails {counted.Failures}"),
            $"({KernelReassembly.FileOf(version)}, after minus before)");
        if (!agrees)
        {
            Line(output, "", style, counts.Dropped > 0
                ? $"the capture lost {RecordText.Count(counts.Dropped, "packet")}"
                : "the kernel counts what comes in by any interface and passes the firewall; the capture has what passed its interface and its filter");
        }
    }

    private static string Compare(string name, long kernel, long ours) =>
        kernel == ours ? Invariant($"{name} {kernel} = ours") : Invariant($"{name} {kernel}, ours {ours}");

    // Parts that do not fit go on the next line, under the first.
    private static void Line(TextWriter output, string label, Style style, params string[] parts)
    {
        var line = label.PadRight(LabelWidth) + parts[0];
        foreach (var part in parts.Skip(1))
        {
            if (line.Length + 3 + part.Length > style.Width)
            {
                output.WriteLine(line);
                line = new string(' ', LabelWidth) + part;
            }
            else
            {
                line += "   " + part;
            }
        }

        output.WriteLine(line.TrimEnd());
    }
}
