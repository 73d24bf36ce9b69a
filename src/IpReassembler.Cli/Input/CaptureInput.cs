using System.Runtime.CompilerServices;
using IpReassembler.Capture;
using IpReassembler.Packets;
using IpReassembler.Reassembly;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>The captures a verb reads, as one row of frames that ends where the user, the option -c or the input says.</summary>
internal sealed class CaptureInput : IDisposable
{
    // How often the rare things are looked at: a power of two, in frames.
    private const int LookEvery = 4096;

    private readonly CaptureOrigin _origin;
    private readonly IReadOnlyList<IFrameSource> _parts;
    private readonly IFrameSource _source;
    private readonly LiveEnd? _live;
    private readonly Interruption _interruption;
    private readonly SortedDictionary<int, long> _unknownLinks = [];
    private long _stopAfter = long.MaxValue;
    private Timestamp _first;
    private Timestamp _earliest = new(long.MaxValue);
    private Timestamp _latest = new(long.MinValue);

    /// <summary>Reads from a source, and owns it.</summary>
    /// <param name="origin">What it is, in words.</param>
    /// <param name="source">The frames.</param>
    /// <param name="parts">The files or interfaces that the source is made of.</param>
    /// <param name="interruption">What the user asks for meanwhile.</param>
    public CaptureInput(CaptureOrigin origin, IFrameSource source, IReadOnlyList<IFrameSource> parts, Interruption interruption)
    {
        (_origin, _source, _parts, _interruption) = (origin, source, parts, interruption);
        _live = parts.OfType<LiveSource>().FirstOrDefault() is { } live ? new LiveEnd(live, TimeProvider.System) : null;
    }

    /// <summary>How many frames are read at most; null for all.</summary>
    public long? MaxPackets
    {
        init => _stopAfter = value ?? long.MaxValue;
    }

    /// <summary>What ends a live capture; null when only the user does.</summary>
    public AutostopWatch? Autostop { get; init; }

    /// <summary>Shows how far the reading got; null when nobody looks.</summary>
    public ProgressBar? Progress { get; init; }

    /// <summary>Sums over everything read; null when nobody asked.</summary>
    public CaptureFingerprint? Fingerprint { get; init; }

    /// <summary>Whether the last read brought no frame, but only the time.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>How many frames were read.</summary>
    public long Packets { get; private set; }

    /// <summary>When the first frame came; null before it.</summary>
    public Timestamp? First => Packets > 0 ? _first : null;

    /// <summary>The interfaces seen so far.</summary>
    public IReadOnlyList<CaptureInterface> Interfaces => _source.Interfaces;

    /// <summary>The comments on the frame read last.</summary>
    public IReadOnlyList<string> Comments => _source.Comments;

    // One for each damaged file, although the row of frames went on with the others.
    private IEnumerable<CaptureDamage> Damages => _parts.Select(part => part.Damage).OfType<CaptureDamage>();

    /// <summary>Reads the next frame; its bytes are lent until the next call.</summary>
    /// <remarks>
    /// Where frames are waited for and none came, the frame is empty, has no number, and says what time it is: <see cref="Feed"/> tells that to
    /// the cache. Whoever looks at frames otherwise asks <see cref="IsIdle"/> first.
    /// </remarks>
    public bool Read(out CapturedFrame frame)
    {
        if ((Packets & (LookEvery - 1)) == 0)
        {
            Progress?.Show(_source.BytesRead, _source.Length, Packets);
        }

        if ((_live is null && _interruption.Requested) || Packets == _stopAfter || Autostop?.IsDue(_source.BytesRead, IsIdle) == true
            || !TryRead(out frame) || (_live is not null && _interruption.Requested && _live.IsReached(frame.Timestamp)))
        {
            frame = default;
            Progress?.Clear();
            return false;
        }

        if (IsIdle)
        {
            return true;
        }

        if (Packets++ == 0)
        {
            _first = frame.Timestamp;
        }

        if (frame.Timestamp < _earliest)
        {
            _earliest = frame.Timestamp;
        }

        if (frame.Timestamp > _latest)
        {
            _latest = frame.Timestamp;
        }

        Fingerprint?.Add(frame, _source);
        return true;
    }

