using System.Buffers.Binary;
using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>Reads the classic format: a 24-byte file header, then records (draft-ietf-opsawg-pcap).</summary>
internal sealed class PcapReader : CaptureReader
{
    private readonly ByteWindow _window;
    private readonly PcapFileHeader _header;
    private readonly LinkType _link;
    private readonly long _nanosecondsPerTick;
    private readonly int _recordHeaderLength;
    private readonly uint _longestRecord;
    private readonly bool _isPlain;
    private long _number;
    private int _lent;

    public PcapReader(ByteWindow window, string name)
        : base(window, name)
    {
        _window = window;
        _header = PcapFileHeader.Read(window, name);
        _link = _header.Link;
        _nanosecondsPerTick = _header.IsNanosecond ? 1 : 1000;
        _recordHeaderLength = _header.RecordHeaderLength;
        _longestRecord = _header.LongestRecord;
        _isPlain = !_header.Order.IsBigEndian && _header.LengthOrder is PcapLengthOrder.CapturedFirst;
        _interfaces.Add(new CaptureInterface
        {
            Link = _link,
            SnapLength = _header.SnapLength,
            TimestampResolution = _header.IsNanosecond ? (byte)9 : (byte)6,
        });
    }

    public override string Format => "pcap";

    public override ReadResult Read(out CapturedFrame frame)
    {
        // The frame read last was lent until now.
        _window.Take(_lent);
        _lent = 0;
        var bytes = _window.Bytes;
        if (bytes.Length < _recordHeaderLength)
        {
            if (!_window.Fill(_recordHeaderLength))
            {
                frame = default;
                return EndInHeader();
            }
            bytes = _window.Bytes;
        }

        // Section 5: seconds, fraction, captured length, original length, each 32 bits without a sign.
        uint seconds, fraction, captured, original;
        if (_isPlain)
        {
            var first = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            var second = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
            (seconds, fraction) = ((uint)first, (uint)(first >> 32));
            (captured, original) = ((uint)second, (uint)(second >> 32));
        }
        else
        {
            var order = _header.Order;
            (seconds, fraction) = (order.ReadUInt32(bytes), order.ReadUInt32(bytes[4..]));
            (captured, original) = _header.OrderLengths(order.ReadUInt32(bytes[8..]), order.ReadUInt32(bytes[12..]));
        }

        if (captured > _longestRecord)
        {
            frame = default;
            return BreakAtLength(captured);
        }
        var length = _recordHeaderLength + (int)captured;
        if (bytes.Length < length)
        {
            if (!_window.Fill(length))
            {
                frame = default;
                return BreakInRecord(captured);
            }
            bytes = _window.Bytes;
        }
        _lent = length;
        frame = new CapturedFrame(bytes.Slice(_recordHeaderLength, (int)captured), _link,
            new Timestamp((seconds * 1_000_000_000L) + (fraction * _nanosecondsPerTick)))
        {
            OriginalLength = original,
            Number = ++_number,
        };
        return ReadResult.Frame;
    }

    // The words stand apart: what they are put together in would be wiped for every frame.
    private ReadResult BreakAtLength(uint captured) =>
        Break($"a record says it is {captured} bytes long, more than the {_longestRecord} a record can have here");

    private ReadResult BreakInRecord(uint captured) =>
        Break($"a record is cut short ({_window.Bytes.Length - _recordHeaderLength} of {captured} bytes)");

    private ReadResult EndInHeader()
    {
        var rest = _window.Bytes.Length;
        return rest == 0 ? Finish() : Break($"the header of a record is cut short ({rest} of {_recordHeaderLength} bytes)");
    }
}
