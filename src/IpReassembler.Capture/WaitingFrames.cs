using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>Copies of frames that wait for their time; those of the same time come out as they went in.</summary>
/// <remarks>It has no limit of its own: whoever fills it watches <see cref="Count"/>. One costs its bytes and about 150 more.</remarks>
public sealed class WaitingFrames
{
    private readonly PriorityQueue<FrameCopy, (Timestamp At, long Number)> _frames = new();
    private long _number;

    /// <summary>How many frames wait.</summary>
    public int Count => _frames.Count;

    /// <summary>The time of the next frame; <see langword="null"/> when none waits.</summary>
    public Timestamp? NextDue => _frames.TryPeek(out _, out var place) ? place.At : null;

    /// <summary>The comments on the frame that came out last.</summary>
    public IReadOnlyList<string> Comments { get; private set; } = [];

    /// <summary>Copies a frame, which will come out with the time <paramref name="at"/>.</summary>
    public void Add(in CapturedFrame frame, Timestamp at, IReadOnlyList<string>? comments = null) => Add(new FrameCopy(frame, comments), at);

    /// <summary>Takes out the next frame, if its time is not after <paramref name="now"/>.</summary>
    /// <param name="now">The time it is.</param>
    /// <param name="frame">The frame, without a number. Its bytes stay as they are.</param>
    public bool TryTake(Timestamp now, out CapturedFrame frame)
    {
        frame = default;
        if (!_frames.TryPeek(out var copy, out var place) || place.At > now)
        {
            return false;
        }

        _frames.Dequeue();
        Comments = copy.Comments;
        frame = copy.At(place.At);
        return true;
    }

    /// <summary>Takes a copy that was made elsewhere.</summary>
    internal void Add(FrameCopy frame, Timestamp at) => _frames.Enqueue(frame, (at, _number++));
}
