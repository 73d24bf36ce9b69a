using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>Writes the classic format, version 2.4, little-endian (draft-ietf-opsawg-pcap). It has one link type and no comments.</summary>
/// <remarks>Times are cut to the file's unit, and those outside its 32 bits of seconds (1970 to 2106) saturated.</remarks>
internal sealed class PcapWriter(Stream stream, bool isNanosecond) : CaptureWriter(stream)
{
    private LinkType? _link;

    private protected override void WriteFrame(in CapturedFrame frame, string? comment)
    {
        if (_link is null)
        {
            WriteHeader(frame.Link);
        }
        if (_link != frame.Link)
        {
            throw new InvalidOperationException(
                $"A pcap file has one link type: this one is {_link}, and {(frame.Number > 0 ? $"frame {frame.Number}" : "another frame")} is {frame.Link}. Write pcapng (-F pcapng) instead.");
        }
        if (frame.Bytes.Length > PcapFileHeader.UsualLongestRecord)
        {
            throw new InvalidOperationException(
                $"{(frame.Number > 0 ? $"Frame {frame.Number}" : "A frame")} has {frame.Bytes.Length} bytes; in a pcap file readers take at most {PcapFileHeader.UsualLongestRecord}. Write pcapng (-F pcapng) instead.");
        }
        var seconds = long.Clamp(frame.Timestamp.Seconds, 0, uint.MaxValue);
        var fraction = seconds == frame.Timestamp.Seconds ? frame.Timestamp.SubsecondNanoseconds : 0;
        Output.WriteUInt32((uint)seconds);
        Output.WriteUInt32((uint)(isNanosecond ? fraction : fraction / 1000));
        Output.WriteUInt32((uint)frame.Bytes.Length);
        Output.WriteUInt32((uint)long.Clamp(frame.OriginalLength, 0, uint.MaxValue));
        Output.WriteBytes(frame.Bytes);
    }

    // Without a frame the link type is unknown; Ethernet is what most readers expect.
    private protected override void WriteEnd()
    {
        if (_link is null)
        {
            WriteHeader(LinkType.Ethernet);
        }
    }

    private void WriteHeader(LinkType link)
    {
        _link = link;
        Output.WriteUInt32(isNanosecond ? PcapFileHeader.NanosecondMagic : PcapFileHeader.MicrosecondMagic);
        Output.WriteUInt16(2);
        Output.WriteUInt16(4);
        Output.WriteUInt64(0);
        Output.WriteUInt32(PcapFileHeader.UsualLongestRecord);
        Output.WriteUInt32((uint)link);
    }
}
