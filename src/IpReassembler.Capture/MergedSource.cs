using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>Several sources read as one, by time: frames of equal time come in the order of the sources.</summary>
/// <remarks>
/// A source whose own frames go back in time is not sorted, only merged. A frame without a time comes right after
/// the one before it. Frames are numbered again over all sources, and the interfaces of all sources follow each
/// other as they appear. Damage in one source ends that source only and is told when all have ended.
/// </remarks>
public sealed class MergedSource : IFrameSource
{
    private readonly List<Lane> _lanes = [];
    private readonly List<CaptureInterface> _interfaces = [];
    private readonly List<CaptureDamage> _damages = [];

    // The frame that each source has ready, the earliest first.
    private readonly PriorityQueue<Lane, (long Time, int Order)> _ready = new();

    // Sources that have no frame ready: at first all, then the one whose frame was lent.
    private readonly Queue<Lane> _empty = new();
    private Lane? _lent;

    // Whose frame came last, and must be followed by those of its frames that have no time.
    private Lane? _last;
    private long _number;
    private bool _isEnded;

    /// <summary>Merges <paramref name="sources"/>, and owns them from then on.</summary>
    public MergedSource(IEnumerable<IFrameSource> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        foreach (var source in sources)
        {
            var lane = new Lane(source, _lanes.Count);
            _lanes.Add(lane);
            _empty.Enqueue(lane);
            ShowInterfaces(lane);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<CaptureInterface> Interfaces => _interfaces;

    /// <summary>The first source's damage; <see cref="Damages"/> has them all.</summary>
    public CaptureDamage? Damage => _isEnded ? _damages.FirstOrDefault() : null;

    /// <summary>What is broken in which source, in the order it was met.</summary>
    public IReadOnlyList<CaptureDamage> Damages => _damages;

    /// <inheritdoc/>
    public long BytesRead => _lanes.Sum(lane => lane.Source.BytesRead);

    /// <inheritdoc/>
    public long? Length => _lanes.Aggregate((long?)0, (sum, lane) => sum + lane.Source.Length);

    /// <inheritdoc/>
    public IReadOnlyList<string> Comments => _lent?.Source.Comments ?? [];

    /// <inheritdoc/>
    public Int128? TimeBeyondRange => _lent?.Source.TimeBeyondRange;

    /// <inheritdoc/>
    public ReadResult Read(out CapturedFrame frame)
    {
        frame = default;
        if (_lent is not null)
        {
            _empty.Enqueue(_lent);
            _lent = null;
        }
        while (_empty.TryPeek(out var lane))
        {
            var result = lane.Advance();
            if (result is ReadResult.Idle)
            {
                lane.ShowTime(out frame);
                return ReadResult.Idle;
            }
            ShowInterfaces(lane);
            _empty.Dequeue();
            if (result is ReadResult.Frame)
            {
                if (lane == _last && !lane.HasTimestamp)
                {
                    return Lend(lane, out frame);
                }
                _ready.Enqueue(lane, (lane.Time, lane.Order));
            }
            else if (result is ReadResult.Damaged)
            {
                _damages.Add(lane.Source.Damage!);
            }
        }
        if (_ready.TryDequeue(out var earliest, out _))
        {
            return Lend(earliest, out frame);
        }
        var isFirstEnd = !_isEnded;
        _isEnded = true;
        return isFirstEnd && _damages.Count > 0 ? ReadResult.Damaged : ReadResult.End;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var lane in _lanes)
        {
            lane.Source.Dispose();
        }
    }

    private ReadResult Lend(Lane lane, out CapturedFrame frame)
    {
        (_lent, _last) = (lane, lane);
        lane.Show(++_number, out frame);
        return ReadResult.Frame;
    }

    /// <summary>Brings what the source says of its interfaces into the common list: new ones, and statistics that came.</summary>
    private void ShowInterfaces(Lane lane)
    {
        var theirs = lane.Source.Interfaces;
        for (var i = lane.Interfaces.Count; i < theirs.Count; i++)
        {
            lane.Interfaces.Add(_interfaces.Count);
            _interfaces.Add(theirs[i]);
        }
        // Statistics stand at the end of a file, so they are fetched when it is over.
        for (var i = 0; lane.IsOver && i < theirs.Count; i++)
        {
            _interfaces[lane.Interfaces[i]] = theirs[i];
        }
    }

    /// <summary>One source and the frame it has ready, whose bytes are copied: a lent frame cannot be kept.</summary>
    private sealed class Lane(IFrameSource source, int order)
    {
        private readonly KeptFrame _frame = new();

        public IFrameSource Source { get; } = source;

        public int Order { get; } = order;

        /// <summary>The place of each of the source's interfaces in the common list.</summary>
        public List<int> Interfaces { get; } = [];

        public long Time => _frame.Timestamp.Nanoseconds;

        public bool HasTimestamp => _frame.HasTimestamp;

        public bool IsOver { get; private set; }

        public ReadResult Advance()
        {
            var result = Source.Read(out var frame);
            IsOver = result is ReadResult.End or ReadResult.Damaged;
            if (result is ReadResult.Frame or ReadResult.Idle)
            {
                _frame.Keep(frame);
            }
            return result;
        }

        public void Show(long number, out CapturedFrame frame)
        {
            _frame.Show(out var kept);
            frame = kept with { Number = number, Interface = Interfaces[kept.Interface] };
        }

        /// <summary>Up to when everything was delivered, after <see cref="ReadResult.Idle"/>.</summary>
        public void ShowTime(out CapturedFrame frame) => _frame.Show(out frame);
    }
}
