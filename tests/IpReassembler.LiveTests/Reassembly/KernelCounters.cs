using System.Globalization;

namespace IpReassembler.LiveTests.Reassembly;

/// <summary>What the kernel counts of IPv4 reassembly in the network namespace of the calling thread.</summary>
/// <param name="Requests">Fragments that came: ReasmReqds of RFC 1213, as are the next two.</param>
/// <param name="Delivered">ReasmOKs.</param>
/// <param name="Failures">ReasmFails.</param>
/// <param name="Timeouts">Datagrams given up because of their age; each is a failure too.</param>
/// <param name="Overlaps">Datagrams thrown away because fragments overlapped; each is a failure too.</param>
/// <param name="Waiting">Datagrams that wait now.</param>
internal readonly record struct KernelCounters(long Requests, long Delivered, long Failures, long Timeouts, long Overlaps, long Waiting)
{
    public static KernelCounters Read()
    {
        var ip = Table("snmp", "Ip:");
        var extended = Table("netstat", "IpExt:");
        return new(ip["ReasmReqds"], ip["ReasmOKs"], ip["ReasmFails"], ip["ReasmTimeout"], extended["ReasmOverlaps"], ReadWaiting());
    }

    public static KernelCounters operator -(KernelCounters later, KernelCounters earlier) => new(
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
    private static long ReadWaiting() => Number(Lines("sockstat").Single(line => line[0] == "FRAG:")[2]);

    private static IEnumerable<string[]> Lines(string file) =>
        File.ReadLines("/proc/thread-self/net/" + file).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(line => line.Length > 0);

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);
}
