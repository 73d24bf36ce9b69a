using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>Gives every fragment the ports of its datagram, which only the one with the first bytes brings: what comes before that one is held back.</summary>
/// <remarks>
/// A fragment waits until the ports of its datagram are known or its record ends. No more than <see cref="MaxHeld"/> wait, 32 bytes each:
/// then those of the oldest datagram go without ports.
/// </remarks>
/// <param name="maxHeld">The most fragments that wait.</param>
public sealed class FragmentOrder(int maxHeld = FragmentOrder.MaxHeld)
{
    /// <summary>The most fragments that wait unless told otherwise.</summary>
    public const int MaxHeld = 65_536;

    private readonly SortedDictionary<(long Number, int Depth), List<JournalEntry>> _held = [];
    private readonly List<FragmentRecord> _ready = [];
    private int _heldCount;

    /// <summary>The fragments that need not wait any longer, in the order in which those of one datagram came.</summary>
    /// <returns>Good until the next call.</returns>
    public IReadOnlyList<FragmentRecord> Take(in FragmentOutcome outcome)
    {
        _ready.Clear();
        if (outcome is { Kind: OutcomeKind.Ended, Datagram: { } ended })
        {
            Release(ended);
        }
        else if (outcome.Kind == OutcomeKind.Fragment)
        {
            var record = FragmentRecord.Of(outcome.Fragment, outcome.Datagram);
            if (outcome.Datagram is { } datagram && record.CommunityId is null)
            {
                Hold((datagram.Number, datagram.Key.Depth), outcome.Fragment);
            }
            else
            {
                Release(outcome.Datagram);
                _ready.Add(record);
            }
        }

        return _ready;
    }

    private void Hold((long Number, int Depth) name, in JournalEntry fragment)
    {
        if (!_held.TryGetValue(name, out var waiting))
        {
            _held[name] = waiting = [];
        }

        waiting.Add(fragment);
        if (++_heldCount > maxHeld)
        {
            var (oldest, given) = _held.First();
            Forget(oldest, given);
            _ready.AddRange(given.Select(entry => new FragmentRecord(entry)
            {
                Name = DatagramRecord.NameOf(oldest.Number, oldest.Depth),
                Depth = oldest.Depth,
            }));
        }
    }

    private void Release(Datagram? datagram)
    {
        if (datagram is not null && (datagram.Number, datagram.Key.Depth) is var name && _held.TryGetValue(name, out var waiting))
        {
            Forget(name, waiting);
            _ready.AddRange(waiting.Select(entry => FragmentRecord.Of(entry, datagram)));
        }
    }

    private void Forget((long Number, int Depth) name, List<JournalEntry> waiting)
    {
        _held.Remove(name);
        _heldCount -= waiting.Count;
    }
}