    /// <summary>Shows a frame to the cache: its packet if it has one, and otherwise that time went on.</summary>
    /// <param name="cache">The cache.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="packet">The packet, for <see cref="TunnelOpener.TryGoOn"/>; without one it is empty, and nothing is in it.</param>
    // Part of the loops it stands in: as a call of its own it costs 5 % more of summary -q on the benchmarks' w6.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public OutcomeSequence Feed(ReassemblyCache cache, in CapturedFrame frame, out IpPacket packet)
    {
        if (LinkLayer.TryGetIp(frame, out packet, out var defect))
        {
            Autostop?.Watch(cache.Counters);
            return cache.Accept(packet);
        }

        if (defect == PacketDefect.UnknownLinkType && !IsIdle)
        {
            var link = (int)frame.Link;
            _unknownLinks[link] = _unknownLinks.GetValueOrDefault(link) + 1;
        }

        return cache.Expire(frame.Timestamp);
    }

    /// <summary>What the records say of their origin: as far as it is known when this is asked.</summary>
    public CaptureHeader Describe(ReassemblyOptions options)
    {
        var interfaces = _source.Interfaces;
        Duration? Timeout(IpVersion version) => options.TimeoutFor(version) is var timeout && timeout == Duration.Longest ? null : timeout;

        return new CaptureHeader
        {
            File = _origin.Name,
            ReadOptions = _origin.ReadOptions,
            Format = _origin.Format,
            Link = interfaces.Count > 0 && interfaces.All(one => one.Link == interfaces[0].Link) ? interfaces[0].Link : null,
            TickNanoseconds = interfaces.MinBy(one => one.TickNanoseconds)?.TickNanoseconds ?? 1_000,
            Policy = options.Policy.Name,
            Timeout = Timeout(IpVersion.V4),
            Ipv6Timeout = Timeout(IpVersion.V6),
            Targets = options.Targets?.Name,
            Key = options.Key,
        };
    }

    /// <summary>The sums of reading and cache.</summary>
    public CaptureCounts Count(ReassemblyCounters cache) => new()
    {
        Packets = Packets,
        Ipv4Packets = cache.Ipv4Packets,
        Ipv4Fragments = cache.Ipv4Fragments,
        Ipv6Packets = cache.Ipv6Packets,
        Ipv6Fragments = cache.Ipv6Fragments,
        Damaged = Damages.Any(),
        First = Packets > 0 ? _earliest : null,
        Last = Packets > 0 ? _latest : null,
        Used = cache.Used,
        Ignored = cache.Ignored,
        Rejected = cache.Rejected,
        Discarded = cache.Discarded,
        EvictedFragments = cache.Evicted,
        ExpiredFragments = cache.Expired,
        Pending = cache.Pending,
        Refused = cache.Refused,
        Live = _live?.Counts,
        IndexSha256 = Fingerprint?.ComputeIndexSha256(),
        BytesSha256 = Fingerprint?.ComputeBytesSha256(),
    };

    /// <summary>What the kernel has counted up to now; null where files are read.</summary>
    public LiveCounts? CountKernel() => _live?.CountNow();

    /// <summary>Says on standard error what the answer does not cover, and gives the exit code that tells it to scripts.</summary>
    /// <param name="error">Standard error.</param>
    /// <param name="fragments">How many fragments there were; null where nobody counted.</param>
    public int Conclude(TextWriter error, long? fragments = null)
    {
        foreach (var (link, count) in _unknownLinks)
        {
            error.WriteLine($"ipreasm: {count} packets have the unknown link type {link}: what they carry was not looked into");
        }

        foreach (var damage in Damages)
        {
            error.WriteLine($"ipreasm: {damage}; everything before it was used");
        }

        if (_interruption.Requested)
        {
            error.WriteLine($"ipreasm: interrupted after {Packets} packets; what is printed covers these");
        }

        _live?.Write(error, Packets, fragments);
        return _interruption.Requested ? _interruption.ExitCode
            : Damages.Any() ? (_live is null ? ExitCode.Damaged : ExitCode.Network)
            : ExitCode.Done;
    }

    public void Dispose()
    {
        Progress?.Clear();
        Fingerprint?.Dispose();
        _source.Dispose();
    }

    // Whether there is a frame, or at least a time. Damage in one of several files ends that file only; the others go on.
    private bool TryRead(out CapturedFrame frame)
    {
        try
        {
            ReadResult result;
            do
            {
                result = _source.Read(out frame);
            }
            while (result is ReadResult.Damaged);
            IsIdle = result == ReadResult.Idle;
            return IsIdle || result == ReadResult.Frame;
        }
        catch (OperationCanceledException) when (_interruption.Requested)
        {
            // A pipe was silent. What it gave of the next record is no damage: the rest was not waited for.
            frame = default;
            return false;
        }
    }
}
