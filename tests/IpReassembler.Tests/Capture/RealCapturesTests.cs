using System.Text.Json;
using IpReassembler.Capture;

namespace IpReassembler.Tests.Capture;

/// <summary>Captures that other people made, with facts that other programs found: they lie beside the repository where they are at hand.</summary>
public class RealCapturesTests
{
    [Fact]
    public void Every_real_capture_reads_as_other_readers_read_it()
    {
        var folder = FindFolder();
        if (folder is null)
        {
            Assert.Skip("The folder ../shared/captures does not stand beside the repository.");
        }
        var wrong = new List<string>();
        var expected = Directory.GetFiles(Path.Combine(folder, "expected"), "*.json");
        Assert.NotEmpty(expected);
        foreach (var path in expected.Order(StringComparer.Ordinal))
        {
            using var facts = JsonDocument.Parse(File.ReadAllBytes(path));
            var name = Path.GetFileNameWithoutExtension(path);
            wrong.AddRange(Compare(Path.Combine(folder, name), facts.RootElement.GetProperty("verdict")).Select(what => $"{name}: {what}"));
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_real_capture_is_the_same_after_a_round_trip()
    {
        var folder = FindFolder();
        if (folder is null)
        {
            Assert.Skip("The folder ../shared/captures does not stand beside the repository.");
        }
        var wrong = new List<string>();
        foreach (var path in Directory.GetFiles(folder).Where(path => Path.GetExtension(path) is not (".tsv" or ".py" or ".md")))
        {
            try
            {
                using var source = CaptureFile.Open(path);
                var original = FrameCopy.ReadAll(source).Frames;
                // Frames carry only a 64-bit time; the one file with times beyond it comes back saturated, which is equal here.
                if (!original.Select(Content).SequenceEqual(FrameCopy.ReadSound(Copy(path)).Select(Content)))
                {
                    wrong.Add(Path.GetFileName(path));
                }
            }
            catch (CaptureFormatException)
            {
                // What cannot be read cannot be copied; the other test knows which files these are.
            }
        }
        Assert.Empty(wrong);

        // Interfaces without frames are not written, so the numbers of the others may change.
        static FrameCopy Content(FrameCopy frame) => frame with { Interface = 0 };
    }

    private static byte[] Copy(string path)
    {
        using var source = CaptureFile.Open(path);
        using var copy = new MemoryStream();
        using var sink = CaptureFile.CreateWriter(copy, new CaptureWriterOptions { Interfaces = source.Interfaces });
        while (source.Read(out var frame) is ReadResult.Frame)
        {
            sink.Write(frame, string.Join('|', source.Comments));
        }
        sink.Complete();
        return copy.ToArray();
    }

    private static List<string> Compare(string path, JsonElement verdict)
    {
        var reader = verdict.GetProperty("reader").GetString();
        Reading reading;
        try
        {
            using var source = CaptureFile.Open(path);
            reading = Reading.Of(source);
        }
        catch (CaptureFormatException error)
        {
            return reader is "refuse" or "either" ? [] : [error.Message];
        }
        if (reader is "refuse")
        {
            return ["was accepted"];
        }
        var differences = new List<string>();
        Differ("packets", reading.Count.ToString(), verdict.GetProperty("packets").ToString());
        Differ("index", reading.IndexSha256, Text("index_sha256"));
        Differ("bytes", reading.BytesSha256, Text("bytes_sha256"));
        Differ("damage", (reading.Damage is not null).ToString(), (reader is "partial").ToString());
        return differences;

        string? Text(string name) => verdict.TryGetProperty(name, out var value) ? value.GetString() : null;

        void Differ(string what, string got, string? wanted)
        {
            if (wanted is not null && got != wanted)
            {
                differences.Add($"{what} {got}, expected {wanted} ({reading.Damage})");
            }
        }
    }

    private static string? FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "IpReassembler.sln")))
            {
                var captures = Path.Combine(folder.FullName, "..", "shared", "captures");
                return Directory.Exists(captures) ? captures : null;
            }
        }
        return null;
    }

    private sealed record Reading(long Count, string IndexSha256, string BytesSha256, CaptureDamage? Damage)
    {
        public static Reading Of(CaptureReader source)
        {
            using var fingerprint = new CaptureFingerprint();
            var count = 0L;
            ReadResult result;
            while ((result = source.Read(out var frame)) is ReadResult.Frame)
            {
                fingerprint.Add(frame, source);
                count = frame.Number;
            }
            Assert.Equal(result is ReadResult.Damaged, source.Damage is not null);
            return new Reading(count, fingerprint.ComputeIndexSha256(), fingerprint.ComputeBytesSha256(), source.Damage);
        }
    }
}
