using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>The frames of the last moments, kept so that they can be looked at when it turns out that they mattered.</summary>
/// <remarks>
/// Frames lie in one block of memory, each in one piece, and the block is gone through in circles: the newest takes the place of the oldest.
/// <code>
///   | frame 8 | frame 9 | free | frame 5 | frame 6 | frame 7 | too short for 8 |
///                       next   oldest
/// </code>
/// </remarks>
public sealed class RecentFrames
{
    // As long as the least that a frame on Ethernet has: of shorter ones fewer are kept than there would be room for.
    private const int BytesForEach = 64;

    private readonly Duration _duration;
    private readonly byte[] _bytes;
    private readonly Entry[] _entries;
    private int _oldest;
    private int _next;

    /// <summary>Begins with none.</summary>
    /// <param name="duration">How long before the newest frame the oldest may have come.</param>
    /// <param name="capacity">The most bytes of frames that are kept, 64 or more; each 64 of them cost 40 for the list besides. Memory is taken as it fills.</param>
    public RecentFrames(Duration duration, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(duration.Nanoseconds, nameof(duration));
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, BytesForEach);
        _duration = duration;
        _bytes = GC.AllocateUninitializedArray<byte>(capacity);
        _entries = new Entry[capacity / BytesForEach];
    }

    /// <summary>How many frames are kept.</summary>
    public int Count { get; private set; }

    /// <summary>From the oldest frame to the newest; nothing when there is none.</summary>
    public Duration Span => Count > 0 ? At(Count - 1).Timestamp - At(0).Timestamp : Duration.Zero;

    /// <summary>Copies a frame, in the place of older ones if need be. One that is longer than the whole capacity is not kept.</summary>
    public void Keep(in CapturedFrame frame)
    {
        while (Count > 0 && frame.Timestamp - At(0).Timestamp > _duration)
        {
            Drop();
        }

        var length = frame.Bytes.Length;
        if (length > _bytes.Length)
        {
            return;
        }

        if (Count == _entries.Length)
        {
            Drop();
        }

        if (_next + length > _bytes.Length)
        {
            // What lies behind is older than what lies at the beginning.
            while (Count > 0 && At(0).Start >= _next)
            {
                Drop();
            }

            _next = 0;
        }

        while (Count > 0 && At(0).Start >= _next && At(0).Start < _next + length)
        {
            Drop();
        }

        frame.Bytes.CopyTo(_bytes.AsSpan(_next));
        _entries[(_oldest + Count++) % _entries.Length] = new Entry(_next, length, frame.Interface, frame.Link, frame.HasTimestamp, frame.Timestamp, frame.OriginalLength, frame.Number);
        _next += length;
    }

    /// <summary>Shows a frame, good until the next one is kept.</summary>
    /// <param name="place">0 for the oldest, up to <see cref="Count"/> - 1 for the newest.</param>
    /// <param name="frame">The frame as it was.</param>
    public void Show(int place, out CapturedFrame frame)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, Count);
        ref readonly var kept = ref At(place);
        frame = new CapturedFrame(_bytes.AsSpan(kept.Start, kept.Length), kept.Link, kept.Timestamp)
        {
            HasTimestamp = kept.HasTimestamp,
            OriginalLength = kept.OriginalLength,
            Number = kept.Number,
            Interface = kept.Interface,
        };
    }

    private ref readonly Entry At(int place) => ref _entries[(_oldest + place) % _entries.Length];

    private void Drop()
    {
        _oldest = (_oldest + 1) % _entries.Length;
        Count--;
    }

    private readonly record struct Entry(
        int Start, int Length, int Interface, LinkType Link, bool HasTimestamp, Timestamp Timestamp, long OriginalLength, long Number);
}
