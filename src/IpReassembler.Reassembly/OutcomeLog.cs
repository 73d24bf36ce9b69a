using System.Runtime.CompilerServices;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>What the call under way, or the last one, led to.</summary>
internal sealed class OutcomeLog
{
    private Happening[] _happenings = new Happening[16];

    /// <summary>How many outcomes there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether one of them closes a record.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The outcome at a place, in order.</summary>
    public ref readonly Happening this[int place] => ref _happenings[place];

    /// <summary>Notes an outcome down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(OutcomeKind kind, Datagram? datagram, Timestamp at)
    {
        if (Count == _happenings.Length)
        {
            Array.Resize(ref _happenings, 2 * Count);
        }

        ref var happening = ref _happenings[Count++];
        happening.Kind = kind;
        happening.Datagram = datagram;
        happening.At = at;
        HasEnded |= kind == OutcomeKind.Ended;
    }

    /// <summary>Begins anew. What was noted is written over, not wiped: the records it names are the cache's own, and are used again.</summary>
    public void Clear() => (Count, HasEnded) = (0, false);

    /// <summary>The fragment that the one outcome of kind <see cref="OutcomeKind.Fragment"/> is about.</summary>
    public JournalEntry Fragment;
}
