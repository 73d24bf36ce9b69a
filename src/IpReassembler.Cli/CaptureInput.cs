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

    private readonly IReadOnlyList<string> _readOptions;
    private readonly IReadOnlyList<CaptureReader> _readers;
    private readonly IFrameSource _source;
    private readonly Interruption _interruption;
    private readonly SortedDictionary<int, long> _unknownLinks = [];
    private long _stopAfter = long.MaxValue;
    private Timestamp _first;
    private Timestamp _earliest = new(long.MaxValue);
    private Timestamp _latest = new(long.MinValue);

    /// <param name="readOptions">The options that name the captures, as a shell takes them.</param>
    /// <param name="readers">The captures, owned from now on.</param>
    /// <param name="interruption">Ends the reading early.</param>
    public CaptureInput(IReadOnlyList<string> readOptions, IReadOnlyList<CaptureReader> readers, Interruption interruption)
    {
        (_readOptions, _readers) = (readOptions, readers);
        _source = readers.Count == 1 ? readers[0] : new MergedSource(readers);
        _interruption = interruption;
    }

    /// <summary>How many frames are read at most; null for all.</summary>
    public long? MaxPackets
    {
        init => _stopAfter = value ?? long.MaxValue;
    }

    /// <summary>Shows how far the reading got; null when nobody looks.</summary>
    public ProgressBar? Progress { get; init; }

    /// <summary>Sums over everything read; null when nobody asked.</summary>
    public CaptureFingerprint? Fingerprint { get; init; }

    /// <summary>How many frames were read.</summary>
    public long Packets { get; private set; }

    /// <summary>When the first frame came; null before it.</summary>
    public Timestamp? First => Packets > 0 ? _first : null;

    /// <summary>The interfaces seen so far.</summary>
    public IReadOnlyList<CaptureInterface> Interfaces => _source.Interfaces;

    /// <summary>The comments on the frame read last.</summary>
    public IReadOnlyList<string> Comments => _source.Comments;

    // One for each damaged file, although the row of frames went on with the others.
    private IEnumerable<CaptureDamage> Damages => _readers.Select(reader => reader.Damage).OfType<CaptureDamage>();

    /// <summary>Reads the next frame; its bytes are lent until the next call.</summary>
    public bool Read(out CapturedFrame frame)
    {
        if ((Packets & (LookEvery - 1)) == 0)
        {
            Progress?.Show(_source.BytesRead, _source.Length, Packets);
        }

        if (_interruption.Requested || Packets == _stopAfter || ReadOne(out frame) != ReadResult.Frame)
        {
            frame = default;
            Progress?.Clear();
            return false;
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
    public OutcomeSequence Feed(ReassemblyCache cache, in CapturedFrame frame)
    {
        if (LinkLayer.TryGetIp(frame, out var packet, out var defect))
        {
            return cache.Accept(packet);
        }

        if (defect == PacketDefect.UnknownLinkType)
        {
            var link = (int)frame.Link;
            _unknownLinks[link] = _unknownLinks.GetValueOrDefault(link) + 1;
        }

        return cache.Expire(frame.Timestamp);
    }

    /// <summary>What the records say of their origin: as far as it is known when this is asked.</summary>
    public CaptureHeader Describe(ReassemblyOptions options)
    {
        var links = _source.Interfaces.Select(one => one.Link).Distinct().ToArray();
        var formats = _readers.Select(reader => reader.Format + (reader.IsGzip ? " (gzip)" : "")).Distinct().ToArray();
        var timeout = options.TimeoutFor(IpVersion.V4);
        return new CaptureHeader
        {
            File = string.Join(", ", _readers.Select(reader => reader.Name)),
            ReadOptions = string.Join(' ', _readOptions),
            Format = formats.Length == 1 ? formats[0] : "mixed",
            Link = links.Length == 1 ? links[0] : null,
            TickNanoseconds = _source.Interfaces.Select(one => one.TickNanoseconds).DefaultIfEmpty(1_000).Min(),
            Policy = options.Policy.Name,
            Timeout = timeout == Duration.Longest ? null : timeout,
            Targets = options.Targets?.Name,
            Key = options.Key,
        };
    }

    /// <summary>The sums of reading and cache.</summary>
    public CaptureCounts Count(ReassemblyCounters cache) => new()
    {
        Packets = Packets,
        Ipv4Packets = cache.Ipv4Packets,
        Ipv4Fragments = cache.Fragments,
        Ipv6Packets = cache.Ipv6Packets,
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
        IndexSha256 = Fingerprint?.ComputeIndexSha256(),
        BytesSha256 = Fingerprint?.ComputeBytesSha256(),
    };

    /// <summary>Says on standard error what the answer does not cover, and gives the exit code that tells it to scripts.</summary>
    public int Conclude(TextWriter error)
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

        return _interruption.Requested ? _interruption.ExitCode
            : Damages.Any() ? ExitCode.Damaged
            : ExitCode.Done;
    }

    public void Dispose()
    {
        Progress?.Clear();
        Fingerprint?.Dispose();
        _source.Dispose();
    }

    // Damage in one of several files ends that file only; the others go on.
    private ReadResult ReadOne(out CapturedFrame frame)
    {
        try
        {
            ReadResult result;
            do
            {
                result = _source.Read(out frame);
            }
            while (result is ReadResult.Idle or ReadResult.Damaged);
            return result;
        }
        catch (OperationCanceledException) when (_interruption.Requested)
        {
            // A pipe was silent. What it gave of the next record is no damage: the rest was not waited for.
            frame = default;
            return ReadResult.End;
        }
    }
}
