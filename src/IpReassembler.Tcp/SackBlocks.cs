using System.Runtime.CompilerServices;

namespace IpReassembler.Tcp;

/// <summary>The ranges of one SACK option (RFC 2018 section 3), in the order of the wire: up to four.</summary>
internal struct SackBlocks
{
    /// <summary>The most ranges that 40 bytes of options have room for.</summary>
    public const int MaxCount = 4;

    private Slots _slots;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>One of them.</summary>
    public readonly SequenceRange this[int index] => _slots[index];

    /// <summary>Adds one; a fifth is not taken.</summary>
    public void Add(SequenceRange range)
    {
        if (Count < MaxCount)
        {
            _slots[Count++] = range;
        }
    }

    [InlineArray(MaxCount)]
    private struct Slots
    {
        private SequenceRange _first;
    }
}
