using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>Reads the two blocks that speak of an interface.</summary>
internal static class InterfaceBlocks
{
    /// <summary>The length of an Interface Description Block without options, both lengths and the type included.</summary>
    public const int ShortestDescription = 20;

    /// <summary>The length of an Interface Statistics Block without options.</summary>
    public const int ShortestStatistics = 24;

    /// <summary>Reads a whole Interface Description Block (draft-ietf-opsawg-pcapng section 4.2).</summary>
    public static CaptureInterface ReadDescription(ReadOnlySpan<byte> block, ByteOrder order)
    {
        var described = new CaptureInterface
        {
            Link = (LinkType)order.ReadUInt16(block[8..]),
            SnapLength = order.ReadUInt32(block[12..]),
        };
        var options = new BlockOptions(block[16..^4], order);
        while (options.MoveNext())
        {
            var value = options.Value;
            described = options.Code switch
            {
                2 => described with { Name = options.ReadText(CaptureInterface.LongestText) },
                3 => described with { Description = options.ReadText(CaptureInterface.LongestText) },
                9 when value.Length == 1 => described with { TimestampResolution = value[0] },
                // The first byte says what the filter is written in; 0 is the text that libpcap compiles.
                11 when value is [0, ..] => described with { Filter = options.ReadText(CaptureInterface.LongestText, start: 1) },
                14 => described with { TimestampOffsetSeconds = options.ReadNumber() ?? 0 },
                _ => described,
            };
        }
        return described;
    }

    /// <summary>What is known of an interface after a whole Interface Statistics Block (draft-ietf-opsawg-pcapng section 4.6).</summary>
    public static CaptureInterface ReadStatistics(ReadOnlySpan<byte> block, ByteOrder order, CaptureInterface known)
    {
        var options = new BlockOptions(block[20..^4], order);
        while (options.MoveNext())
        {
            known = options.Code switch
            {
                4 => known with { ReceivedCount = options.ReadNumber() ?? known.ReceivedCount },
                5 => known with { DroppedCount = options.ReadNumber() ?? known.DroppedCount },
                7 => known with { DroppedBySystemCount = options.ReadNumber() ?? known.DroppedBySystemCount },
                _ => known,
            };
        }
        return known;
    }
}
