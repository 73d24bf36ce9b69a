using System.Runtime.CompilerServices;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>The part that takes a fragment: what it is part of, what it adds to the evidence, and what is worth saying of it.</summary>
public sealed partial class ReassemblyCache
{
    // The record that was looked up last: the fragments of a datagram mostly follow each other, and then it is found without hashing.
    private Datagram? _latest;

    private void Take(in IpFragment fragment)
    {
        DatagramKey.Of(fragment, _options.Key, out var key);
        if (_latest is not { } record || !record.IsNamed(key))
        {
            var hash = key.Hash(_hash);
            var place = _open.Find(key, hash);
            if (place == 0)
            {
                TakeFirst(fragment, key, hash);
                return;
            }

            _latest = record = RecordAt(place);
        }

        ref var entry = ref _log.Fragment;
        entry.Describe(fragment, Anomaly.None);
        if (_now < record.Deadline && entry.Range.Length >= _options.MinFragment && record.TryTakeMiddle(fragment, ref entry, _options.MaxFragments))
        {
            Note(OutcomeKind.Fragment, record, _now);
            Counters.Pending++;
        }
        else if (IsOver(record))
        {
            TakeFirst(fragment, key, key.Hash(_hash));
        }
        else
        {
            TakeFully(fragment, record);
        }
    }

    // The first fragment of a key that is not open.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakeFirst(in IpFragment fragment, in DatagramKey key, uint hash)
    {
        var place = Open(key, hash, fragment.FrameNumber);
        if (_open[place].Record is null && _sourceCounts is null && LoneFragment.Fits(fragment))
        {
            TakeAlone(fragment, place);
            return;
        }

        var record = _open[place].Record ?? BeginRecord(place);
        record.Protocol = fragment.Protocol;
        TakeFully(fragment, record);
    }

    // The short way for what a flood of first fragments is made of: the packet is put down as it came, and no record is made.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakeAlone(in IpFragment fragment, int place)
    {
        ref var entry = ref _log.Fragment;
        entry.Describe(fragment, Notices(fragment));
        entry.Fate = FragmentFate.Stored;
        _log.Add(OutcomeKind.Fragment, place, _now);
        Counters.Pending++;

        // Never in vain: the least memory that is accepted holds many of these.
        var price = Datagram.PriceOfOne(entry.Range);
        MakeRoom(place, price);
        _ledger.Charge(price);
        ref var row = ref _open[place];
        row.Charged = price;
        row.Alone.Keep(fragment.Packet, entry);
    }

    private void TakeFully(in IpFragment fragment, Datagram record)
    {
        ref var entry = ref _log.Fragment;
        entry.Describe(fragment, Notices(fragment));
        Note(OutcomeKind.Fragment, record, _now);
        if (!MakeRoom(record, record.PriceToTake(PayloadStore.Storable(entry.Range), _ledger)))
        {
            Refuse(record, CacheLimit.Memory);
            return;
        }

        if (record.Memory is not null)
        {
            HoldAgainstMemory(record, fragment);
        }

        var stored = record.StoredCount;
        var bearing = record.Take(fragment, ref entry);
        if (record.StoredCount > _options.MaxFragments)
        {
            entry.Anomalies |= Anomaly.TooManyFragments;
            Refuse(record, CacheLimit.Fragments);
            return;
        }

        if (_sourceCounts is not null && bearing != Bearing.Cut)
        {
            _sourceCount = _sourceCounts.Next(fragment.Source);
        }

        entry.Fate = Judge(record, bearing, fragment);
        if (_isComparing)
        {
            Compare(record, bearing, fragment);
        }

        Write(record, fragment, entry, isEvidence: record.StoredCount > stored);
        Settle(record, entry.Fate, entry.Frame);
    }

    // Only now: a view made for this fragment begins with what came before, and notes the fragment itself if it keeps it.
    private void Write(Datagram record, in IpFragment fragment, in JournalEntry entry, bool isEvidence)
    {
        if (isEvidence)
        {
            record.Header.Note(fragment.TrafficClass, fragment.DontFragment, fragment.HeaderLength + entry.Range.Length);
        }

        record.Record(entry, isEvidence, _options.MaxFragments, _ledger);
        if (entry.Range.Start == 0)
        {
            // At once, and not with the verdict: who follows running traffic wants to know whose fragments wait.
            VerdictRule.ReadPorts(record);
        }
    }

    private void Note(OutcomeKind kind, Datagram record, Timestamp at) => _log.Add(kind, record.Place, at);

    // Whether the key completed a datagram not long ago, and whether this only repeats it.
    private void HoldAgainstMemory(Datagram record, in IpFragment fragment)
    {
        ref var entry = ref _log.Fragment;
        var memory = record.Memory!;
        if (record.FragmentCount == 0 && memory.IsWhole && !IsDue(memory.CompletedAt, record.Timeout))
        {
            entry.Anomalies |= Anomaly.IdentificationReused;
        }

        record.OnlyRepeats = record.OnlyRepeats
            && fragment.Payload.Length == entry.Range.Length && memory.Had(entry.Range, fragment.Payload, _hasher);
    }

    // What is worth saying of a fragment by itself, and no reason to refuse it.
    private Anomaly Notices(in IpFragment fragment)
    {
        const int Icmp = 1;
        const int Tcp = 6;
        const int Udp = 17;
        var notices = fragment.ReservedFlag ? Anomaly.ReservedFlag : Anomaly.None;
        if (fragment.MoreFragments && fragment.PayloadLength < _options.MinFragment)
        {
            notices |= Anomaly.SmallFragment;
        }

        var offset = fragment.Offset.EightByteUnits;
        if (offset > 1)
        {
            return notices;
        }

        // RFC 1858 section 3 and RFC 3128: a first fragment that hides its transport header from filters, or a
        // second one that begins inside it. RFC 7112 says of IPv6 what must be in the first.
        var protocol = fragment.Protocol;
        var needed = protocol switch { Tcp => 20, Udp or Icmp => 8, _ => 0 };
        var isIpv6 = fragment.Version == IpVersion.V6;
        var tiny = offset != 0 ? protocol == Tcp
            : isIpv6 ? fragment.HidesTransport
            : fragment.MoreFragments && fragment.PayloadLength < needed;
        notices |= tiny ? Anomaly.TinyFragment : Anomaly.None;
        return isIpv6 && fragment.HasSecondFragmentHeader ? notices | Anomaly.SecondFragmentHeader : notices;
    }
}
