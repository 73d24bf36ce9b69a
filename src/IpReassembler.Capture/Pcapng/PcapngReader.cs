using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>Reads the block format: sections, each with its own byte order and interfaces (draft-ietf-opsawg-pcapng).</summary>
internal sealed class PcapngReader : CaptureReader
{
    /// <summary>The longest block that is looked into; longer ones that nobody needs are stepped over. Wireshark's bound too.</summary>
    public const uint LongestBlock = 16 << 20;

    // Section 3.1: type, length, body, length again.
    private const int ShortestBlock = 12;

    private readonly ByteWindow _window;
    private readonly PcapngSection _section;
    private ByteOrder _order;

    // The block of the frame read last: its length, and where its options begin.
    private int _lent;
    private int _optionsStart;
    private long _number;
    private Timestamp _last;

    public PcapngReader(ByteWindow window, string name)
        : base(window, name)
    {
        _window = window;
        _section = new PcapngSection(_interfaces);
        if (!window.Fill(SectionHeader.LengthToVersion))
        {
            throw new CaptureFormatException(
                $"{name} begins like a pcapng file but ends inside its first block ({window.Bytes.Length} bytes). Capture or copy it again.");
        }
        if (!SectionHeader.TryReadOrder(window.Bytes, out var order))
        {
            throw new CaptureFormatException(
                $"{name} begins like a pcapng file but has no byte order mark at byte 8. It may have been copied in text mode: copy it again as binary.");
        }
        var major = SectionHeader.ReadMajorVersion(window.Bytes, order);
        if (major != 1)
        {
            throw new CaptureFormatException(
                $"{name} is a pcapng file of version {major}; only version 1 is known. Convert it with the program that wrote it.");
        }
    }

    public override string Format => "pcapng";

    public override IReadOnlyList<string> CaptureComments => _section.Comments;

    public override IReadOnlyList<string> Comments
    {
        get
        {
            List<string>? comments = null;
            if (_lent > 0)
            {
                var options = new BlockOptions(_window.Bytes[_optionsStart..(_lent - 4)], _order);
                while (options.MoveNext())
                {
                    if (options.Code == BlockOptions.Comment)
                    {
                        (comments ??= []).Add(options.ReadText(BlockOptions.LongestText));
                    }
                }
            }
            return comments ?? (IReadOnlyList<string>)[];
        }
    }

    public override Int128? TimeBeyondRange
    {
        get
        {
            if (_lent == 0 || _order.ReadUInt32(_window.Bytes) == BlockType.SimplePacket)
            {
                return null;
            }
            var exact = _section[ReadInterface(_window.Bytes)].Unit.ToExactNanoseconds(ReadTicks(_window.Bytes));
            return exact > long.MaxValue || exact < long.MinValue ? exact : null;
        }
    }

    public override ReadResult Read(out CapturedFrame frame)
    {
        // The block of the frame read last was lent until now.
        _window.Take(_lent);
        _lent = 0;
        frame = default;
        while (true)
        {
            if (!_window.Fill(ShortestBlock))
            {
                var rest = _window.Bytes.Length;
                return rest == 0 ? Finish() : Break($"the beginning of a block is cut short ({rest} bytes)");
            }
            var type = _order.ReadUInt32(_window.Bytes);
            if (type == BlockType.SectionHeader && !SectionHeader.TryReadOrder(_window.Bytes, out _order))
            {
                return Break("a section begins without a byte order mark");
            }
            var length = _order.ReadUInt32(_window.Bytes[4..]);
            if (length < ShortestBlock || length % 4 != 0)
            {
                return Break($"a block says it is {length} bytes long, which no block can be");
            }
            if (type is not (BlockType.EnhancedPacket or BlockType.SectionHeader or BlockType.InterfaceDescription
                or BlockType.ObsoletePacket or BlockType.SimplePacket or BlockType.InterfaceStatistics))
            {
                if (StepOver(length) is { } reason)
                {
                    return Break(reason.Text, reason.Offset);
                }
                continue;
            }
            if (length > LongestBlock)
            {
                return Break($"a block says it is {length} bytes long, more than the {LongestBlock} it can have here");
            }
            if (!_window.Fill((int)length))
            {
                return Break($"a block is cut short ({_window.Bytes.Length} of {length} bytes)");
            }
            var block = _window.Bytes[..(int)length];
            if (_order.ReadUInt32(block[^4..]) != length)
            {
                return Break(DifferentLengths(length, _order.ReadUInt32(block[^4..])));
            }

            var defect = type switch
            {
                BlockType.EnhancedPacket or BlockType.ObsoletePacket => ReadPacket(block, type, ref frame),
                BlockType.SimplePacket => ReadSimplePacket(block, ref frame),
                BlockType.InterfaceDescription => _section.Describe(block, _order),
                BlockType.InterfaceStatistics => _section.ReadStatistics(block, _order),
                _ => _section.Begin(block, _order),
            };
            if (defect is not null)
            {
                return Break(defect);
            }
            if (_lent > 0)
            {
                return ReadResult.Frame;
            }
            _window.Take((int)length);
        }
    }

