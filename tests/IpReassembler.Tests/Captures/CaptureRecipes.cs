namespace IpReassembler.Tests.Captures;

/// <summary>Every capture in <c>captures/</c> that code makes, by file name.</summary>
internal static class CaptureRecipes
{
    public static IReadOnlyDictionary<string, Func<byte[]>> All { get; } = new Dictionary<string, Func<byte[]>>
    {
        ["mix.pcap"] = () => new MixRecipe().Build().ToPcap(),
        ["clean.pcap"] = () => SmallRecipes.Clean().ToPcap(),
        ["reversed.pcap"] = () => SmallRecipes.Reversed().ToPcap(),
        ["gap-first.pcap"] = () => SmallRecipes.GapFirst().ToPcap(),
        ["gap-middle.pcap"] = () => SmallRecipes.GapMiddle().ToPcap(),
        ["gap-last.pcap"] = () => SmallRecipes.GapLast().ToPcap(),
        ["duplicate.pcap"] = () => SmallRecipes.Duplicate().ToPcap(),
        ["late-duplicate.pcap"] = () => SmallRecipes.LateDuplicate().ToPcap(),
        ["overlap-agree.pcap"] = () => SmallRecipes.OverlapAgree().ToPcap(),
        ["active-mapping.pcap"] = () => SmallRecipes.ActiveMapping().ToPcap(),
        ["novak.pcap"] = () => SmallRecipes.Novak().ToPcap(),
        ["teardrop.pcap"] = () => SmallRecipes.Teardrop().ToPcap(),
        ["ping-of-death.pcap"] = () => SmallRecipes.PingOfDeath().ToPcap(),
        ["tiny.pcap"] = () => SmallRecipes.Tiny().ToPcap(),
        ["id-reuse.pcap"] = () => SmallRecipes.IdReuse().ToPcap(),
        ["expired.pcap"] = () => SmallRecipes.Expired().ToPcap(),
        ["options.pcap"] = () => SmallRecipes.Options().ToPcap(),
        ["vlan-qinq.pcap"] = () => LinkRecipes.VlanQinQ().ToPcap(),
        ["links.pcapng"] = LinkRecipes.Links,
        ["truncated.pcap"] = LinkRecipes.Truncated,
        ["damaged.pcap"] = LinkRecipes.Damaged,
    };
}
