using IpReassembler.Capture;
using IpReassembler.Tests;

namespace IpReassembler.LiveTests;

/// <summary>The files in <c>captures/</c>.</summary>
internal static class CaptureFolder
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "captures");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.pcap*").Select(path => Path.GetFileName(path)!).Order();

    public static string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>What our reader finds, in the words of <see cref="Tshark.Index"/>.</summary>
    public static IEnumerable<string> Index(string file)
    {
        var lines = new List<string>();
        using var source = CaptureFile.Open(file);
        while (source.Read(out var frame) is ReadResult.Frame)
        {
            lines.Add($"{frame.Timestamp} {frame.Bytes.Length} {frame.OriginalLength}");
        }

        return lines;
    }
}
