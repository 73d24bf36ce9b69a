using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>One direction of a link that has an <see cref="Impairment"/>: packets go in at one time and come out at another, changed, doubled or not at all.</summary>
public sealed class ImpairedPath : IDisposable
{
    private readonly PacketQueue _entrance = new(ImpairmentOptions.MaxWaiting);
    private readonly Impairment _impairment;

    /// <summary>A path with nothing on it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option makes no sense.</exception>
    public ImpairedPath(ImpairmentOptions options) => _impairment = new Impairment(_entrance, options);

    /// <summary>What happened on it so far.</summary>
    public ImpairmentCounters Counters => _impairment.Counters;

    /// <summary>When it is worth looking for a packet; null when none is on its way, or those that are wait for others to overtake them.</summary>
    public Timestamp? NextDue => _entrance.First ?? _impairment.NextDue;

    /// <summary>A packet goes in. It is copied.</summary>
    /// <param name="packet">An IP packet.</param>
    /// <param name="now">The time it is: not before that of an earlier call.</param>
    /// <returns>False when so many have gone in since the last look that there is no room.</returns>
    public bool TrySend(ReadOnlySpan<byte> packet, Timestamp now) => _entrance.TryAdd(packet, now);

    /// <summary>Takes the next packet that has come out by <paramref name="now"/>, lent until the next call.</summary>
    public bool TryReceive(Timestamp now, out ReadOnlySpan<byte> packet)
    {
        _entrance.Now = now;
        var hasPacket = _impairment.Read(out var frame) == ReadResult.Frame;
        packet = frame.Bytes;
        return hasPacket;
    }

    /// <inheritdoc/>
    public void Dispose() => _impairment.Dispose();
}
