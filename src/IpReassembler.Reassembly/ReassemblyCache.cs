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
    private readonly PlaceTable _open = new();
    private readonly OutcomeLog _log;
    private readonly bool _isComparing;
    private readonly SourceCounts? _sourceCounts;

    private long _packetNumber;

    /// <summary>Starts with an empty cache.</summary>
    /// <param name="options">How to behave; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit makes no sense.</exception>
    public ReassemblyCache(ReassemblyOptions? options = null)
    {
        _options = options ?? new ReassemblyOptions();
        _options.Check();
        Counters = new ReassemblyCounters(_ledger);
        _log = new OutcomeLog(_open, RecordAt);
        _probation = new AgeQueue(_open, AgeQueue.Standing);
        _sources = new SourceLedger(_open, _hash);
        _hasher = new RangeHasher(_hash);
        _rules = new HostRules(_options, _open);
        _isComparing = _options.Compare.Count > 0;
        _sourceCounts = _options.Policies.Any(policy => policy.MaxDistance > 0) ? new SourceCounts(_hash, _options.MaxDatagrams) : null;
    }

    /// <summary>What went through so far.</summary>
    public ReassemblyCounters Counters { get; }

    /// <summary>The number of the oldest datagram that is still open; null when none is. No record that ends later has a smaller one.</summary>
    public long? OldestOpenNumber => OldestOpen is not 0 and var place ? _open[place].Number : null;

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
                _log.Add(OutcomeKind.Fragment, 0, _now);
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
        while (OldestOpen is not 0 and var place)
        {
            ref readonly var row = ref _open[place];
            if (row.Record is null && !IsDue(row.First, row.Rule.Ages.Timeout))
            {
                EndAlone(place, CacheLimit.None);
            }
            else if (RecordAt(place) is var record && !IsOver(record))
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
            FreeEnded();
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
}
