using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>Reads the block format: sections, each with its own byte order and interfaces (draft-ietf-opsawg-pcapng).</summary>
internal sealed class PcapngReader : CaptureReader
{
    /// <summary>The longest block that is looked into; longer ones that nobody needs are stepped over. Wireshark's bound too.</summary>
    public const uint LongestBlock = 16 << 20;

    /// <summary>The most interfaces a file may describe; one more costs about 200 bytes and its texts.</summary>
    public const int MostInterfaces = 65_536;

    /// <summary>The most comments on sections that are kept; each can be 128 KiB in memory.</summary>
    private const int MostCaptureComments = 64;

    private const int LongestOptionText = 65_535;

    // Section 3.1: type, length, body, length again.
    private const int ShortestBlock = 12;

    private readonly ByteWindow _window;
    private readonly List<string> _captureComments = [];
    private ByteOrder _order;

    // The section's interfaces, in the order of their descriptions, and the place of the first in all that were described.
    private SectionInterface[] _section = new SectionInterface[4];
    private int _sectionCount;
    private int _sectionStart;

    // The block of the frame read last: its length, and where its options begin.
    private int _lent;
    private int _optionsStart;
    private long _number;
    private Timestamp _last;

    public PcapngReader(ByteWindow window, string name)
        : base(window, name)
    {
        _window = window;
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

    public override IReadOnlyList<string> CaptureComments => _captureComments;

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
                        (comments ??= []).Add(options.ReadText(LongestOptionText));
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
                BlockType.InterfaceDescription => ReadInterfaceDescription(block),
                BlockType.InterfaceStatistics => ReadInterfaceStatistics(block),
                _ => ReadSectionHeader(block),
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
        if (number >= (uint)_sectionCount)
        {
            return $"a packet came from interface {number}, but its section describes only {_sectionCount}";
        }
        var captured = _order.ReadUInt32(block[20..]);
        if (captured > block.Length - FixedLength - 4)
        {
            return $"a packet says it has {captured} bytes in a block of {block.Length}";
        }
        ref readonly var from = ref _section[number];
        _last = from.Unit.ToTimestamp(ReadTicks(block));
        _lent = block.Length;
        // The padding behind the last packet byte may be missing where no options follow.
        _optionsStart = int.Min((FixedLength + (int)captured + 3) & ~3, block.Length - 4);
        frame = new CapturedFrame(block.Slice(FixedLength, (int)captured), from.Link, _last)
        {
            OriginalLength = _order.ReadUInt32(block[24..]),
            Number = ++_number,
            Interface = _sectionStart + (int)number,
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
        if (_sectionCount == 0)
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
            Interface = _sectionStart,
        };
        return null;
    }

    private string? ReadSectionHeader(ReadOnlySpan<byte> block)
    {
        if (block.Length < SectionHeader.ShortestLength)
        {
            return $"a section header of {block.Length} bytes has no room for its fields";
        }
        var major = SectionHeader.ReadMajorVersion(block, _order);
        if (major != 1)
        {
            return $"a section is of version {major}; only version 1 is known";
        }
        // The section's length (8 bytes at 16) is a help for skipping sections; -1 is allowed, so nothing may depend on it.
        _sectionStart = _interfaces.Count;
        _sectionCount = 0;
        var options = new BlockOptions(block[SectionHeader.FixedLength..^4], _order);
        while (options.MoveNext())
        {
            if (options.Code == BlockOptions.Comment && _captureComments.Count < MostCaptureComments)
            {
                _captureComments.Add(options.ReadText(LongestOptionText));
            }
        }
        return null;
    }

    private string? ReadInterfaceDescription(ReadOnlySpan<byte> block)
    {
        if (block.Length < InterfaceBlocks.ShortestDescription)
        {
            return $"an interface description of {block.Length} bytes has no room for its fields";
        }
        if (_interfaces.Count == MostInterfaces)
        {
            return $"more than {MostInterfaces} interfaces are described";
        }
        var described = InterfaceBlocks.ReadDescription(block, _order);
        _interfaces.Add(described);
        if (_sectionCount == _section.Length)
        {
            Array.Resize(ref _section, _sectionCount * 2);
        }
        _section[_sectionCount++] = SectionInterface.From(described);
        return null;
    }

    private string? ReadInterfaceStatistics(ReadOnlySpan<byte> block)
    {
        // Statistics that speak of nothing known are left alone: no packet depends on them.
        if (block.Length >= InterfaceBlocks.ShortestStatistics && _order.ReadUInt32(block[8..]) is var number && number < (uint)_sectionCount)
        {
            var index = _sectionStart + (int)number;
            _interfaces[index] = InterfaceBlocks.ReadStatistics(block, _order, _interfaces[index]);
        }
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
