using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>libpcap counts link types (DLT_) as each system does, capture files (LINKTYPE_) as the registry does; they differ for raw IP.</summary>
internal static class DataLinkType
{
    // Raw IP on every system but OpenBSD, where .NET does not run.
    private const int DLT_RAW = 12;

    /// <summary>The number that files use.</summary>
    public static LinkType ToLinkType(int dataLink) => dataLink == DLT_RAW ? LinkType.Raw : (LinkType)dataLink;

    /// <summary>The number that libpcap uses here.</summary>
    public static int FromLinkType(LinkType link) => link is LinkType.Raw or LinkType.RawOpenBsd ? DLT_RAW : (int)link;
}
