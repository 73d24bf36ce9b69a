using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>A frame that was kept: the one place where bytes of a source are copied because they come out later.</summary>
internal sealed class FrameCopy(in CapturedFrame frame, IReadOnlyList<string>? comments)
{
    private readonly byte[] _bytes = frame.Bytes.ToArray();
    private readonly LinkType _link = frame.Link;
    private readonly long _originalLength = frame.OriginalLength;
    private readonly int _interface = frame.Interface;
    private readonly bool _hasTimestamp = frame.HasTimestamp;

    /// <summary>The comments that were on it.</summary>
    public IReadOnlyList<string> Comments { get; } = comments is { Count: > 0 } ? [.. comments] : [];

    /// <summary>The frame as it comes out, without a number.</summary>
    public CapturedFrame At(Timestamp time) => new(_bytes, _link, time)
    {
        OriginalLength = _originalLength,
        Interface = _interface,
        HasTimestamp = _hasTimestamp,
    };
}
