using System.Text.RegularExpressions;

namespace IpReassembler.Tests;

/// <summary>Pointers are used where libpcap and the kernel are called, and nowhere else.</summary>
public partial class UnsafeCodeTests
{
    private static readonly string Source = Path.Combine(RepositoryRoot.Path, "src");

    [Fact]
    public void Only_the_bindings_of_live_capture_are_unsafe()
    {
        var binding = Path.Combine(Source, "IpReassembler.Capture", "Live") + Path.DirectorySeparatorChar;
        var files = Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"));
        var uses = files.Where(file => UnsafeWord().IsMatch(Code(file))).ToList();
        Assert.NotEmpty(uses);
        Assert.All(uses, file => Assert.StartsWith(binding, file, StringComparison.Ordinal));
    }

    [Fact]
    public void Only_its_project_may_be() =>
        Assert.Equal(
            ["IpReassembler.Capture.csproj"],
            Directory.EnumerateFiles(Source, "*.*proj", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Source, "*.props"))
                .Where(file => File.ReadAllText(file).Contains("<AllowUnsafeBlocks>", StringComparison.Ordinal)).Select(file => Path.GetFileName(file)!));

    private static string Code(string file) => string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    [GeneratedRegex(@"\b(unsafe|LibraryImport|DllImport|Unsafe\.|MemoryMarshal\.(GetReference|CreateSpan|CreateReadOnlySpan))\b")]
    private static partial Regex UnsafeWord();
}
