using IpReassembler.Scenarios;
using IpReassembler.Tests.Cli;

namespace IpReassembler.Tests.Captures;

/// <summary>Every capture in <c>captures/</c> that is not recorded, by file name, and how it is made.</summary>
internal static class CaptureRecipes
{
    public static IReadOnlyDictionary<string, Func<byte[]>> All { get; } = new Dictionary<string, Func<byte[]>>(
        Gallery.Names.Select(name => KeyValuePair.Create(name + ".pcap", () => Play(name))))
    {
        ["links.pcapng"] = LinkRecipes.Links,
        // A file that ends in the middle of its last record.
        ["damaged.pcap"] = () => Play("clean")[..^100],
    };

    // By the command that the page gives.
    private static byte[] Play(string name)
    {
        var run = ToolRun.Of(["scenario", "run", name, "-w", "-", "-F", "pcap"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }
}
