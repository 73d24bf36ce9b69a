using System.Diagnostics;

namespace IpReassembler.Reassembly;

/// <summary>The part that writes the journal, and reads in it what came before.</summary>
public sealed partial class Datagram
{
    private JournalEntry[] _journal = [];
    private int _journalCount;
    private int _otherEntries;

    /// <summary>Writes a fragment into the journal.</summary>
    /// <param name="entry">What is remembered of it.</param>
    /// <param name="isEvidence">Whether its bytes were accepted and are not a copy: those are always listed.</param>
    /// <param name="maxOthers">How many others are listed.</param>
    /// <param name="ledger">Where room for the journal comes from.</param>
    internal void Record(in JournalEntry entry, bool isEvidence, int maxOthers, MemoryLedger ledger)
    {
        Anomalies |= entry.Anomalies;
        if (!isEvidence && _otherEntries++ >= maxOthers)
        {
            return;
        }

        if (_journalCount == _journal.Length)
        {
            var longer = ledger.Journals.Rent(_journalCount + 1);
            _journal.CopyTo(longer, 0);
            ReturnJournal(ledger);
            _journal = longer;
            HasGrown = true;
        }

        entry.CopyTo(ref _journal[_journalCount++]);
    }

    /// <summary>Shows a policy every fragment that has arrived so far; none of them shares a byte with another, copies aside.</summary>
    internal void Replay(PolicyView view)
    {
        foreach (ref readonly var entry in Journal)
        {
            if ((entry.Anomalies & Anomaly.TruncatedFragment) != Anomaly.None)
            {
                continue;
            }

            // Of a copy at offset 0 the header is not known any more: that of the fragment it copies stands for it.
            var fate = view.Add(new FragmentView
            {
                Frame = entry.Frame,
                Range = entry.Range,
                MoreFragments = entry.MoreFragments,
                Payload = Store.Bytes(entry.Range),
                Header = entry.Range.Start == 0 ? Store.Header : default,
                CountedHeaderLength = entry.Range.Start == 0 ? Store.CountedHeaderLength : 0,
                Version = Key.Version,
                Timestamp = First,
            });
            Debug.Assert(fate is FragmentFate.Stored or FragmentFate.Ignored, "fragments that share nothing are kept by every policy");
        }
    }

    private bool JournalHas(ByteRange range)
    {
        foreach (ref readonly var entry in Journal)
        {
            var kept = (entry.Anomalies & Forgiven) != Anomaly.None ? entry.Range with { End = entry.Range.End & ~7 } : entry.Range;
            if (kept == range && (entry.Anomalies & Reassembly.Anomalies.Unusable & ~Forgiven) == Anomaly.None)
            {
                return true;
            }
        }

        return false;
    }

    private bool JournalHas(ByteRange range, byte otherThan)
    {
        foreach (ref readonly var entry in Journal)
        {
            if (entry.Range == range && entry.TimeToLive != otherThan)
            {
                return true;
            }
        }

        return false;
    }

    private void ReturnJournal(MemoryLedger ledger)
    {
        if (_journal.Length > 0)
        {
            ledger.Journals.Return(_journal, ledger.KeepsIdle);
        }
    }

    // A shortest journal outlives its datagram: most of those that a flood makes need no other.
    private void ClearJournal(MemoryLedger ledger)
    {
        _journalCount = 0;
        if (_journal.Length > MemoryLedger.ShortestJournal)
        {
            ReturnJournal(ledger);
            _journal = [];
        }
    }
}
