using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Capture;

/// <summary>Everything about one frame, kept and comparable.</summary>
internal sealed record FrameCopy(long Number, long? Time, string Hex, long Original, LinkType Link, int Interface, string Comments)
{
    /// <summary>Reads a source to its end; checks on the way that it keeps the rules of every source.</summary>
    public static (List<FrameCopy> Frames, CaptureDamage? Damage) ReadAll(IFrameSource source)
    {
        var frames = new List<FrameCopy>();
        ReadResult result;
        while ((result = source.Read(out var frame)) is ReadResult.Frame)
        {
            Assert.Null(source.Damage);
            Assert.InRange(frame.Interface, 0, source.Interfaces.Count - 1);
            Assert.Equal(frames.Count + 1, frame.Number);
            frames.Add(new FrameCopy(frame.Number, frame.HasTimestamp ? frame.Timestamp.Nanoseconds : null, Convert.ToHexStringLower(frame.Bytes),
                frame.OriginalLength, frame.Link, frame.Interface, string.Join('|', source.Comments)));
        }
        Assert.Equal(source.Damage is null ? ReadResult.End : ReadResult.Damaged, result);
        Assert.Equal(ReadResult.End, source.Read(out _));
        Assert.Equal(ReadResult.End, source.Read(out _));
        return (frames, source.Damage);
    }

    public static (List<FrameCopy> Frames, CaptureDamage? Damage) ReadAll(byte[] file)
    {
        using var reader = CaptureFile.Open(new MemoryStream(file), "test");
        return ReadAll(reader);
    }

    /// <summary>The frames of a file, which must be sound.</summary>
    public static List<FrameCopy> ReadSound(byte[] file)
    {
        var (frames, damage) = ReadAll(file);
        Assert.Null(damage);
        return frames;
    }
}
