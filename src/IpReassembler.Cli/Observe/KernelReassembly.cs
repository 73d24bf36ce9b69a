using System.Globalization;
using IpReassembler.Packets;

namespace IpReassembler.Cli;

/// <summary>What the kernel counted of its own reassembly, in this network namespace (RFC 4293, ipSystemStatsReasm).</summary>
/// <param name="Requests">Fragments that came for this host: ReasmReqds. Linux counts atomic fragments of IPv6 among them.</param>
/// <param name="Delivered">Datagrams made whole: ReasmOKs; atomic fragments too.</param>
/// <param name="Failures">ReasmFails.</param>
internal readonly record struct KernelReassembly(long Requests, long Delivered, long Failures)
{
    /// <summary>What was counted between two moments.</summary>
    public static KernelReassembly operator -(KernelReassembly later, KernelReassembly earlier) =>
        new(later.Requests - earlier.Requests, later.Delivered - earlier.Delivered, later.Failures - earlier.Failures);

    /// <summary>Where Linux shows it.</summary>
    public static string FileOf(IpVersion version) => version == IpVersion.V4 ? "/proc/net/snmp" : "/proc/net/snmp6";

    /// <summary>What stands in front of the counters' names there.</summary>
    public static string PrefixOf(IpVersion version) => version == IpVersion.V4 ? "" : "Ip6";

    /// <summary>The counters now; null where the system does not show them.</summary>
    public static KernelReassembly? Read(IpVersion version)
    {
        try
        {
            var text = File.ReadAllText(FileOf(version));
            return version == IpVersion.V4 ? Parse(text) : ParseV6(text);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The counters of IPv4 in the text of their file; null if they are not there.</summary>
    /// <remarks>Two lines begin with <c>Ip:</c>: one has the names, the other the values.</remarks>
    public static KernelReassembly? Parse(string text)
    {
        var lines = text.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(line => line is ["Ip:", ..]).ToArray();
        return lines.Length != 2 ? null
            : Of(name => Array.IndexOf(lines[0], name) is var at and > 0 && at < lines[1].Length ? lines[1][at] : "");
    }

    /// <summary>The counters of IPv6 in the text of their file, which has a line for each; null if they are not there.</summary>
    public static KernelReassembly? ParseV6(string text)
    {
        var lines = text.Split('\n').Select(line => line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).Where(line => line.Length == 2).ToArray();
        return Of(name => lines.FirstOrDefault(line => line[0] == PrefixOf(IpVersion.V6) + name)?[1] ?? "");
    }

    private static KernelReassembly? Of(Func<string, string> text)
    {
        long? Value(string name) => long.TryParse(text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

        return (Value("ReasmReqds"), Value("ReasmOKs"), Value("ReasmFails")) is ({ } requests, { } delivered, { } failures)
            ? new KernelReassembly(requests, delivered, failures)
            : null;
    }
}
