using System.Numerics;
using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Timing;

/// <summary>Which bytes of a datagram have come, fragment by fragment, by the same rules as the cache's evidence.</summary>
/// <remarks>One bit for each unit of eight bytes, 1 KB, used again and again. Only the last unit of a datagram may be shorter.</remarks>
internal sealed class Coverage
{
    private const int Units = 65_536 / 8;

    // What brought no bytes: it contradicts what was there, or the capture cut it short.
    private const Anomaly Unusable =
        Anomaly.ConflictingEnd | Anomaly.BeyondEnd | Anomaly.ZeroLength | Anomaly.TooLong | Anomaly.TruncatedFragment;

    private readonly ulong[] _came = new ulong[Units / 64];

    /// <summary>The version of the datagram. Of a misaligned piece of IPv4 the whole units count; of IPv6, which has such a piece thrown away, nothing (RFC 8200 section 4.5).</summary>
    public IpVersion Version { get; set; } = IpVersion.V4;

    /// <summary>How many different bytes have come.</summary>
    public int Bytes { get; private set; }

    /// <summary>The length that the last piece says; null while it has not come.</summary>
    public int? End { get; private set; }

    /// <summary>Whether every byte has come.</summary>
    public bool IsWhole => Bytes == End;

    /// <summary>Nothing has come.</summary>
    public void Clear()
    {
        Array.Clear(_came);
        (Bytes, End) = (0, null);
    }

    /// <summary>Takes a fragment.</summary>
    /// <returns>How many bytes it brought that were not there.</returns>
    public int Add(in JournalEntry fragment)
    {
        if ((fragment.Anomalies & (Version == IpVersion.V6 ? Unusable | Anomaly.Unaligned : Unusable)) != Anomaly.None)
        {
            return 0;
        }

        var range = fragment.Range;
        var isCut = (fragment.Anomalies & Anomaly.Unaligned) != Anomaly.None;
        var end = Math.Min(isCut ? range.End & ~7 : range.End, Units * 8);
        if (!fragment.MoreFragments)
        {
            End ??= end;
        }

        var before = Bytes;
        for (var at = range.Start; at < end;)
        {
            // Whole words at once: 64 units.
            var unit = at / 8;
            var count = Math.Min(64 - (unit % 64), ((end + 7) / 8) - unit);
            var mask = (count == 64 ? ulong.MaxValue : (1UL << count) - 1) << (unit % 64);
            ref var word = ref _came[unit / 64];
            var added = mask & ~word;
            Bytes += 8 * BitOperations.PopCount(added);
            var last = (end - 1) / 8;
            if (end % 8 != 0 && last < unit + count && (added >> (last % 64) & 1) != 0)
            {
                Bytes -= 8 - (end % 8);
            }

            word |= mask;
            at = (unit + count) * 8;
        }

        return Bytes - before;
    }
}
