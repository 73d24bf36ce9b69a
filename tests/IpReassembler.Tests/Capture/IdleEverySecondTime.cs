using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Capture;

/// <summary>A source that is idle before each of its frames and before its end, as a live one may be.</summary>
internal sealed class IdleEverySecondTime(IFrameSource inner) : IFrameSource
{
    private bool _wasIdle;

    public IReadOnlyList<CaptureInterface> Interfaces => inner.Interfaces;

    public CaptureDamage? Damage => inner.Damage;

    public long BytesRead => inner.BytesRead;

    public long? Length => null;

    public ReadResult Read(out CapturedFrame frame)
    {
        frame = default;
        _wasIdle = !_wasIdle;
        return _wasIdle ? ReadResult.Idle : inner.Read(out frame);
    }

    public void Dispose() => inner.Dispose();
}
