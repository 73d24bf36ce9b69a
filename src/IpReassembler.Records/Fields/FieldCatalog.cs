using System.Globalization;
using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>Every field there is: the one table behind CSV columns, expressions and their error messages.</summary>
public static class FieldCatalog
{
    /// <summary>All fields, in the order in which they are listed.</summary>
    public static IReadOnlyList<Field> All { get; } =
    [
        new("n", FieldKind.Text, "#", "the datagram's name: the number of its first frame", r => [FieldValue.Of(r.Name)]) { Aliases = ["num"] },
        new("ip", FieldKind.Number, "ip", "IP version: 4 or 6", r => [FieldValue.Of((long)r.Key.Source.Version)]) { Aliases = ["ip.version"] },
        new("src", FieldKind.Address, "src", "source address", r => [FieldValue.Of(r.Key.Source)]) { Aliases = ["ip.src", "ipv6.src"] },
        new("dst", FieldKind.Address, "dst", "destination address", r => [FieldValue.Of(r.Key.Destination)]) { Aliases = ["ip.dst", "ipv6.dst"] },
        new("addr", FieldKind.Address, "addr", "source and destination address", r => [FieldValue.Of(r.Key.Source), FieldValue.Of(r.Key.Destination)])
            { Aliases = ["ip.addr", "ip.host", "ipv6.addr", "host"] },
        new("proto", FieldKind.Protocol, "proto", "IP protocol", r => [FieldValue.Of(r.Protocol)]) { Aliases = ["ip.proto", "ipv6.nxt"] },
        new("sport", FieldKind.Number, "sport", "source port", r => Maybe(r.SourcePort)) { Aliases = ["udp.srcport", "tcp.srcport"] },
        new("dport", FieldKind.Number, "dport", "destination port", r => Maybe(r.DestinationPort)) { Aliases = ["udp.dstport", "tcp.dstport"] },
        new("port", FieldKind.Number, "port", "source and destination port", r => [.. Maybe(r.SourcePort), .. Maybe(r.DestinationPort)])
            { Aliases = ["udp.port", "tcp.port"] },
        new("id", FieldKind.Number, "id", "identification", r => [FieldValue.Of(r.Key.Identification)]) { Aliases = ["ip.id", "ipv6.fraghdr.ident"] },
        new("community_id", FieldKind.Text, "community id", "the flow in the words of Community ID, version 1", r => r.CommunityId is { } flow ? [FieldValue.Of(flow)] : []),
        new("depth", FieldKind.Number, "depth", "0 for the outermost IP header, more inside tunnels", r => [FieldValue.Of(r.Key.Depth)]),
        new("vlan", FieldKind.Text, "vlan", "VLAN identifiers, outermost first, joined by dots",
            r => r.Key.Vlans.Count == 0 ? [] : [FieldValue.Of(r.Key.Vlans.ToString())]) { Aliases = ["vlan.id"] },
        new("first", FieldKind.Time, "first", "when the first fragment came", r => [FieldValue.Of(r.First.Nanoseconds)]) { Aliases = ["frame.time_epoch"] },
        new("last", FieldKind.Time, "last", "when the last fragment came", r => [FieldValue.Of(r.Last.Nanoseconds)]),
        new("complete", FieldKind.Time, "complete", "when it was delivered", r => r.Fragments.Where(f => f.Frame == r.CompleteFrame).Take(1).Select(f => FieldValue.Of(f.Timestamp.Nanoseconds))),
        new("state", FieldKind.Word, "state", "what the policy did with it", r => [FieldValue.Of(Words.Of(r.State))]) { Words = Words.States },
        new("evicted_by", FieldKind.Word, "evicted by", "the limit that cut it, if one did", r => r.EvictedBy == CacheLimit.None ? [] : [FieldValue.Of(Words.Of(r.EvictedBy))])
            { Words = [.. Words.Limits.Skip(1)] },
        new("verdict", FieldKind.Word, "verdict", "what the evidence says", r => [FieldValue.Of(Words.Of(r.Verdict))]) { Words = Words.Verdicts },
        new("total", FieldKind.Bytes, "total", "payload length in bytes, as the last piece says", r => Maybe(r.TotalLength)),
        new("have", FieldKind.Bytes, "bytes", "different bytes of the payload that came", r => [FieldValue.Of(r.ArrivedLength)]) { Aliases = ["bytes"] },
        new("arrived", FieldKind.Ratio, "arrived", "have / total",
            r => r.TotalLength is { } total and > 0 ? [FieldValue.Of(1_000_000L * r.ArrivedLength / total)] : []),
        new("missing", FieldKind.Text, "missing", "ranges that never came: first and last byte", r => r.Missing.Select(range => FieldValue.Of(Inclusive(range)))),
        new("gaps", FieldKind.Number, "gaps", "how many ranges never came", r => [FieldValue.Of(r.Missing.Count)]),
        new("frags", FieldKind.Number, "frags", "fragments, copies included", r => [FieldValue.Of(r.FragmentCount)]) { Aliases = ["ip.fragment.count"] },
        new("dup", FieldKind.Number, "dup", "fragments with a range that was there", r => [FieldValue.Of(r.DuplicateCount)]),
        new("overlap", FieldKind.Number, "overlap", "fragments that shared bytes without being duplicates", r => [FieldValue.Of(r.OverlapCount)])
            { Aliases = ["ip.fragment.overlap"] },
        new("conflict", FieldKind.Number, "conflict", "fragments that brought other bytes for a filled place", r => [FieldValue.Of(r.ConflictCount)])
            { Aliases = ["ip.fragment.overlap.conflict"] },
        new("reordered", FieldKind.Number, "reordered", "fragments that came after one with a larger offset", r => [FieldValue.Of(r.ReorderedCount)]),
        new("extent_max", FieldKind.Number, "extent", "the largest reordering extent (RFC 4737)", r => [FieldValue.Of(r.Timing.LargestExtent)]) { Aliases = ["extent"] },
        new("n_reordering_max", FieldKind.Number, "n-reordering", "the largest n for which a fragment is n-reordered (RFC 4737)", r => [FieldValue.Of(r.Timing.LargestDegree)])
            { Aliases = ["n_reordering"] },
        new("late_max_ns", FieldKind.Duration, "late", "the largest late time offset (RFC 4737)", r => Maybe(r.Timing.LongestLateTime?.Nanoseconds)) { Aliases = ["late_max", "late"] },
        new("gap_max_ns", FieldKind.Duration, "gap max", "the longest time between two fragments that follow each other", r => Maybe(r.Timing.LongestGap?.Nanoseconds))
            { Aliases = ["gap_max"] },
        new("gap_max_frame", FieldKind.Number, "gap frame", "the frame that ended the longest gap", r => Maybe(r.Timing.LongestGapFrame)),
        new("span_ns", FieldKind.Duration, "span", "from the first fragment to the last", r => Maybe(r.Timing.FirstToLast?.Nanoseconds)) { Aliases = ["span"] },
        new("ttl_changes", FieldKind.Number, "ttl changes", "how often the time to live differs from that of the fragment before", r => [FieldValue.Of(r.Timing.TimeToLiveChanges)]),
        new("clock_back", FieldKind.Flag, "clock back", "whether the clock stepped back between fragments", r => [FieldValue.Of(r.Timing.ClockSteppedBack ? 1 : 0)]),
        new("duration_ns", FieldKind.Duration, "duration", "from the first fragment to delivery", r => Maybe(r.CompletedAfter?.Nanoseconds))
            { Aliases = ["duration"] },
        new("waited_ns", FieldKind.Duration, "waited", "from the first fragment until the policy gave up", r => Maybe(r.Waited?.Nanoseconds))
            { Aliases = ["waited"] },
        new("checksum", FieldKind.Word, "checksum", "what the transport checksum says", r => [FieldValue.Of(Words.Of(r.Checksum))]) { Words = Words.Checksums },
        new("frames", FieldKind.Number, "frames", "the frames its fragments came in", r => r.Fragments.Select(f => FieldValue.Of(f.Frame)))
            { Aliases = ["frame", "frame.number"] },
        new("complete_frame", FieldKind.Number, "complete frame", "the frame that closed the last hole", r => Maybe(r.CompleteFrame))
            { Aliases = ["ip.reassembled_in"] },
        new("payload_len", FieldKind.Bytes, "payload", "length of the delivered payload in bytes", r => Maybe(r.Payload?.Length))
            { Aliases = ["ip.reassembled.length"] },
        new("anomalies", FieldKind.Word, "anomalies", "everything strange about its fragments", r => Words.Of(r.Anomalies).Select(FieldValue.Of))
            { Words = Words.Anomalies },
        new("offset", FieldKind.Bytes, "offset", "the offsets of its fragments in bytes", r => r.Fragments.Select(f => FieldValue.Of(f.Range.Start)))
            { Aliases = ["off", "ip.frag_offset"] },
        new("mf", FieldKind.Flag, "mf", "the \"more fragments\" flags of its fragments", r => r.Fragments.Select(f => FieldValue.Of(f.MoreFragments ? 1 : 0)))
            { Aliases = ["ip.flags.mf"] },
        new("ttl", FieldKind.Number, "ttl", "the times to live of its fragments", r => r.Fragments.Select(f => FieldValue.Of(f.TimeToLive)))
            { Aliases = ["ip.ttl"] },
        new("policy", FieldKind.Text, "policy", "the policy that judged it", r => [FieldValue.Of(r.Policy)]),
    ];

    /// <summary>From the first fragment to delivery.</summary>
    internal static Field Duration { get; } = All.Single(field => field.Name == "duration_ns");

    private static readonly Dictionary<string, Field> ByName = All
        .SelectMany(field => field.Aliases.Prepend(field.Name).Select(name => (name, field)))
        .ToDictionary(pair => pair.name, pair => pair.field, StringComparer.OrdinalIgnoreCase);

    /// <summary>Every name and alias.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The field of this name or alias, whatever the case; null when there is none.</summary>
    public static Field? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>What to say about a name that is none.</summary>
    internal static string Unknown(string name) => $"no field is called '{name}'{Nearest.Hint(name, Names)}";

    /// <summary>A range as people read it, both ends included: <c>2960-5919</c>, <c>7400-end</c>.</summary>
    public static string Inclusive(ByteRange range) => range.End == int.MaxValue
        ? string.Create(CultureInfo.InvariantCulture, $"{range.Start}-end")
        : string.Create(CultureInfo.InvariantCulture, $"{range.Start}-{range.End - 1}");

    private static IEnumerable<FieldValue> Maybe(long? number) => number is { } known ? [FieldValue.Of(known)] : [];
}
