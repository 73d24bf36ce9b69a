using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>What was seen while a command ran: sums over frames, packets and datagrams.</summary>
/// <param name="header">Where it was seen.</param>
/// <param name="here">The addresses of this host: what is sent to them its kernel reassembles. 127.0.0.0/8 needs not be among them.</param>
/// <param name="failOn">The condition that no datagram may meet; null when there is none.</param>
internal sealed class Observation(CaptureHeader header, IReadOnlySet<IpAddress> here, Expression? failOn)
{
    private readonly ReassemblyCache _cache = new(new ReassemblyOptions { Compare = PolicyOptions.Everybody });
    private readonly SortedDictionary<byte, long> _protocols = [], _ipv6Protocols = [];
    private (long Fragments, long Delivered) _here, _ipv6Here;
    private Timestamp? _firstUdp;
    private Timestamp _lastUdp;
    private Timestamp _first = new(long.MaxValue), _last = new(long.MinValue);

    /// <summary>Where it was seen.</summary>
    public CaptureHeader Header => header;

    /// <summary>The sums over its datagrams.</summary>
    public CaptureTotals Totals { get; } = new();

    /// <summary>Frames.</summary>
    public long Frames { get; private set; }

    /// <summary>Their bytes on the wire, link-layer headers included.</summary>
    public long Bytes { get; private set; }

    /// <summary>IPv4 packets, by protocol. A fragment is one.</summary>
    public IReadOnlyDictionary<byte, long> Protocols => _protocols;

    /// <summary>IPv6 packets, by protocol.</summary>
    public IReadOnlyDictionary<byte, long> Ipv6Protocols => _ipv6Protocols;

    /// <summary>IPv6 packets.</summary>
    public long Ipv6Packets => _cache.Counters.Ipv6Packets;

    /// <summary>Fragments of both families.</summary>
    public long Fragments => _cache.Counters.Fragments;

    /// <summary>Whole packets and rebuilt datagrams whose transport checksum is right.</summary>
    public long RightChecksums { get; private set; }

    /// <summary>Those whose checksum was left to hardware: neither right nor wrong.</summary>
    public long OffloadedChecksums { get; private set; }

    /// <summary>Those whose checksum is wrong.</summary>
    public long WrongChecksums { get; private set; }

    /// <summary>TCP connections.</summary>
    public ObservedConnections Connections { get; } = new();

    /// <summary>From the first UDP packet to the last; null when there was none. A fragment is one.</summary>
    public Duration? UdpSpan => _firstUdp is { } first ? _lastUdp - first : null;

    /// <summary>Datagrams that meet the condition under which the run fails.</summary>
    public long Failing { get; private set; }

    /// <summary>How long half of the sound datagrams took from the first fragment to the last, and 99 of 100; null when there was none.</summary>
    public (Duration Half, Duration Most)? Delays =>
        Totals.Timing.Traffic.FirstToComplete is { Count: > 0 } times ? (times.Percentile(50)!.Value, times.Percentile(99)!.Value) : null;

    /// <summary>Fragments for this host, and the datagrams that were made whole of them. IPv6's atomic fragments are both, as for the kernel.</summary>
    public (long Fragments, long Delivered) Here(IpVersion version) => version == IpVersion.V4 ? _here : _ipv6Here;

    /// <summary>Takes a frame.</summary>
    public void Add(in CapturedFrame frame)
    {
        Frames++;
        Bytes += frame.OriginalLength;
        (_first, _last) = (frame.Timestamp < _first ? frame.Timestamp : _first, frame.Timestamp > _last ? frame.Timestamp : _last);
        if (!LinkLayer.TryGetIp(frame, out var packet, out _))
        {
            Pass(frame.Timestamp);
            return;
        }

        if (packet.Version == IpVersion.V4 && Ipv4Packet.TryParse(packet.Bytes, out var ip, out _))
        {
            Count(ip, frame.Timestamp);
        }
        else if (packet.Version == IpVersion.V6 && Ipv6Packet.TryParse(packet.Bytes, out var ip6, out _))
        {
            Count(ip6, frame.Timestamp);
        }

        Note(_cache.Accept(packet));
    }

    /// <summary>Takes note that it is so late.</summary>
    public void Pass(Timestamp now) => Note(_cache.Expire(now));

    /// <summary>Nothing more comes.</summary>
    public void Finish() => Note(_cache.Finish());

    /// <summary>The sums of reading and cache, as summaries take them.</summary>
    public CaptureCounts Count(LiveCounts kernel) => new()
    {
        Packets = Frames,
        Ipv4Packets = _cache.Counters.Ipv4Packets,
        Ipv4Fragments = _cache.Counters.Ipv4Fragments,
        Ipv6Packets = Ipv6Packets,
        Ipv6Fragments = _cache.Counters.Ipv6Fragments,
        First = Frames > 0 ? _first : null,
        Last = Frames > 0 ? _last : null,
        Live = kernel,
    };

    private void Count(in Ipv4Packet ip, Timestamp at)
    {
        Count(_protocols, ip.Protocol, at);
        if (ip.IsFragment)
        {
            _here.Fragments += IsHere(ip.Destination) ? 1 : 0;
        }
        else if (!ip.IsCutShort)
        {
            Count(TransportChecksum.Verify(ip, ip.Payload));
            Connections.Add(ip.Protocol, ip.Source, ip.Destination, ip.Payload, at);
        }
    }

    private void Count(in Ipv6Packet ip, Timestamp at)
    {
        Count(_ipv6Protocols, ip.Protocol, at);
        if ((ip.IsFragment || ip.IsAtomicFragment) && IsHere(ip.Destination))
        {
            _ipv6Here.Fragments++;
            _ipv6Here.Delivered += ip.IsAtomicFragment ? 1 : 0;
        }

        if (!ip.IsFragment && !ip.IsCutShort)
        {
            Count(TransportChecksum.Verify(ip, ip.Payload));
            Connections.Add(ip.Protocol, ip.Source, ip.Destination, ip.Payload, at);
        }
    }

    private void Count(SortedDictionary<byte, long> protocols, byte protocol, Timestamp at)
    {
        protocols[protocol] = protocols.GetValueOrDefault(protocol) + 1;
        if (protocol == TransportChecksum.Udp)
        {
            (_firstUdp, _lastUdp) = (_firstUdp ?? at, at);
        }
    }

    private void Count(ChecksumState state)
    {
        switch (state)
        {
            case ChecksumState.Ok:
                RightChecksums++;
                break;
            case ChecksumState.Offloaded:
                OffloadedChecksums++;
                break;
            case ChecksumState.Bad:
                WrongChecksums++;
                break;
            default:
                break;
        }
    }

    private void Note(OutcomeSequence outcomes)
    {
        foreach (var outcome in outcomes)
        {
            if (outcome is not { Kind: OutcomeKind.Ended, Datagram: { } datagram })
            {
                continue;
            }

            Totals.Add(datagram, header);
            if (datagram.State == DatagramState.Complete)
            {
                Count(datagram.Checksum);
                if (IsHere(datagram.Key.Destination))
                {
                    (datagram.Key.Version == IpVersion.V4 ? ref _here : ref _ipv6Here).Delivered++;
                }
            }

            if (failOn is not null && datagram.LateDuplicateOf is null && failOn.Evaluate(DatagramRecord.From(datagram, header)))
            {
                Failing++;
            }
        }
    }

    private bool IsHere(IpAddress address) => here.Contains(address) || (address.Version == IpVersion.V4 && address.Low >> 24 == 127);
}
