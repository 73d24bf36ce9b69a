using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>Copies of packets in the order they came, as a source of frames that never ends: where none waits, it says that none came until <see cref="Now"/>.</summary>
/// <param name="maxCount">The most packets that wait. One costs its bytes, at least 2 KiB, and they are used again.</param>
internal sealed class PacketQueue(int maxCount) : IFrameSource
{
    private readonly Queue<KeptFrame> _waiting = new();
    private readonly Stack<KeptFrame> _idle = new();
    private KeptFrame? _lent;

    /// <summary>The time it is.</summary>
    public Timestamp Now { get; set; }

    /// <summary>When the first of those that wait came; null when none does.</summary>
    public Timestamp? First => _waiting.TryPeek(out var first) ? first.Timestamp : null;

    /// <inheritdoc/>
    public IReadOnlyList<CaptureInterface> Interfaces => [];

    /// <inheritdoc/>
    public CaptureDamage? Damage => null;

    /// <inheritdoc/>
    public long BytesRead { get; private set; }

    /// <inheritdoc/>
    public long? Length => null;

    /// <summary>Copies a packet behind the others.</summary>
    /// <returns>False when too many wait.</returns>
    public bool TryAdd(ReadOnlySpan<byte> packet, Timestamp at)
    {
        if (_waiting.Count == maxCount)
        {
            return false;
        }

        var copy = _idle.TryPop(out var idle) ? idle : new KeptFrame();
        copy.Keep(new CapturedFrame(packet, LinkType.Raw, at));
        _waiting.Enqueue(copy);
        return true;
    }

    /// <inheritdoc/>
    public ReadResult Read(out CapturedFrame frame)
    {
        if (_lent is { } returned)
        {
            _idle.Push(returned);
            _lent = null;
        }

        if (!_waiting.TryDequeue(out var next))
        {
            frame = new CapturedFrame([], LinkType.Raw, Now);
            return ReadResult.Idle;
        }

        _lent = next;
        next.Show(out frame);
        BytesRead += frame.Bytes.Length;
        return ReadResult.Frame;
    }

    /// <inheritdoc/>
    public void Dispose() => _waiting.Clear();
}
