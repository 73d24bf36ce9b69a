using System.Buffers.Binary;
using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>What the first 24 bytes of a pcap file say about its records (draft-ietf-opsawg-pcap section 4).</summary>
internal sealed record PcapFileHeader
{
    public const int Length = 24;
    public const uint MicrosecondMagic = 0xA1B2C3D4;
    public const uint NanosecondMagic = 0xA1B23C4D;

    /// <summary>Alexey Kuznetzov's patched libpcap of the late nineties: eight more bytes in each record header.</summary>
    public const uint ModifiedMagic = 0xA1B2CD34;

    /// <summary>The longest record that every reader of the format takes, whatever the snapshot length (libpcap's MAXIMUM_SNAPLEN).</summary>
    public const uint UsualLongestRecord = 262_144;

    /// <summary>The longest record taken when the snapshot length asks for more.</summary>
    public const uint HighestLongestRecord = 16 << 20;

    public ByteOrder Order { get; private init; }

    public bool IsNanosecond { get; private init; }

    public int RecordHeaderLength { get; private init; }

    public PcapLengthOrder LengthOrder { get; private init; }

    public uint SnapLength { get; private init; }

    public LinkType Link { get; private init; }

    public uint LongestRecord => uint.Max(UsualLongestRecord, uint.Min(SnapLength, HighestLongestRecord));

    /// <summary>Whether a file that begins with these four bytes is a pcap file, in either byte order.</summary>
    public static bool IsMagic(ReadOnlySpan<byte> bytes) =>
        IsMagic(BinaryPrimitives.ReadUInt32LittleEndian(bytes)) || IsMagic(BinaryPrimitives.ReadUInt32BigEndian(bytes));

    /// <summary>Takes the header from a window whose first four bytes are a pcap magic number.</summary>
    public static PcapFileHeader Read(ByteWindow window, string name)
    {
        if (!window.Fill(Length))
        {
            throw new CaptureFormatException(
                $"{name} begins like a pcap file but ends inside its file header ({window.Bytes.Length} of {Length} bytes). Capture or copy it again.");
        }
        var bytes = window.Bytes[..Length];
        var order = new ByteOrder(IsMagic(BinaryPrimitives.ReadUInt32BigEndian(bytes)));
        var magic = order.ReadUInt32(bytes);
        var (major, minor) = (order.ReadUInt16(bytes[4..]), order.ReadUInt16(bytes[6..]));
        // DG/UX tcpdump wrote 543.0 for 2.2 or so; nothing else but 2.x was ever written.
        if (major is not (2 or 543))
        {
            throw new CaptureFormatException(
                $"{name} is a pcap file of version {major}.{minor}; only version 2 is known. Convert it with the program that wrote it.");
        }
        var header = new PcapFileHeader
        {
            Order = order,
            IsNanosecond = magic is NanosecondMagic,
            RecordHeaderLength = magic is ModifiedMagic ? 24 : 16,
            LengthOrder = major is 543 || minor < 3 ? PcapLengthOrder.OriginalFirst
                : minor == 3 ? PcapLengthOrder.SmallerIsCaptured
                : PcapLengthOrder.CapturedFirst,
            SnapLength = order.ReadUInt32(bytes[16..]),
            // The upper 16 bits tell the length of a frame check sequence, or are reserved (section 4, "LinkType and additional information").
            Link = (LinkType)(order.ReadUInt32(bytes[20..]) & 0xFFFF),
        };
        window.Take(Length);
        return header;
    }

    /// <summary>Tells the captured from the original length.</summary>
    public (uint Captured, uint Original) OrderLengths(uint first, uint second)
    {
        var isSwapped = LengthOrder is PcapLengthOrder.OriginalFirst || (LengthOrder is PcapLengthOrder.SmallerIsCaptured && first > second);
        return isSwapped ? (second, first) : (first, second);
    }

    private static bool IsMagic(uint magic) => magic is MicrosecondMagic or NanosecondMagic or ModifiedMagic;
}
