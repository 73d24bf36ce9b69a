using IpReassembler.Reassembly;

namespace IpReassembler.Tests.Readme;

/// <summary>The comparison of README.md, between the marks.</summary>
internal static class CompareSystems
{
    public static ReassemblyCache Cache()
    {
        // <readme>
        var cache = new ReassemblyCache(new ReassemblyOptions { Policy = OverlapPolicy.Linux, Compare = OverlapPolicy.All });
        // </readme>
        return cache;
    }
}