    private static string DifferentLengths(uint first, uint second) => $"a block says it is {first} bytes long at its beginning and {second} at its end";

    private static ulong ReadHalves(uint high, uint low) => ((ulong)high << 32) | low;

    private ulong ReadTicks(ReadOnlySpan<byte> block) => ReadHalves(_order.ReadUInt32(block[12..]), _order.ReadUInt32(block[16..]));

    // The obsolete block has 16 bits for the interface, then 16 for a count of drops (appendix A).
    private int ReadInterface(ReadOnlySpan<byte> block) => _order.ReadUInt32(block) == BlockType.EnhancedPacket
        ? (int)uint.Min(_order.ReadUInt32(block[8..]), int.MaxValue)
        : _order.ReadUInt16(block[8..]);

    private string? ReadPacket(ReadOnlySpan<byte> block, uint type, ref CapturedFrame frame)
    {
        const int FixedLength = 28;
        if (block.Length < FixedLength + 4)
        {
            return $"a packet block of {block.Length} bytes has no room for its fields";
        }
        var number = type == BlockType.EnhancedPacket ? _order.ReadUInt32(block[8..]) : _order.ReadUInt16(block[8..]);
        if (number >= (uint)_section.Count)
        {
            return $"a packet came from interface {number}, but its section describes only {_section.Count}";
        }
        var captured = _order.ReadUInt32(block[20..]);
        if (captured > block.Length - FixedLength - 4)
        {
            return $"a packet says it has {captured} bytes in a block of {block.Length}";
        }
        ref readonly var from = ref _section[(int)number];
        _last = from.Unit.ToTimestamp(ReadTicks(block));
        _lent = block.Length;
        // The padding behind the last packet byte may be missing where no options follow.
        _optionsStart = int.Min((FixedLength + (int)captured + 3) & ~3, block.Length - 4);
        frame = new CapturedFrame(block.Slice(FixedLength, (int)captured), from.Link, _last)
        {
            OriginalLength = _order.ReadUInt32(block[24..]),
            Number = ++_number,
            Interface = _section.Start + (int)number,
        };
        return null;
    }

    private string? ReadSimplePacket(ReadOnlySpan<byte> block, ref CapturedFrame frame)
    {
        const int FixedLength = 12;
        if (block.Length < FixedLength + 4)
        {
            return $"a simple packet block of {block.Length} bytes has no room for its fields";
        }
        if (_section.Count == 0)
        {
            return "a packet came from interface 0, but its section describes none";
        }
        // Section 4.4: all frames are from the first interface, and its snapshot length tells how many bytes were kept.
        ref readonly var from = ref _section[0];
        var original = _order.ReadUInt32(block[8..]);
        var captured = from.SnapLength == 0 ? original : uint.Min(original, from.SnapLength);
        if (captured > block.Length - FixedLength - 4)
        {
            return $"a packet says it has {captured} bytes in a block of {block.Length}";
        }
        _lent = block.Length;
        _optionsStart = block.Length - 4;
        frame = new CapturedFrame(block.Slice(FixedLength, (int)captured), from.Link, _last)
        {
            HasTimestamp = false,
            OriginalLength = original,
            Number = ++_number,
            Interface = _section.Start,
        };
        return null;
    }

    /// <summary>Steps over a block without holding it, however long it says it is; tells what is wrong with it, and where it began.</summary>
    private (string Text, long Offset)? StepOver(uint length)
    {
        var offset = _window.Offset;
        if (!_window.Skip(length - 4) || !_window.Fill(4))
        {
            return ($"a block of {length} bytes is cut short", offset);
        }
        var second = _order.ReadUInt32(_window.Bytes);
        if (second != length)
        {
            return (DifferentLengths(length, second), offset);
        }
        _window.Take(4);
        return null;
    }
}
