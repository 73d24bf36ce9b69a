using System.Globalization;
using IpReassembler.Records;
using IpReassembler.Reassembly;

namespace IpReassembler.Cli;

/// <summary>The block that accounts for every fragment, and for the memory it took.</summary>
internal static class CacheText
{
    public static void Write(TextWriter output, CaptureCounts counts, ReassemblyCounters cache, Style style)
    {
        output.WriteLine();
        var fragments = $"{cache.Fragments} = {counts.Used} used + {counts.Ignored} ignored + {counts.Rejected} rejected + {counts.Discarded} discarded"
            + $" + {counts.ExpiredFragments} expired + {counts.EvictedFragments} evicted + {counts.Refused} refused + {counts.Pending} pending";
        var held = string.Create(
            CultureInfo.InvariantCulture,
            $"at most {RecordText.Count(cache.PeakOpenDatagrams, "datagram")} and {cache.PeakHeldBytes / 1024.0:0.0} KiB held; {cache.EvictedDatagrams} evicted, {cache.RecordsCutShort} closed early");
        foreach (var line in style.Wrap("EVERY FRAGMENT  ", fragments).Concat(style.Wrap("CACHE  ", held)))
        {
            output.WriteLine(line);
        }
    }
}
