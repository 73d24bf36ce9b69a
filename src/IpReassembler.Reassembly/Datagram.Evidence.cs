using System.Diagnostics;
using System.Runtime.CompilerServices;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>How a fragment stands to what has arrived before it.</summary>
internal enum Bearing
{
    /// <summary>It brings bytes of its own, shares none, and contradicts nothing: every policy keeps it.</summary>
    New,

    /// <summary>It is a fragment that is there, once more: no policy is changed by it.</summary>
    Copy,

    /// <summary>Policies may differ about it.</summary>
    Irregular,

    /// <summary>The capture cut it short, so nobody can say what a host would have made of it.</summary>
    Cut,
}

/// <summary>The part that takes evidence: bytes with the first copy of each, the journal, and what is strange.</summary>
public sealed partial class Datagram
{
    // The object itself, its place, and its share of the index.
    private const int OwnPrice = 872;

    private JournalEntry[] _journal = [];
    private int _journalCount;
    private int _otherEntries;
    private int _highestOffset;
    private ValidityRule _validity;
    private bool _disjoint;
    private bool _oneTimeToLive;
    private byte _timeToLive;

    internal Datagram(MemoryLedger ledger) => Store = new PayloadStore(ledger);

    /// <summary>The bytes that arrived, the first copy of each.</summary>
    internal PayloadStore Store { get; }

    /// <summary>What the rebuilt header depends on, as long as no <see cref="View"/> is needed: notes of the fragments that were judged.</summary>
    internal HeaderFacts Header { get; } = new();

    /// <summary>How many fragments were accepted as evidence without being copies.</summary>
    internal int StoredCount { get; private set; }

    /// <summary>When the last hole was closed.</summary>
    internal Timestamp WholeAt { get; private set; }

    // Of a misaligned piece the whole units are evidence: some hosts keep them. None does in IPv6 (RFC 8200 section 4.5).
    private Anomaly Forgiven => Key.Version == IpVersion.V4 ? Anomaly.Unaligned : Anomaly.None;

    /// <summary>Whether it is whole and, with its header, longer than a packet can be (RFC 791 section 3.1, RFC 8200 section 4.5).</summary>
    private bool IsTooLong => IsWhole && Store.CountedHeaderLength + ArrivedLength > ushort.MaxValue;

    /// <summary>What it is charged with: the bytes it really holds.</summary>
    internal int Price(MemoryLedger ledger) =>
        OwnPrice + Store.Price + ledger.Journals.Price(_journal.Length) + (View?.Price ?? 0) + (Comparison?.Price ?? 0) + (Memory?.Price(ledger) ?? 0);

    /// <summary>What a record is charged with that has taken one fragment with these bytes and no long header.</summary>
    internal static int PriceOfOne(ByteRange range) =>
        OwnPrice + PayloadStore.PriceOf(range) + MemoryLedger.ShortestJournalPrice;

    /// <summary>What it would be charged more for taking a fragment with these bytes, which end at <see cref="PayloadStore.MaxEnd"/> at most.</summary>
    internal int PriceToTake(ByteRange place, MemoryLedger ledger)
    {
        if (Store.HasRoomFor(place) && _journalCount < _journal.Length && View is null)
        {
            return 0;
        }

        var price = Store.PriceToReach(place) + (View?.PriceToTake(place.End, fragments: 1) ?? 0);
        return _journalCount < _journal.Length ? price
            : price + ledger.Journals.Price(ledger.Journals.LengthFor(_journalCount + 1) - _journal.Length);
    }

