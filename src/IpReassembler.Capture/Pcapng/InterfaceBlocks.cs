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
    /// <param name="block">The block.</param>
    /// <param name="order">Its byte order.</param>
    /// <param name="allowance">How much text is still kept.</param>
    public static CaptureInterface ReadDescription(ReadOnlySpan<byte> block, ByteOrder order, TextAllowance allowance)
    {
        string? name = null, description = null, filter = null;
        byte resolution = 6;
        long offset = 0;
        var options = new BlockOptions(block[16..^4], order);
        while (options.MoveNext())
        {
            switch (options.Code)
            {
                case 2:
                    name = allowance.Read(options, CaptureInterface.LongestText);
                    break;
                case 3:
                    description = allowance.Read(options, CaptureInterface.LongestText);
                    break;
                case 9 when options.Value.Length == 1:
                    resolution = options.Value[0];
                    break;
                // The first byte says what the filter is written in; 0 is the text that libpcap compiles.
                case 11 when options.Value is [0, ..]:
                    filter = allowance.Read(options, CaptureInterface.LongestText, start: 1);
                    break;
                case 14:
                    offset = options.ReadNumber() ?? 0;
                    break;
                default:
                    break;
            }
        }
        return new CaptureInterface
        {
            Link = (LinkType)order.ReadUInt16(block[8..]),
            SnapLength = order.ReadUInt32(block[12..]),
            Name = name,
            Description = description,
            Filter = filter,
            TimestampResolution = resolution,
            TimestampOffsetSeconds = offset,
        };
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
