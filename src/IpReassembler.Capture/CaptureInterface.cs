using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>What a capture tells about one interface that frames came from.</summary>
/// <remarks>
/// Texts are cut at <see cref="LongestText"/> characters, and of one file no more than a million characters are kept: a
/// hostile one cannot fill the memory with names.
/// </remarks>
public sealed record CaptureInterface
{
    /// <summary>The most characters that are kept of a name, a description or a filter.</summary>
    public const int LongestText = 255;

    /// <summary>The interface's name, such as <c>eth0</c>; pcap files do not tell it.</summary>
    public string? Name { get; init; }

    /// <summary>A description in words.</summary>
    public string? Description { get; init; }

    /// <summary>The capture filter that was set, where it was given as text.</summary>
    public string? Filter { get; init; }

    /// <summary>What the frames begin with.</summary>
    public LinkType Link { get; init; }

    /// <summary>The most bytes kept of a frame; 0 says no limit.</summary>
    public long SnapLength { get; init; }

    /// <summary>
    /// The unit in which the file counts time, coded as in pcapng's <c>if_tsresol</c>: 6 says 10^-6 s, 9 says 10^-9 s,
    /// with the top bit set (128 + n) it is 2^-n s.
    /// </summary>
    public byte TimestampResolution { get; init; } = 6;

    /// <summary>Seconds that were added to every time in the file (<c>if_tsoffset</c>).</summary>
    public long TimestampOffsetSeconds { get; init; }

    /// <summary>The unit of time rounded down to whole nanoseconds, at least 1: how many digits of a time mean something.</summary>
    public long TickNanoseconds => TimestampUnit.FromResolution(TimestampResolution, 0).TickNanoseconds;

    /// <summary>How many frames the interface received, where the capture has statistics.</summary>
    public long? ReceivedCount { get; init; }

    /// <summary>How many frames the interface dropped, where the capture has statistics.</summary>
    public long? DroppedCount { get; init; }

    /// <summary>How many frames the operating system dropped, where the capture has statistics.</summary>
    public long? DroppedBySystemCount { get; init; }
}
