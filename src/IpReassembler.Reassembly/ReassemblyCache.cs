using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using IpReassembler.Packets;

namespace IpReassembler.Reassembly;

/// <summary>Fragments wait here for the rest of their datagram; packets that are not fragments pass by.</summary>
/// <remarks>
/// <para>One thread, no clock: time is what the packets say. What a call returns is lent until the next call.</para>
/// <para>
/// For every key it keeps two things apart: the evidence (which bytes came, the first copy of each, and what was
/// strange), and what a host with the chosen policy would hold. While fragments only add bytes the two are
/// the same, and the policy is not asked; at the first fragment on which policies may differ the host's view is
/// made from the journal, and lives a life of its own from then on.
/// </para>
/// </remarks>
public sealed partial class ReassemblyCache
{
    private readonly ReassemblyOptions _options;
    private readonly HostRules _rules;
    private readonly MemoryLedger _ledger = new();
    private readonly KeyedHash _hash = new();
    private readonly KeyedTable<Datagram> _open = new();
    private readonly Stack<Datagram> _idle = new();
    private readonly OutcomeLog _log = new();
    private readonly List<Datagram> _ended = [];
    private readonly bool _isComparing;
    private readonly SourceCounts? _sourceCounts;

    // The open record that was looked up last.
    private Datagram? _latest;
    private long _sourceCount;
    private long _packetNumber;

    /// <summary>Starts with an empty cache.</summary>
    /// <param name="options">How to behave; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit makes no sense.</exception>
    public ReassemblyCache(ReassemblyOptions? options = null)
    {
        _options = options ?? new ReassemblyOptions();
        _options.Check();
        Counters = new ReassemblyCounters(_ledger);
        _sources = new SourceLedger(_hash);
        _hasher = new RangeHasher(_hash);
        _rules = new HostRules(_options);
        _isComparing = _options.Compare.Count > 0;
        _sourceCounts = _options.Policies.Any(policy => policy.MaxDistance > 0) ? new SourceCounts(_hash, _options.MaxDatagrams) : null;
    }

    /// <summary>What went through so far.</summary>
    public ReassemblyCounters Counters { get; }

    /// <summary>The number of the oldest datagram that is still open; null when none is. No record that ends later has a smaller one.</summary>
    public long? OldestOpenNumber => OldestOpen?.Number;

    /// <summary>Takes a packet from <see cref="LinkLayer.TryGetIp"/>.</summary>
    /// <returns>Nothing for a packet that is whole; for a fragment its fate, and whatever ended because of it or because time passed.</returns>
    public OutcomeSequence Accept(in IpPacket packet)
    {
        Turn(packet.Timestamp);
        if (packet.Version == IpVersion.V6)
        {
            TakeIpv6(packet);
            return Outcomes;
        }

        var outermost = packet.Depth == 0 ? 1 : 0;
        Counters.Ipv4Packets += outermost;
        if (!Ipv4Packet.TryParse(packet.Bytes, out var ip, out _) || (_options.RefuseLengthZero && ip.IsLengthZero))
        {
            Counters.MalformedPackets++;
        }
        else if (ip.IsFragment)
        {
            Counters.Fragments++;
            Counters.Ipv4Fragments += outermost;
            ip.ToFragment(packet, out var fragment);
            if (ip.HeaderChecksumState == ChecksumState.Bad)
            {
                Counters.Rejected++;
                _log.Fragment.Describe(fragment, Anomaly.BadHeaderChecksum);
                _log.Fragment.Fate = FragmentFate.Rejected;
                Note(OutcomeKind.Fragment, null, _now);
            }
            else
            {
                Take(fragment);
            }
        }

        return Outcomes;
    }

