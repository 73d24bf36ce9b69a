using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Captures;

/// <summary>
/// The files in <c>captures/</c> are what their scenarios say, to the byte. To write them anew after one changed:
/// <c>IPREASM_REMAKE=1 dotnet test tests/IpReassembler.Tests --filter CaptureRecipesTests</c>.
/// </summary>
public class CaptureRecipesTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "captures");

    public static TheoryData<string> Names => [.. CaptureRecipes.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_file_is_what_its_recipe_makes(string name)
    {
        var made = CaptureRecipes.All[name]();
        var path = Path.Combine(Folder, name);
        if (Environment.GetEnvironmentVariable("IPREASM_REMAKE") == "1")
        {
            File.WriteAllBytes(path, made);
        }

        Assert.True(made.AsSpan().SequenceEqual(File.ReadAllBytes(path)), $"captures/{name} is not what its recipe makes");
    }

    [Fact]
    public void Every_file_is_made_by_a_recipe_or_recorded_and_the_page_tells_of_it()
    {
        string[] recorded = ["kernel-udp-ping.pcap"];
        var files = Directory.EnumerateFiles(Folder, "*.pcap*").Select(file => Path.GetFileName(file)!);
        Assert.Equal(CaptureRecipes.All.Keys.Concat(recorded).Order(), files.Order());
        var page = File.ReadAllText(Path.Combine(Folder, "README.md"));
        Assert.All(files, file => Assert.Contains($"| `{file}` |", page));
    }

    [Fact]
    public void Mix_has_its_fragments_in_their_places()
    {
        var frames = new List<(Duration At, byte[] Bytes)>();
        using var source = CaptureFile.Open(Path.Combine(Folder, "mix.pcap"));
        while (source.Read(out var frame) == ReadResult.Frame)
        {
            frames.Add((frame.Timestamp - Timestamp.FromParts(1_700_000_000, 0), frame.Bytes.ToArray()));
        }

        Assert.Equal(213, frames.Count);
        Assert.All(
            new (int Number, double Milliseconds, int Identification)[]
            {
                (1, 0.0, 100), (120, 1905.0, 119), (121, 3000.0, 200), (150, 3405.0, 204), (151, 4000.0, 300), (154, 4002.5, 300),
                (155, 4200.0, 301), (160, 4400.5, 302), (165, 4600.0, 303), (169, 4602.0, 303), (170, 5000.0, 400), (172, 5000.6, 400),
                (181, 5102.0, 401), (182, 6000.0, 500), (185, 7000.0, 600), (190, 7005.0, 600), (191, 7500.0, 700), (193, 8000.0, 800),
                (196, 9001.0, 800), (198, 9002.0, 800), (199, 10000.0, 900), (200, 10000.0, 901), (201, 12000.0, 1000), (209, 12004.0, 1000),
                (210, 22000.0, 900), (211, 34000.0, 900), (212, 45000.0, 901), (213, 80000.0, 901),
            },
            expected =>
            {
                var (at, bytes) = frames[expected.Number - 1];
                Assert.Equal(expected, (expected.Number, at.Nanoseconds / 1e6, (bytes[18] << 8) | bytes[19]));
            });
    }
}
