using System.Runtime.CompilerServices;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>What the call under way, or the last one, led to.</summary>
/// <param name="places">The places that outcomes are about.</param>
/// <param name="recordAt">Gives the record of a place, and makes it if need be: most outcomes are never looked at so closely.</param>
internal sealed class OutcomeLog(PlaceTable places, Func<int, Datagram> recordAt)
{
    private Happening[] _happenings = new Happening[16];

    /// <summary>How many outcomes there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether one of them delivers a datagram.</summary>
    public bool HasDelivered { get; set; }

    /// <summary>Whether one of them closes a record.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The outcome at a place, in order.</summary>
    public ref readonly Happening this[int place]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _happenings[place];
    }

    /// <summary>Notes an outcome down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(OutcomeKind kind, int place, Timestamp at)
    {
        if (Count == _happenings.Length)
        {
            Array.Resize(ref _happenings, 2 * Count);
        }

        ref var happening = ref _happenings[Count++];
        happening.Kind = kind;
        happening.Place = place;
        happening.At = at;
        HasEnded |= kind == OutcomeKind.Ended;
    }

    /// <summary>Begins anew. What was noted is written over, not wiped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Clear()
    {
        (Count, HasDelivered, HasEnded) = (0, false, false);
        Call++;
    }

    /// <summary>Which call to the cache the outcomes are of.</summary>
    public int Call { get; private set; }

    /// <summary>What is known of the place that an outcome is about.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly Place At(int place) => ref places[place];

    /// <summary>The record that an outcome is about; null for none.</summary>
    public Datagram? RecordAt(int place) => place == 0 ? null : recordAt(place);

    /// <summary>The fragment that the one outcome of kind <see cref="OutcomeKind.Fragment"/> is about.</summary>
    public JournalEntry Fragment;
}
