using System.Globalization;
using IpReassembler.Packets;

namespace IpReassembler.LiveTests.Reassembly;

/// <summary>What the kernel counts of one version of IP in the network namespace of the calling thread.</summary>
/// <param name="Packets">Packets given to their protocols, whole from the start or made whole: ipInDelivers of RFC 1213.</param>
/// <param name="Requests">Fragments that came: ReasmReqds.</param>
/// <param name="Delivered">ReasmOKs.</param>
/// <param name="Failures">ReasmFails.</param>
/// <param name="Timeouts">Datagrams given up because of their age; each is a failure too.</param>
/// <param name="Overlaps">Datagrams thrown away because fragments overlapped; each is a failure too.</param>
/// <param name="Waiting">Datagrams that wait now.</param>
internal readonly record struct KernelCounters(long Packets, long Requests, long Delivered, long Failures, long Timeouts, long Overlaps, long Waiting)
{
    public static KernelCounters Of(IpVersion version) => version == IpVersion.V4 ? Read() : ReadIpv6();

    private static KernelCounters ReadIpv6()
    {
        var ip = Lines("snmp6").ToDictionary(line => line[0], line => Number(line[1]));
        return new(
            ip["Ip6InDelivers"], ip["Ip6ReasmReqds"], ip["Ip6ReasmOKs"], ip["Ip6ReasmFails"], ip["Ip6ReasmTimeout"], Overlaps: 0, ReadWaiting("sockstat6", "FRAG6:"));
    }

    /// <summary>Those of IPv4.</summary>
    public static KernelCounters Read()
    {
        var ip = Table("snmp", "Ip:");
        var extended = Table("netstat", "IpExt:");
        return new(ip["InDelivers"], ip["ReasmReqds"], ip["ReasmOKs"], ip["ReasmFails"], ip["ReasmTimeout"], extended["ReasmOverlaps"], ReadWaiting("sockstat", "FRAG:"));
    }

    public static KernelCounters operator -(KernelCounters later, KernelCounters earlier) => new(
        later.Packets - earlier.Packets,
        later.Requests - earlier.Requests,
        later.Delivered - earlier.Delivered,
        later.Failures - earlier.Failures,
        later.Timeouts - earlier.Timeouts,
        later.Overlaps - earlier.Overlaps,
        later.Waiting - earlier.Waiting);

    // Two lines begin with the same word: one has the names, the other the values.
    private static Dictionary<string, long> Table(string file, string word)
    {
        var lines = Lines(file).Where(line => line[0] == word).ToArray();
        return lines[0].Zip(lines[1]).Skip(1).ToDictionary(pair => pair.First, pair => Number(pair.Second));
    }

    // "FRAG: inuse 0 memory 0".
    private static long ReadWaiting(string file, string word) => Number(Lines(file).Single(line => line[0] == word)[2]);

    private static IEnumerable<string[]> Lines(string file) =>
        File.ReadLines("/proc/thread-self/net/" + file).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(line => line.Length > 0);

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);
}