    /// <summary>The plain door, for bytes from anywhere: a socket, another capture library, a test.</summary>
    /// <param name="frame">The frame, from its link-layer header on.</param>
    /// <param name="link">What it begins with.</param>
    /// <param name="at">When it was captured.</param>
    /// <param name="originalLength">Its length on the wire, if the capture may have cut it short.</param>
    public OutcomeSequence Accept(ReadOnlySpan<byte> frame, LinkType link, Timestamp at, long? originalLength = null)
    {
        var captured = new CapturedFrame(frame, link, at) { Number = ++_packetNumber, OriginalLength = originalLength ?? frame.Length };
        return LinkLayer.TryGetIp(captured, out var packet, out _) ? Accept(packet) : Expire(at);
    }

    /// <summary>Nothing came, but time passed.</summary>
    public OutcomeSequence Expire(Timestamp now)
    {
        Turn(now);
        return Outcomes;
    }

    /// <summary>The input has ended: every open record ends, as it is.</summary>
    /// <remarks>The cache can be used again afterwards; fragments it still held stay counted as pending.</remarks>
    public OutcomeSequence Finish()
    {
        Turn(_now);
        while (OldestOpen is { } record)
        {
            if (!IsOver(record))
            {
                End(record);
            }
        }

        return Outcomes;
    }

    private OutcomeSequence Outcomes => new(_log);

    // What the last call lent is taken back, and what is due by now happens.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Turn(Timestamp now)
    {
        if (_log.Count > 0)
        {
            _log.Clear();
            foreach (var record in _ended)
            {
                Recycle(record);
            }

            _ended.Clear();
        }

        _now = now;
        if (now >= _nextDeadline)
        {
            ExpireDue();
        }
    }

    private void TakeIpv6(in IpPacket packet)
    {
        var outermost = packet.Depth == 0 ? 1 : 0;
        Counters.Ipv6Packets += outermost;
        if (!Ipv6Packet.TryParse(packet.Bytes, out var ip, out _))
        {
            Counters.MalformedPackets++;
        }
        else if (ip.IsFragment)
        {
            Counters.Fragments++;
            Counters.Ipv6Fragments += outermost;
            ip.ToFragment(packet, out var fragment);
            Take(fragment);
        }
        else if (ip.IsAtomicFragment)
        {
            // It passes by, and leaves alone whatever waits under its identification (RFC 6946 section 4).
            Counters.AtomicFragments++;
        }
    }

    private void Take(in IpFragment fragment)
    {
        DatagramKey.Of(fragment, _options.Key, out var key);
        if (!IsOpen(key, out var record))
        {
            TakeFully(fragment, key, null);
            return;
        }

        ref var entry = ref _log.Fragment;
        entry.Describe(fragment, Anomaly.None);
        if (_now < record.Deadline && entry.Range.Length >= _options.MinFragment && record.TryTakeMiddle(fragment, ref entry, _options.MaxFragments))
        {
            Note(OutcomeKind.Fragment, record, _now);
            Counters.Pending++;
            return;
        }

        TakeFully(fragment, key, IsOver(record) ? null : record);
    }

    // The fragments of a datagram mostly follow each other: then the record is found without hashing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsOpen(in DatagramKey key, [NotNullWhen(true)] out Datagram? record)
    {
        record = _latest;
        if (record is not null && record.IsNamed(key))
        {
            return true;
        }

        if (!_open.TryFind(key, key.Hash(_hash), out record))
        {
            return false;
        }

        _latest = record;
        return true;
    }

    // Of a key without a record, null, it is the first fragment.
    private void TakeFully(in IpFragment fragment, in DatagramKey key, Datagram? record)
    {
        ref var entry = ref _log.Fragment;
        if (record is null)
        {
            record = Open(key, key.Hash(_hash), fragment.FrameNumber);
            record.Protocol = fragment.Protocol;
        }

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

        if (record.StoredCount > stored)
        {
            // Only now: a view made for this fragment begins with what came before, and notes the fragment itself if it keeps it.
            record.Header.Note(fragment.TrafficClass, fragment.DontFragment, fragment.HeaderLength + entry.Range.Length);
        }

        record.Record(entry, isEvidence: record.StoredCount > stored, _options.MaxFragments, _ledger);
        if (entry.Range.Start == 0)
        {
            // At once, and not with the verdict: who follows running traffic wants to know whose fragments wait.
            VerdictRule.ReadPorts(record);
        }

        Settle(record, entry.Fate, entry.Frame);
    }

