using System.Globalization;

namespace IpReassembler.Cli;

/// <summary>What the kernel counted of its own IPv4 reassembly, in this network namespace (RFC 4293, ipSystemStatsReasm).</summary>
/// <param name="Requests">Fragments that came for this host: ReasmReqds.</param>
/// <param name="Delivered">Datagrams made whole: ReasmOKs.</param>
/// <param name="Failures">ReasmFails.</param>
internal readonly record struct KernelReassembly(long Requests, long Delivered, long Failures)
{
    /// <summary>Where Linux shows it.</summary>
    public const string File = "/proc/net/snmp";

    /// <summary>What was counted between two moments.</summary>
    public static KernelReassembly operator -(KernelReassembly later, KernelReassembly earlier) =>
        new(later.Requests - earlier.Requests, later.Delivered - earlier.Delivered, later.Failures - earlier.Failures);

    /// <summary>The counters now; null where the system does not show them.</summary>
    public static KernelReassembly? Read()
    {
        try
        {
            return Parse(System.IO.File.ReadAllText(File));
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The counters in the text of the file; null if they are not there.</summary>
    /// <remarks>Two lines begin with <c>Ip:</c>: one has the names, the other the values.</remarks>
    public static KernelReassembly? Parse(string text)
    {
        var lines = text.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(line => line is ["Ip:", ..]).ToArray();
        if (lines.Length != 2)
        {
            return null;
        }

        long? Value(string name) =>
            Array.IndexOf(lines[0], name) is var at and > 0 && at < lines[1].Length
            && long.TryParse(lines[1][at], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

        return (Value("ReasmReqds"), Value("ReasmOKs"), Value("ReasmFails")) is ({ } requests, { } delivered, { } failures)
            ? new KernelReassembly(requests, delivered, failures)
            : null;
    }
}
