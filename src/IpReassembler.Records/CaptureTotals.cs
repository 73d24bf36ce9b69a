using System.Runtime.CompilerServices;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Timing;

namespace IpReassembler.Records;

/// <summary>Sums over records, and the few of them that a summary names.</summary>
/// <remarks>
/// Bounded: a fixed number of sums, one counter for each length that a fragment can have (16,384), and
/// <see cref="ShownLimit"/> records for each category, which hold at most 800 KB of journal each, and what <see cref="TimelineLimits"/> say. A datagram that is
/// only counted is not copied.
/// </remarks>
/// <param name="grouping">What a row of its table of flows stands for.</param>
/// <param name="withTiming">Whether it is summed up when fragments came. Without, <see cref="Timing"/> stays empty, and a datagram costs less.</param>
public sealed class CaptureTotals(FlowGrouping grouping = FlowGrouping.Pair, bool withTiming = true)
{
    /// <summary>How many datagrams of a category are kept to be named.</summary>
    public const int ShownLimit = 10;

    private const int LengthCount = 16_384;
    private static readonly int CategoryCount = Enum.GetValues<RecordCategory>().Length;

    private readonly long[] _counts = new long[CategoryCount];
    private readonly long[] _evicted = new long[Words.Limits.Count];
    private readonly List<DatagramRecord>[] _shown = CreateLists();
    private readonly List<string> _disputed = [];

    // By length in words of four bytes: of these a header has 5 to 15, and the payload of a fragment that is not the last an even number.
    // At place 0 stand those that are not counted.
    private readonly long[] _packetWords = new long[LengthCount];

    /// <summary>Datagrams; late duplicates are none.</summary>
    public long Datagrams { get; private set; }

    /// <summary>Datagrams for which the user's condition does not hold: nothing else of them is summed.</summary>
    public long Unselected { get; private set; }

    /// <summary>Records that only repeat fragments of a datagram that was complete.</summary>
    public long LateDuplicates { get; private set; }

    /// <summary>Fragments, those of late duplicates included.</summary>
    public long Fragments { get; private set; }

    /// <summary>Fragments of <see cref="LateDuplicates"/>.</summary>
    public long LateDuplicateFragments { get; private set; }

    /// <summary>When fragments came: percentiles, flows, timeouts. Without timelines: those need room for each datagram. Empty when it was not asked for.</summary>
    public TimelineRecorder Timing { get; } = new(TimelineLimits.OnlyCounts, grouping);

    /// <summary>Fragments with the same range as one of the same datagram that was there.</summary>
    public long Duplicates => Timing.Traffic.Duplicates;

    /// <summary>Those of <see cref="Duplicates"/> that brought other bytes.</summary>
    public long ConflictingDuplicates { get; private set; }

    /// <summary>Fragments that shared bytes without being duplicates.</summary>
    public long Overlapping { get; private set; }

    /// <summary>Fragments that came after one with a larger offset.</summary>
    public long Reordered => Timing.Traffic.Reordered;

    /// <summary>Datagrams with fragments of which the capture kept only the beginning.</summary>
    public long CutShort { get; private set; }

    /// <summary>Datagrams whose transport checksum was left to hardware: neither right nor wrong.</summary>
    public long Offloaded { get; private set; }

    /// <summary>Datagrams of which the compared policies make different things: <see cref="DatagramRecord.ViewsAgree"/>. None when nothing was compared.</summary>
    public long Disputed { get; private set; }

    /// <summary>The names of the first <see cref="ShownLimit"/> of <see cref="Disputed"/>.</summary>
    public IReadOnlyList<string> DisputedNames => _disputed;

    /// <summary>The length in bytes of the longest packet with a fragment that is not the last of its datagram, IP header included; null when there is none.</summary>
    public int? LargestPacketLength => Array.FindLastIndex(_packetWords, count => count > 0) is var words and > 0 ? words * 4 : null;

    /// <summary>The length in bytes that most of these packets have; of two equally frequent ones the larger; null when there is none.</summary>
    public int? UsualPacketLength => LargestPacketLength is null ? null : Array.LastIndexOf(_packetWords, _packetWords[1..].Max()) * 4;

    /// <summary>How many datagrams are in a category.</summary>
    public long this[RecordCategory category] => _counts[(int)category];

    /// <summary>How many datagrams a limit cut.</summary>
    public long EvictedBy(CacheLimit limit) => _evicted[(int)limit];

    /// <summary>The first <see cref="ShownLimit"/> datagrams of a category, in the order they were added.</summary>
    public IReadOnlyList<DatagramRecord> Shown(RecordCategory category) => _shown[(int)category];

