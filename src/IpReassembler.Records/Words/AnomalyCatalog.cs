using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>Everything strange that is ever named, and what it is called elsewhere.</summary>
/// <remarks>
/// The names of others were read in Zeek's <c>src/Frag.cc</c> and <c>weird.zeek</c>, and in Suricata's <c>rules/decoder-events.rules</c> and its
/// table of decoder events. They are the nearest ones, not the same tests: Zeek calls a fragment large when its data reaches past
/// 64,000 bytes and small below 64, its header included.
/// </remarks>
public static class AnomalyCatalog
{
    private const string Overlaps = "RFC 791 section 3.2, RFC 5722, RFC 8200 section 4.5";

    /// <summary>What can be strange about a fragment: the bits of <see cref="Anomaly"/>, lowest first.</summary>
    public static IReadOnlyList<CatalogEntry> OfFragments { get; } =
    [
        new("duplicate", "The same range as a fragment that is there, with the same bytes.", "fragment_overlap", "frag_overlap", "RFC 791 section 3.2"),
        new("duplicate-conflicting", "The same range as a fragment that is there, with other bytes.", "fragment_inconsistency", "frag_overlap", "RFC 791 section 3.2, RFC 4963"),
        new("overlap", "Shares bytes with what is there, without being a duplicate, and they agree.", "fragment_overlap", "frag_overlap", Overlaps),
        new("overlap-conflicting", "Shares bytes with what is there, without being a duplicate, and some differ.", "fragment_inconsistency", "frag_overlap", Overlaps),
        new("conflicting-end", "A last fragment that ends elsewhere than the known end, or below data already seen.", "fragment_size_inconsistency", null, "teardrop, bonk"),
        new("beyond-end", "Data behind the known end.", "fragment_size_inconsistency", null, "RFC 791 section 3.2"),
        new("zero-length", "A fragment without payload.", null, null, "RFC 791 section 3.2"),
        new("unaligned", "Not the last fragment, and its length is no multiple of eight.", null, null, "RFC 791 section 3.2"),
        new("too-long", "Header and data together pass 65,535 bytes.", "excessively_large_fragment", "frag_pkt_too_large", "RFC 791 section 3.1, ping of death"),
        new("tiny-fragment", "A first fragment too short for the transport header, or one that begins inside TCP's.", "excessively_small_fragment", null, "RFC 1858 section 3, RFC 3128"),
        new("ecn-invalid-mix", "Not-ECT mixed with another ECN codepoint.", null, null, "RFC 3168 section 5.3"),
        new("truncated-fragment", "The capture kept fewer bytes than the header promises.", "incompletely_captured_fragment", "trunc_pkt", null),
        new("too-many-fragments", "More fragments than one datagram may have here.", null, "frag_ignored", "CVE-2018-5391"),
        new("time-to-live-changed", "The same range came again with another time to live.", null, null, "RFC 4963"),
        new("bad-header-checksum", "The header checksum is wrong, and no host would look at the rest.", "bad_IP_checksum", null, "RFC 1122 section 3.2.1.2"),
        new("reserved-flag", "The flag that must be zero is set.", null, null, "RFC 791 section 3.1, RFC 3514"),
        new("identification-reused", "The same key had completed a datagram within the timeout before.", null, null, "RFC 4963, RFC 6864"),
        new("small-fragment", "Not the last fragment, and shorter than --min-fragment.", "excessively_small_fragment", null, "RFC 791 section 3.2"),
        new("second-fragment-header", "Behind the Fragment header another one: Linux throws away what is rebuilt.", null, null, "RFC 8200 section 4.1, RFC 6946"),
    ];

    /// <summary>What can happen to a datagram without a fragment of it being strange.</summary>
    public static IReadOnlyList<CatalogEntry> OfDatagrams { get; } =
    [
        new("timeout", "The policy gave up: not every byte had come in time.", null, null, "RFC 791 section 3.2, RFC 1122 section 3.3.2"),
        new("evicted", "Thrown away to keep a limit.", null, null, null),
        new("late-duplicate", "Only repeats fragments of a datagram that was complete.", null, null, null),
    ];

    private static readonly Dictionary<string, CatalogEntry> ByName = All.ToDictionary(entry => entry.Name);

    /// <summary>Both, in this order.</summary>
    public static IEnumerable<CatalogEntry> All => OfFragments.Concat(OfDatagrams);

    /// <summary>The entry of a name that records use.</summary>
    /// <exception cref="KeyNotFoundException">No record uses the name.</exception>
    public static CatalogEntry Find(string name) => ByName[name];
}
