using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>A frame that outlives the next read of its source: its bytes are copied into a buffer that is used again for the next one kept.</summary>
public sealed class KeptFrame
{
    private byte[] _bytes = new byte[2048];
    private int _length;
    private LinkType _link;
    private long _originalLength;
    private long _number;
    private int _interface;

    /// <summary>When it was captured.</summary>
    public Timestamp Timestamp { get; private set; }

    /// <summary>Whether its record carries a time of its own.</summary>
    public bool HasTimestamp { get; private set; }

    /// <summary>Copies a frame; what was kept before is gone.</summary>
    public void Keep(in CapturedFrame frame)
    {
        if (frame.Bytes.Length > _bytes.Length)
        {
            _bytes = new byte[frame.Bytes.Length];
        }

        frame.Bytes.CopyTo(_bytes);
        (_length, _link, _originalLength) = (frame.Bytes.Length, frame.Link, frame.OriginalLength);
        (_number, _interface, Timestamp, HasTimestamp) = (frame.Number, frame.Interface, frame.Timestamp, frame.HasTimestamp);
    }

    /// <summary>Shows the frame that is kept, good until the next one is.</summary>
    public void Show(out CapturedFrame frame) => frame = new CapturedFrame(_bytes.AsSpan(0, _length), _link, Timestamp)
    {
        HasTimestamp = HasTimestamp,
        OriginalLength = _originalLength,
        Number = _number,
        Interface = _interface,
    };
}