    /// <summary>Counts a datagram whose record has ended.</summary>
    /// <param name="ended">The outcome that says so.</param>
    /// <param name="header">The capture it was found in.</param>
    public void Add(in FragmentOutcome ended, CaptureHeader header)
    {
        if (withTiming || !ended.EndsAlone || !TryCountAlone(ended))
        {
            Add(ended.Datagram!, header);
        }
    }

    /// <summary>Counts a datagram whose record has ended.</summary>
    /// <param name="datagram">What the cache lends; it is copied only if it may be named.</param>
    /// <param name="header">The capture it was found in.</param>
    public void Add(Datagram datagram, CaptureHeader header)
    {
        var counted = new CountedDatagram(datagram);
        if (MayBeNamed(counted))
        {
            Name(DatagramRecord.From(datagram, header), counted);
        }

        Count(counted);
        if (counted.IsLateDuplicate)
        {
            return;
        }

        if (withTiming)
        {
            Timing.Add(datagram);
        }

        // Equal lengths follow each other: a whole run of them is counted at once (2 % of ipreasm summary -q on the benchmarks' w4s).
        var (words, run) = (0, 0);
        foreach (ref readonly var fragment in datagram.Journal)
        {
            if (WordsOf(fragment) != words)
            {
                _packetWords[words] += run;
                (words, run) = (WordsOf(fragment), 0);
            }

            run++;
        }

        _packetWords[words] += run;
    }

    /// <summary>Counts one record.</summary>
    public void Add(DatagramRecord record)
    {
        var counted = new CountedDatagram(record);
        if (MayBeNamed(counted))
        {
            Name(record, counted);
        }

        Count(counted);
        if (counted.IsLateDuplicate)
        {
            return;
        }

        if (withTiming)
        {
            Timing.Add(record.Facts, record.Journal, record.Missing);
        }

        foreach (var fragment in record.Fragments)
        {
            _packetWords[WordsOf(fragment)]++;
        }
    }

    /// <summary>Takes note of a record that was not selected.</summary>
    public void Skip(DatagramRecord record) => Unselected += record.LateDuplicateOf is null ? 1 : 0;

    // False where it may be named: then its record is needed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryCountAlone(in FragmentOutcome ended)
    {
        var limit = ended.EvictedBy;
        var category = limit == CacheLimit.None ? RecordCategory.Incomplete : RecordCategory.Evicted;
        if (MayBeShown(category))
        {
            return false;
        }

        Datagrams++;
        Fragments++;
        _counts[(int)category]++;
        _evicted[(int)limit]++;
        _packetWords[WordsOf(ended.OnlyFragment)]++;
        return true;
    }

    private void Count(in CountedDatagram counted)
    {
        Fragments += counted.FragmentCount;
        if (counted.IsLateDuplicate)
        {
            LateDuplicates++;
            LateDuplicateFragments += counted.FragmentCount;
            return;
        }

        Datagrams++;
        _counts[(int)counted.Category]++;
        _evicted[(int)counted.EvictedBy]++;
        ConflictingDuplicates += counted.ConflictingDuplicateCount;
        Overlapping += counted.OverlapCount;
        Disputed += counted.IsDisputed ? 1 : 0;
        Offloaded += counted.Checksum == ChecksumState.Offloaded ? 1 : 0;
        CutShort += (counted.Anomalies & Anomaly.TruncatedFragment) != 0 ? 1 : 0;
    }

    private bool MayBeNamed(in CountedDatagram counted) => !counted.IsLateDuplicate
        && (MayBeShown(counted.Category) || (counted.IsDisputed && _disputed.Count < ShownLimit));

    // A sound datagram is never named one by one, so none is kept: long captures are mostly sound.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MayBeShown(RecordCategory category) => category != RecordCategory.Sound && _shown[(int)category].Count < ShownLimit;

    private void Name(DatagramRecord record, in CountedDatagram counted)
    {
        if (MayBeShown(counted.Category))
        {
            _shown[(int)counted.Category].Add(record);
        }

        if (counted.IsDisputed && _disputed.Count < ShownLimit)
        {
            _disputed.Add(record.Name);
        }
    }

    // Only sizes a sender can choose are counted: whole units of eight bytes (RFC 791 section 3.2). 0 for all others.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WordsOf(in JournalEntry fragment)
    {
        var (words, length) = (fragment.PacketLength / 4, fragment.Range.Length);
        return fragment.MoreFragments && length > 0 && length % 8 == 0 && words < LengthCount ? words : 0;
    }

    private static List<DatagramRecord>[] CreateLists()
    {
        var lists = new List<DatagramRecord>[CategoryCount];
        foreach (ref var list in lists.AsSpan())
        {
            list = [];
        }

        return lists;
    }
}
