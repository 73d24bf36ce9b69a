using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>The options of a segment that mean something here. A malformed one is as good as none.</summary>
internal struct SegmentOptions
{
    /// <summary>The largest shift of a window (RFC 7323 section 2.3); a larger one is taken for this.</summary>
    public const int MaxWindowShift = 14;

    /// <summary>The largest segment the other side takes; 0 when it does not say.</summary>
    public int MaximumSegmentSize;

    /// <summary>By how many bits the other side's windows are shifted: 0 to 14; -1 when it does not say.</summary>
    public int WindowShift;

    /// <summary>Whether the other side understands selective acknowledgments.</summary>
    public bool SackPermitted;

    /// <summary>Whether there are timestamps.</summary>
    public bool HasTimestamps;

    /// <summary>The other side's clock.</summary>
    public uint TimestampValue;

    /// <summary>Our clock as the other side echoes it.</summary>
    public uint TimestampEcho;

    /// <summary>What came ahead of a hole, or came twice.</summary>
    public SackBlocks Sacks;

    /// <summary>Reads the options of a segment.</summary>
    public static SegmentOptions Of(in TcpSegment segment)
    {
        var options = new SegmentOptions { WindowShift = -1 };
        foreach (var option in segment.Options)
        {
            switch (option.Kind)
            {
                case TcpOptionKind.Timestamps:
                    options.HasTimestamps |= option.TryGetTimestamps(out options.TimestampValue, out options.TimestampEcho);
                    break;
                case TcpOptionKind.MaximumSegmentSize when option.TryGetNumber(out var size):
                    options.MaximumSegmentSize = size;
                    break;
                case TcpOptionKind.WindowScale when option.TryGetNumber(out var shift):
                    options.WindowShift = Math.Min(shift, MaxWindowShift);
                    break;
                case TcpOptionKind.SelectiveAcknowledgmentPermitted:
                    options.SackPermitted |= !option.IsMalformed;
                    break;
                case TcpOptionKind.SelectiveAcknowledgment:
                    for (var index = 0; index < option.RangeCount; index++)
                    {
                        var (start, end) = option.RangeAt(index);
                        options.Sacks.Add(new SequenceRange(new SequenceNumber(start), new SequenceNumber(end)));
                    }

                    break;
            }
        }

        return options;
    }
}
