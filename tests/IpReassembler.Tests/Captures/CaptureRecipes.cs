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
        ["tunnels.pcapng"] = TunnelRecipes.Tunnels,
        // A file that ends in the middle of its last record.
        ["damaged.pcap"] = () => Play("clean")[..^100],
    };

    // By the command that the page gives, to the letter.
    private static byte[] Play(string name)
    {
        const string Command = "ipreasm scenario run NAME -w NAME.pcap";
        Assert.Contains($"    {Command}\n", File.ReadAllText(Path.Combine(RepositoryRoot.Path, "captures", "README.md")), StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        var run = ToolRun.Of([.. Command.Split(' ').Skip(1).Select(word => word switch
        {
            "NAME" => name,
            "NAME.pcap" => Path.Combine(folder.Path, name + ".pcap"),
            _ => word,
        })]);
        Assert.True(run.ExitCode == 0, run.Error);
        return File.ReadAllBytes(Path.Combine(folder.Path, name + ".pcap"));
    }
}
