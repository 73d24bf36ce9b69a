using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>A bad link as a frame source around a frame source: it loses, doubles, delays, holds back and breaks frames, all by one seed.</summary>
/// <remarks>
/// <para>A frame goes through it in this order: lost? broken? doubled? taken up by the link; delayed; held back. Frames come out in the order of their new times.</para>
/// <para>
/// No clock: that time went on is known from the frames that come in, and from a source that says up to when none came (<see cref="ReadResult.Idle"/>).
/// </para>
/// </remarks>
public sealed class Impairment : IFrameSource
{
    private readonly IFrameSource _source;
    private readonly ImpairmentOptions _options;
    private readonly WaitingFrames _waiting = new();
    private readonly LossModel _loss;
    private readonly LinkRate _rate;
    private readonly ReorderBuffer _heldBack;

    // Each kind of harm has numbers of its own: more of one does not change who suffers from another.
    private readonly SplitMix64 _corruption, _duplication, _reordering, _jitter;
    private byte[] _broken = [];
    private Timestamp _now = new(long.MinValue);
    private ReadResult? _end;

    /// <summary>Puts the link behind <paramref name="source"/>, which it owns from then on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option makes no sense.</exception>
    public Impairment(IFrameSource source, ImpairmentOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        (_source, _options) = (source, options);
        var seeds = new SplitMix64(options.Seed);
        _loss = new LossModel(options, new SplitMix64(seeds.Next()));
        _corruption = new SplitMix64(seeds.Next());
        _duplication = new SplitMix64(seeds.Next());
        _reordering = new SplitMix64(seeds.Next());
        _jitter = new SplitMix64(seeds.Next());
        _rate = new LinkRate(options.BitsPerSecond, options.QueueLength);
        _heldBack = new ReorderBuffer(options.ReorderBy, _waiting);
    }

    /// <summary>What it did so far.</summary>
    public ImpairmentCounters Counters { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<CaptureInterface> Interfaces => _source.Interfaces;

    /// <inheritdoc/>
    public CaptureDamage? Damage => _source.Damage;

    /// <inheritdoc/>
    public long BytesRead => _source.BytesRead;

    /// <inheritdoc/>
    public long? Length => _source.Length;

    /// <inheritdoc/>
    public IReadOnlyList<string> Comments => _waiting.Comments;

    /// <summary>When the next frame comes out of those that are on their way; <see langword="null"/> when none is, or all of them are held back until others come.</summary>
    public Timestamp? NextDue => _waiting.NextDue;

    /// <inheritdoc/>
    public ReadResult Read(out CapturedFrame frame)
    {
        while (true)
        {
            if (_waiting.TryTake(_end is null ? _now : new Timestamp(long.MaxValue), out frame))
            {
                frame = frame with { Number = ++Counters.Delivered };
                return ReadResult.Frame;
            }

            if (_end is { } end)
            {
                _end = ReadResult.End;
                return end;
            }

            var result = _source.Read(out var arrived);
            switch (result)
            {
                case ReadResult.Frame:
                    Take(arrived);
                    break;
                case ReadResult.Idle when arrived.Timestamp > _now && _waiting.NextDue <= arrived.Timestamp:
                    _now = arrived.Timestamp;
                    break;
                case ReadResult.Idle:
                    frame = arrived;
                    return ReadResult.Idle;
                default:
                    _heldBack.ReleaseAll();
                    _end = result;
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private void Take(CapturedFrame frame)
    {
        Counters.Received++;
        if (frame.Timestamp > _now)
        {
            _now = frame.Timestamp;
        }

        var isLost = _loss.LosesNext();
        var isBroken = _corruption.Happens(_options.Corruption);
        var isDoubled = _duplication.Happens(_options.Duplication);
        if (isLost)
        {
            Counters.Lost++;
            return;
        }

        if (isBroken)
        {
            Counters.Corrupted++;
            frame = Break(frame);
        }

        Counters.Duplicated += isDoubled ? 1 : 0;
        for (var copies = isDoubled ? 2 : 1; copies > 0; copies--)
        {
            Send(frame);
        }
    }

    private void Send(in CapturedFrame frame)
    {
        if (_waiting.Count >= ImpairmentOptions.MaxWaiting || !_rate.TryTake(frame.Timestamp, frame.OriginalLength, out var departure))
        {
            Counters.Overflowed++;
            return;
        }

        var jitter = _options.Jitter > Duration.Zero ? new Duration(_jitter.Below(Math.Min(_options.Jitter.Nanoseconds, long.MaxValue - 1) + 1)) : Duration.Zero;
        var at = departure + _options.Delay + jitter;
        if (_reordering.Happens(_options.Reordering))
        {
            Counters.HeldBack++;
            _heldBack.Hold(new FrameCopy(frame, _source.Comments), at);
        }
        else
        {
            _waiting.Add(frame, at, _source.Comments);
            _heldBack.Came(at);
        }
    }

    // One bit, behind the link header where there is a packet behind it.
    private CapturedFrame Break(CapturedFrame frame)
    {
        if (frame.Bytes.IsEmpty)
        {
            return frame;
        }

        _broken = frame.Bytes.ToArray();
        var from = LinkLayer.TryGetIp(frame, out var packet, out _) ? LinkLayer.HeaderLength(frame, packet) : 0;
        var bit = _corruption.Below((_broken.Length - from) * 8L);
        _broken[from + (int)(bit / 8)] ^= (byte)(0x80 >> (int)(bit % 8));
        return frame with { Bytes = _broken };
    }
}
