using System.Buffers.Binary;
using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tests.Capture;

/// <summary>Frames that carry their number, a fixed time apart.</summary>
internal sealed class NumberedFrames(int count, Duration every, int length = 100) : IFrameSource
{
    private int _next;

    public IReadOnlyList<CaptureInterface> Interfaces { get; } = [new CaptureInterface { Link = LinkType.Raw }];

    public CaptureDamage? Damage => null;

    public long BytesRead => 0;

    long? IFrameSource.Length => null;

    public bool IsDisposed { get; private set; }

    /// <summary>The number in a frame of this source.</summary>
    public static int NumberIn(in CapturedFrame frame) => BinaryPrimitives.ReadInt32BigEndian(frame.Bytes);

    public ReadResult Read(out CapturedFrame frame)
    {
        if (_next == count)
        {
            frame = default;
            return ReadResult.End;
        }

        var bytes = new byte[length];
        BinaryPrimitives.WriteInt32BigEndian(bytes, _next);
        frame = new CapturedFrame(bytes, LinkType.Raw, new Timestamp(every.Nanoseconds * _next));
        _next++;
        return ReadResult.Frame;
    }

    public void Dispose() => IsDisposed = true;
}
