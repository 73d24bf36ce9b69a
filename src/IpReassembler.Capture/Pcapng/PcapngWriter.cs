using System.Text;
using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>Writes pcapng, little-endian, times in nanoseconds (draft-ietf-opsawg-pcapng).</summary>
/// <remarks>
/// An interface is described before its first frame. Frames of one interface with another link type (an IP packet
/// out of an Ethernet frame) get a description of their own. Times before 1970, which the format cannot write, become 1970.
/// </remarks>
internal sealed class PcapngWriter : CaptureWriter
{
    private const int UserApplicationOption = 4;
    private const int NameOption = 2;
    private const int DescriptionOption = 3;
    private const int ResolutionOption = 9;
    private const int LongestOption = 65_532;

    // Section 3.5: a code and a length in front of each option, and an end mark of the same size behind the last.
    private const int OptionHeaderLength = 4;

    private readonly IReadOnlyList<CaptureInterface> _described;
    private readonly Dictionary<(int Interface, LinkType Link), int> _written = [];
    private (int Interface, LinkType Link) _lastKey = (-1, 0);
    private int _lastNumber;

    public PcapngWriter(Stream stream, CaptureWriterOptions options)
        : base(stream)
    {
        _described = options.Interfaces;
        WriteSectionHeader(options.Comment);
    }

    private protected override void WriteFrame(in CapturedFrame frame, string? comment)
    {
        if (frame.HasTimestamp || !string.IsNullOrEmpty(comment) || !FollowsFromSnapLength(frame))
        {
            WriteEnhancedPacket(frame, FindInterface(frame), EncodeText(comment));
            return;
        }
        // Only a simple packet says that it has no time, and it can only come from the first interface of its section (section 4.4).
        var isFirst = _written.Count == 0 || (_written.TryGetValue((frame.Interface, frame.Link), out var number) && number == 0);
        if (!isFirst)
        {
            _written.Clear();
            _lastKey = (-1, 0);
            WriteSectionHeader(comment: null);
        }
        FindInterface(frame);
        WriteSimplePacket(frame);
    }

    private protected override void WriteEnd()
    {
    }

    private static byte[] EncodeText(string? text)
    {
        var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= LongestOption)
        {
            return bytes;
        }
        // A character is cut off whole: its later bytes begin with the bits 10.
        var length = LongestOption;
        while ((bytes[length] & 0xC0) == 0x80)
        {
            length--;
        }
        return bytes[..length];
    }

    private static int Padded(int length) => (length + 3) & ~3;

    private static int OptionLength(byte[] value) => value.Length == 0 ? 0 : OptionHeaderLength + Padded(value.Length);

    // A simple packet's captured length is not written: readers take the snapshot length, or the original one if it is less (section 4.4).
    private bool FollowsFromSnapLength(in CapturedFrame frame)
    {
        var snapLength = FindSnapLength(frame);
        return frame.Bytes.Length == (snapLength == 0 ? frame.OriginalLength : long.Min(frame.OriginalLength, snapLength));
    }

    private CaptureInterface Describe(in CapturedFrame frame) =>
        frame.Interface < _described.Count ? _described[frame.Interface] : new CaptureInterface { Link = frame.Link };

    // A snapshot length tells of frames as they were captured, not of packets that were taken out of them.
    private long FindSnapLength(in CapturedFrame frame) => Describe(frame) is var described && described.Link == frame.Link ? described.SnapLength : 0;

    private int FindInterface(in CapturedFrame frame)
    {
        var key = (frame.Interface, frame.Link);
        if (key != _lastKey)
        {
            if (!_written.TryGetValue(key, out var number))
            {
                number = _written.Count;
                _written.Add(key, number);
                WriteInterface(frame);
            }
            (_lastKey, _lastNumber) = (key, number);
        }
        return _lastNumber;
    }

    private void WriteSectionHeader(string? comment)
    {
        var text = EncodeText(comment);
        var application = "ipreasm"u8.ToArray();
        var length = (uint)(SectionHeader.ShortestLength + OptionLength(text) + OptionLength(application) + OptionHeaderLength);
        Output.WriteUInt32(BlockType.SectionHeader);
        Output.WriteUInt32(length);
        Output.WriteUInt32(0x1A2B3C4D);
        Output.WriteUInt16(1);
        Output.WriteUInt16(0);
        Output.WriteUInt64(ulong.MaxValue); // -1: the section's length is not said, so a pipe needs no way back.
        WriteOption(BlockOptions.Comment, text);
        WriteOption(UserApplicationOption, application);
        WriteEndOfOptions();
        Output.WriteUInt32(length);
    }

    private void WriteInterface(in CapturedFrame frame)
    {
        var described = Describe(frame);
        var name = EncodeText(described.Name);
        var description = EncodeText(described.Description);
        byte[] resolution = [9];
        var length = (uint)(InterfaceBlocks.ShortestDescription + OptionLength(name) + OptionLength(description) + OptionLength(resolution) + OptionHeaderLength);
        Output.WriteUInt32(BlockType.InterfaceDescription);
        Output.WriteUInt32(length);
        Output.WriteUInt16((int)frame.Link);
        Output.WriteUInt16(0);
        Output.WriteUInt32((uint)FindSnapLength(frame));
        WriteOption(NameOption, name);
        WriteOption(DescriptionOption, description);
        WriteOption(ResolutionOption, resolution);
        WriteEndOfOptions();
        Output.WriteUInt32(length);
    }

    private void WriteEnhancedPacket(in CapturedFrame frame, int number, byte[] comment)
    {
        var options = comment.Length == 0 ? 0 : OptionLength(comment) + OptionHeaderLength;
        var length = (uint)(32 + Padded(frame.Bytes.Length) + options);
        var time = (ulong)long.Max(0, frame.Timestamp.Nanoseconds);
        Output.WriteUInt32(BlockType.EnhancedPacket);
        Output.WriteUInt32(length);
        Output.WriteUInt32((uint)number);
        Output.WriteUInt32((uint)(time >> 32));
        Output.WriteUInt32((uint)time);
        Output.WriteUInt32((uint)frame.Bytes.Length);
        Output.WriteUInt32((uint)long.Clamp(frame.OriginalLength, 0, uint.MaxValue));
        Output.WriteBytes(frame.Bytes);
        Output.WritePadding(frame.Bytes.Length);
        if (options > 0)
        {
            WriteOption(BlockOptions.Comment, comment);
            WriteEndOfOptions();
        }
        Output.WriteUInt32(length);
    }

    private void WriteSimplePacket(in CapturedFrame frame)
    {
        var length = (uint)(16 + Padded(frame.Bytes.Length));
        Output.WriteUInt32(BlockType.SimplePacket);
        Output.WriteUInt32(length);
        Output.WriteUInt32((uint)frame.OriginalLength);
        Output.WriteBytes(frame.Bytes);
        Output.WritePadding(frame.Bytes.Length);
        Output.WriteUInt32(length);
    }

    private void WriteOption(int code, byte[] value)
    {
        if (value.Length > 0)
        {
            Output.WriteUInt16(code);
            Output.WriteUInt16(value.Length);
            Output.WriteBytes(value);
            Output.WritePadding(value.Length);
        }
    }

    private void WriteEndOfOptions() => Output.WriteUInt32(BlockOptions.EndOfOptions);
}
