using IpReassembler.Packets;

namespace IpReassembler.Records;

/// <summary>One thing that can be strange, with the names under which others know it.</summary>
/// <param name="Name">What it is called in records. Never changes within a version of the records.</param>
/// <param name="Meaning">What it is, in one sentence.</param>
/// <param name="Zeek">The nearest name in Zeek's <c>weird.log</c>; null where there is none.</param>
/// <param name="Suricata">The nearest of Suricata's decoder events, without the family in front of it; null where there is none.</param>
/// <param name="Reference">Where one reads on; null where nothing but a limit of this program is behind it.</param>
public sealed record CatalogEntry(string Name, string Meaning, string? Zeek, string? Suricata, string? Reference)
{
    /// <summary>Suricata's event as rules spell it, <c>ipv4.frag_overlap</c>; null where there is none.</summary>
    public string? SuricataFor(IpVersion version) => Suricata is null ? null : (version == IpVersion.V4 ? "ipv4." : "ipv6.") + Suricata;
}
