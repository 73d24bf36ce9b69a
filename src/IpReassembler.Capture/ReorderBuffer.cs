using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>Frames that are held back until so many later ones have come; they go out right behind the last of these.</summary>
/// <remarks>Later ones count whether they are held back themselves or not, so that no more than these wait here.</remarks>
internal sealed class ReorderBuffer(int by, WaitingFrames waiting)
{
    private readonly Queue<(FrameCopy Frame, Timestamp At, long ReleaseAt)> _held = new();
    private long _came;

    /// <summary>Holds a frame back that would go out at <paramref name="at"/>.</summary>
    public void Hold(FrameCopy frame, Timestamp at)
    {
        Came(at);
        _held.Enqueue((frame, at, _came + by));
    }

    /// <summary>A frame has come that goes out at <paramref name="at"/>.</summary>
    public void Came(Timestamp at)
    {
        _came++;
        while (_held.TryPeek(out var first) && first.ReleaseAt <= _came)
        {
            Release(at);
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void ReleaseAll()
    {
        while (_held.TryPeek(out var first))
        {
            Release(first.At);
        }
    }

    private void Release(Timestamp at)
    {
        var (frame, own, _) = _held.Dequeue();
        waiting.Add(frame, own > at ? own : at);
    }
}