    private void Note(OutcomeKind kind, Datagram? record, Timestamp at) => _log.Add(kind, record, at);

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

    // What the policy says. It is only asked once policies may differ; from the start, where distance counts.
    private FragmentFate Judge(Datagram record, Bearing bearing, in IpFragment fragment)
    {
        if (bearing == Bearing.Cut)
        {
            return FragmentFate.Rejected;
        }

        if (record.View is not null || !record.FirstEntryLives || bearing == Bearing.Irregular || _sourceCounts is not null)
        {
            return Ask(record, fragment);
        }

        if (bearing == Bearing.Copy)
        {
            return record.Rule.Policy.KeepsCopies ? Ask(record, fragment) : FragmentFate.Ignored;
        }

        record.RegularHeld++;
        return record.IsWhole ? FragmentFate.Completes : FragmentFate.Stored;
    }

    private FragmentFate Ask(Datagram record, in IpFragment fragment)
    {
        var view = record.View ?? MakeView(record, PayloadStore.Storable(_log.Fragment.Range));
        record.HasGrown = true;
        var held = view.Held;
        var fate = view.Add(ViewOf(fragment));
        if (view.HasBegunAnew)
        {
            Counters.Pending -= held;
            Counters.Discarded += held;
            EntryGone(record, DatagramState.Killed, Age(record));
            Note(OutcomeKind.DistanceReset, record, _now);
        }

        if (!record.FirstEntryLives && view.Held == 1 && fate == FragmentFate.Stored)
        {
            record.Rule.Ages.LaterEntries.AddLast(view.LaterNode);
            Expect(view.StartedAt, record.Timeout);
        }

        return fate;
    }

    private FragmentView ViewOf(in IpFragment fragment) => new()
    {
        Frame = fragment.FrameNumber,
        Range = _log.Fragment.Range,
        MoreFragments = fragment.MoreFragments,
        Payload = fragment.Payload,
        Header = fragment.Header,
        CountedHeaderLength = fragment.CountedHeaderLength,
        Version = fragment.Version,
        HidesTransport = fragment.HidesTransport,
        HidesTransportFromLinux = fragment.HidesTransportFromLinux,
        TrafficClass = fragment.TrafficClass,
        DontFragment = fragment.DontFragment,
        SourceCount = _sourceCount,
        Timestamp = _now,
    };

    private PolicyView MakeView(Datagram record, ByteRange place)
    {
        // The view holds what the evidence holds, or a fragment that is beyond what the evidence believes. The evidence
        // has grown by the fragment already and its journal will; it is charged for both later, and room is made for all of it here.
        var view = record.Rule.IdleViews.TryPop(out var idle) ? idle : record.Policy.CreateView(_ledger);
        view.Rule = record.Rule;
        var growth = record.Charged == 0 ? 0 : record.Price(_ledger) - record.Charged;
        MakeRoom(record, growth + record.PriceToTake(place, _ledger) + view.PriceToTake(Math.Max(record.Store.Capacity, place.End), record.StoredCount + 1));
        if (record.FirstEntryLives && record.RegularHeld > 0)
        {
            record.Replay(view);
            view.Header.CopyFrom(record.Header);
        }
        else if (record.FirstEntryLives)
        {
            LeaveFirstEntries(record);
        }

        view.Owner = record;
        record.View = view;
        return view;
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
        var tiny = offset != 0 ? protocol == Tcp
            : fragment.Version == IpVersion.V4 ? fragment.MoreFragments && fragment.PayloadLength < needed
            : fragment.HidesTransport;
        return tiny ? notices | Anomaly.TinyFragment : notices;
    }
}
