using System.Runtime.CompilerServices;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>The part that takes evidence: bytes with the first copy of each, and what is strange.</summary>
public sealed partial class Datagram
{
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
}