    /// <summary>Takes a fragment as evidence.</summary>
    /// <param name="fragment">The fragment.</param>
    /// <param name="entry">What will be written about it; takes what is strange.</param>
    internal Bearing Take(in IpFragment fragment, ref JournalEntry entry)
    {
        var (range, more) = (entry.Range, fragment.MoreFragments);
        CountArrival(range, entry.Timestamp);
        var wrong = ValidityRule.OfItself(range, more, fragment.CountedHeaderLength);

        var forgiven = Forgiven;
        var kept = (wrong & forgiven) != Anomaly.None ? range with { End = range.End & ~7 } : range;
        var usable = kept.Length > 0 && (wrong & ~forgiven) == Anomaly.None;
        if (usable)
        {
            wrong |= _validity.BesideOthers(kept, more);
            usable = (wrong & ~forgiven) == Anomaly.None;
        }

        entry.Anomalies |= wrong;
        if (fragment.Payload.Length < range.Length)
        {
            entry.Anomalies |= Anomaly.TruncatedFragment;
            if (usable)
            {
                Accept(kept, fragment);
            }

            return Bearing.Cut;
        }

        var place = PayloadStore.Storable(kept);
        var shares = place.Length > 0 && Store.HasAny(place);
        if (shares)
        {
            NoteShared(kept, place, fragment, ref entry);
        }

        if (!usable)
        {
            return Bearing.Irregular;
        }

        if (shares && _disjoint && wrong == Anomaly.None && (entry.Anomalies & Anomaly.Duplicate) != 0 && more == (range.End != TotalLength))
        {
            return Bearing.Copy;
        }

        Keep(fragment, kept, shares);
        if (IsTooLong)
        {
            // Each fragment fits behind its own header, but not all of them behind the first one's options.
            wrong = Anomaly.TooLong;
            entry.Anomalies |= wrong;
        }

        var ecnAgrees = Header.AgreesWith(fragment.TrafficClass);
        if (!ecnAgrees)
        {
            entry.Anomalies |= Anomaly.EcnInvalidMix;
        }

        return shares || wrong != Anomaly.None || !ecnAgrees || fragment.HasDisputedHeaders ? Bearing.Irregular : Bearing.New;
    }

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CountArrival(ByteRange range, Timestamp at)
    {
        Last = at;
        FragmentCount++;
        if (range.Start < _highestOffset)
        {
            ReorderedCount++;
        }

        _highestOffset = Math.Max(_highestOffset, range.Start);
    }

    private void NoteShared(ByteRange range, ByteRange place, in IpFragment fragment, ref JournalEntry entry)
    {
        // The store counts in units of eight bytes: in the last one, bytes that differ in number are another range.
        var timeToLive = fragment.TimeToLive;
        var stored = Math.Min((range.End + 7) & ~7, TotalLength ?? int.MaxValue);
        var duplicate = range.End == stored && (_disjoint ? Store.IsOneFragment(range) : JournalHas(range));
        var differs = Store.Differs(place, fragment.Payload[..place.Length], TotalLength ?? PayloadStore.MaxEnd);
        if (differs)
        {
            ConflictCount++;
        }

        if (!duplicate)
        {
            OverlapCount++;
            entry.Anomalies |= differs ? Anomaly.OverlapConflicting : Anomaly.Overlap;
            return;
        }

        DuplicateCount++;
        ConflictingDuplicateCount += differs ? 1 : 0;
        entry.Anomalies |= differs ? Anomaly.DuplicateConflicting : Anomaly.Duplicate;
        if ((!_oneTimeToLive || timeToLive != _timeToLive) && JournalHas(range, timeToLive))
        {
            entry.Anomalies |= Anomaly.TimeToLiveChanged;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Keep(in IpFragment fragment, ByteRange range, bool shares)
    {
        var payload = fragment.Payload[..range.Length];
        if (!Store.HasRoomFor(range))
        {
            Store.Reach(range);
            HasGrown = true;
        }

        ArrivedLength += shares ? Store.WriteHoles(range, payload) : Store.Write(range, payload);
        if (range.Start == 0 && Store.HeaderLength == 0)
        {
            Store.KeepHeader(fragment.Header);
            Protocol = fragment.Protocol;
            HasGrown |= fragment.HeaderLength > PayloadStore.HeaderRoom;
        }

        _disjoint &= !shares;
        _oneTimeToLive &= StoredCount == 0 || fragment.TimeToLive == _timeToLive;
        _timeToLive = fragment.TimeToLive;
        StoredCount++;
        Accept(range, fragment);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Accept(ByteRange range, in IpFragment fragment)
    {
        _validity.Accepted(range, fragment.MoreFragments);
        if (!IsWhole && ArrivedLength == _validity.End)
        {
            IsWhole = true;
            WholeAt = fragment.Timestamp;
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
