using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>One fragmented datagram as the evidence tells it: the fragments of one key, opened by the first of them.</summary>
/// <remarks>
/// Lent: the cache fills and reuses these objects. What an outcome shows is good until the next call to the cache;
/// whoever wants to keep it copies it.
/// </remarks>
public sealed partial class Datagram : Keyed
{
    /// <summary>The number of its first frame: its name.</summary>
    public long Number { get; internal set; }

    /// <summary>When its first fragment came.</summary>
    public Timestamp First { get; internal set; }

    /// <summary>When the last fragment that was folded into it came.</summary>
    public Timestamp Last { get; internal set; }

    /// <summary>IPv4's Protocol; IPv6's Next Header as the Fragment header of the first fragment has it (RFC 8200 section 4.5), and while that has not come, of any.</summary>
    public byte Protocol { get; internal set; }

    /// <summary>The policy that judges it: that of its destination.</summary>
    public OverlapPolicy Policy => Rule.Policy;

    /// <summary>How long it may take from its first fragment; <see cref="Duration.Longest"/> for ever.</summary>
    public Duration Timeout => Rule.Ages.Timeout;

    /// <summary>What that policy did with it.</summary>
    public DatagramState State { get; internal set; }

    /// <summary>The limit that cut it: none unless it was evicted or refused.</summary>
    public CacheLimit EvictedBy { get; internal set; }

    /// <summary>What the evidence says. Decided when the record ends; when the policy gives up before, what the evidence says until then.</summary>
    public Verdict Verdict { get; internal set; }

    /// <summary>Every anomaly of its fragments.</summary>
    public Anomaly Anomalies { get; internal set; }

    /// <summary>The transport checksum of what was delivered, or of what would have been with the first copy of each byte.</summary>
    public ChecksumState Checksum { get; internal set; }

    /// <summary>How many fragments were folded into it, copies included.</summary>
    public int FragmentCount { get; internal set; }

    /// <summary>Fragments with the same range as one that was there, whatever their bytes.</summary>
    public int DuplicateCount { get; internal set; }

    /// <summary>Those of the duplicates that brought other bytes.</summary>
    public int ConflictingDuplicateCount { get; internal set; }

    /// <summary>Fragments that shared bytes with others without being duplicates.</summary>
    public int OverlapCount { get; internal set; }

    /// <summary>Fragments, duplicates or not, that brought other bytes for a place that was filled.</summary>
    public int ConflictCount { get; internal set; }

    /// <summary>Fragments whose offset lies below the largest offset seen before them (RFC 4737 with the offset as sequence number).</summary>
    public int ReorderedCount { get; internal set; }

    /// <summary>The payload's length in bytes, as the first acceptable fragment without "more fragments" says; null when none came.</summary>
    public int? TotalLength => _validity.End;

    /// <summary>How many different bytes of the payload have come.</summary>
    public int ArrivedLength { get; internal set; }

    /// <summary>The frame that closed the last hole; null unless delivered.</summary>
    public long? CompleteFrame { get; internal set; }

    /// <summary>From the first fragment to delivery; null unless delivered. Negative only when the clock stepped back.</summary>
    public Duration? CompletedAfter { get; internal set; }

    /// <summary>From the first fragment to the moment the policy gave up, or the input ended; null when delivered.</summary>
    public Duration? Waited { get; internal set; }

    /// <summary>The number of the datagram of which this one only repeats fragments; null when it is one of its own. Decided when <see cref="Verdict"/> is.</summary>
    public long? LateDuplicateOf { get; internal set; }

    /// <summary>The number of the transport, which in IPv6 may stand behind extension headers that were cut with it; null until it has come.</summary>
    public byte? Transport { get; internal set; }

    /// <summary>UDP, TCP or SCTP source port, from the first bytes; null when they did not come or the protocol has none.</summary>
    public int? SourcePort { get; internal set; }

    /// <summary>UDP, TCP or SCTP destination port; null as for <see cref="SourcePort"/>.</summary>
    public int? DestinationPort { get; internal set; }

    /// <summary>The type of an ICMP message, from the first bytes; null when they did not come or the protocol is another one.</summary>
    public byte? IcmpType { get; internal set; }

    /// <summary>The code of an ICMP message; null as for <see cref="IcmpType"/>.</summary>
    public byte? IcmpCode { get; internal set; }

    /// <summary>What the hosts of <see cref="ReassemblyOptions.Compare"/> did with it, in that order; complete when the record has ended.</summary>
    /// <remarks>
    /// Empty while nothing has come on which policies may differ: then each of them did what the chosen one did, and nothing is kept
    /// for them. Lent like everything else here: payloads and all are good until the next call to the cache.
    /// </remarks>
    public IReadOnlyList<ComparedView> Views => Comparison?.Views ?? [];

    /// <summary>Whether the compared policies, and the chosen one, delivered the same bytes, or all of them nothing. Decided when the record ends.</summary>
    /// <remarks>Also true where nothing is known: where a limit cut the record or its views short, and where nothing was to be compared.</remarks>
    public bool ViewsAgree { get; internal set; } = true;

    /// <summary>Whether a limit left no room for the views: then <see cref="Views"/> is empty, and says nothing.</summary>
    public bool ViewsCutShort { get; internal set; }

    /// <summary>Its fragments in order of arrival; beyond the limit on fragments, copies and refused ones are counted but not listed.</summary>
    public ReadOnlySpan<JournalEntry> Journal => _journal.AsSpan(0, _journalCount);

    /// <summary>Whether every byte has come.</summary>
    public bool IsWhole { get; internal set; }

    /// <summary>The ranges that never came, in order. While the end is unknown, the last range stands for "from here on" and ends at <see cref="int.MaxValue"/>.</summary>
    public IEnumerable<ByteRange> Missing()
    {
        var end = TotalLength ?? int.MaxValue;
        for (var at = 0; at < end;)
        {
            var hole = Store.NextUnit(at / 8, arrived: false) * 8;
            if (hole >= end)
            {
                yield break;
            }

            var next = Store.NextUnit(hole / 8, arrived: true) * 8;
            at = next < Store.Capacity ? Math.Min(next, end) : end;
            yield return new ByteRange(hole, at);
        }
    }
}
