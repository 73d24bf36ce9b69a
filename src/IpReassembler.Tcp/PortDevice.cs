using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>A device over a port of this machine, with the machine's steady clock.</summary>
/// <remarks>Owns the port.</remarks>
public sealed class PortDevice : IPacketDevice
{
    private readonly IPacketPort _port;
    private readonly TimeProvider _clock;
    private readonly long _origin;
    private readonly Timestamp _start;
    private bool _lacksRoom;

    /// <summary>Begins with the time of day; from then on only what has passed counts, however that clock is set.</summary>
    public PortDevice(IPacketPort port, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        (_port, _clock) = (port, clock);
        _origin = clock.GetTimestamp();
        _start = new Timestamp((clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);
    }

    /// <inheritdoc/>
    public int Mtu => _port.Mtu;

    /// <inheritdoc/>
    public Timestamp Now
    {
        get
        {
            // Seconds and the rest apart: the product of all of it would not fit, and it is asked for with every packet.
            var (seconds, rest) = Math.DivRem(_clock.GetTimestamp() - _origin, _clock.TimestampFrequency);
            return _start + new Duration((seconds * 1_000_000_000) + (rest * 1_000_000_000 / _clock.TimestampFrequency));
        }
    }

    /// <inheritdoc/>
    public bool TryReceive(out ReadOnlySpan<byte> packet) => _port.TryRead(out packet);

    /// <inheritdoc/>
    public bool TrySend(ReadOnlySpan<byte> packet)
    {
        _lacksRoom = !_port.TryWrite(packet);
        return !_lacksRoom;
    }

    /// <inheritdoc/>
    public void Wait(Timestamp deadline)
    {
        var now = Now;
        _port.Wait(deadline > now ? deadline - now : Duration.Zero, _lacksRoom);
    }

    /// <inheritdoc/>
    public void Dispose() => _port.Dispose();
}
