namespace IpReassembler.Capture;

/// <summary>What a pcapng file says around its packets: the comments on sections, and the interfaces of the section at hand.</summary>
/// <remarks>Interfaces are counted anew in each section; in the list of all they stand one section behind the other.</remarks>
internal sealed class PcapngSection(List<CaptureInterface> all)
{
    /// <summary>The most interfaces a file may describe; one more costs about 200 bytes, texts aside.</summary>
    private const int MostInterfaces = 65_536;

    /// <summary>The most comments on sections that are kept.</summary>
    private const int MostComments = 64;

    /// <summary>The most characters that are kept of comments on sections and of all that is said of interfaces: 2 bytes each.</summary>
    private const int MostText = 1 << 20;

    private readonly List<string> _comments = [];
    private readonly TextAllowance _text = new(MostText);
    private SectionInterface[] _described = new SectionInterface[4];

    /// <summary>The comments on all sections so far.</summary>
    public IReadOnlyList<string> Comments => _comments;

    /// <summary>How many interfaces the section has described.</summary>
    public int Count { get; private set; }

    /// <summary>The place of its first interface in the list of all.</summary>
    public int Start { get; private set; }

    /// <summary>The interface with this number: below <see cref="Count"/>.</summary>
    public ref readonly SectionInterface this[int number] => ref _described[number];

    /// <summary>Begins with a whole Section Header Block (draft-ietf-opsawg-pcapng section 4.1).</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? Begin(ReadOnlySpan<byte> block, ByteOrder order)
    {
        if (block.Length < SectionHeader.ShortestLength)
        {
            return $"a section header of {block.Length} bytes has no room for its fields";
        }
        var major = SectionHeader.ReadMajorVersion(block, order);
        if (major != 1)
        {
            return $"a section is of version {major}; only version 1 is known";
        }
        // The section's length (8 bytes at 16) is a help for skipping sections; -1 is allowed, so nothing may depend on it.
        (Start, Count) = (all.Count, 0);
        var options = new BlockOptions(block[SectionHeader.FixedLength..^4], order);
        while (options.MoveNext())
        {
            if (options.Code == BlockOptions.Comment && _comments.Count < MostComments && _text.Read(options, BlockOptions.LongestText) is { } comment)
            {
                _comments.Add(comment);
            }
        }
        return null;
    }

    /// <summary>Takes a whole Interface Description Block.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? Describe(ReadOnlySpan<byte> block, ByteOrder order)
    {
        if (block.Length < InterfaceBlocks.ShortestDescription)
        {
            return $"an interface description of {block.Length} bytes has no room for its fields";
        }
        if (all.Count == MostInterfaces)
        {
            return $"more than {MostInterfaces} interfaces are described";
        }
        var described = InterfaceBlocks.ReadDescription(block, order, _text);
        all.Add(described);
        if (Count == _described.Length)
        {
            Array.Resize(ref _described, Count * 2);
        }
        _described[Count++] = SectionInterface.From(described);
        return null;
    }

    /// <summary>Takes a whole Interface Statistics Block. One that speaks of nothing known is left alone: no packet depends on it.</summary>
    /// <returns>Null: nothing in it can be wrong enough.</returns>
    public string? ReadStatistics(ReadOnlySpan<byte> block, ByteOrder order)
    {
        if (block.Length >= InterfaceBlocks.ShortestStatistics && order.ReadUInt32(block[8..]) is var number && number < (uint)Count)
        {
            var index = Start + (int)number;
            all[index] = InterfaceBlocks.ReadStatistics(block, order, all[index]);
        }
        return null;
    }
}
