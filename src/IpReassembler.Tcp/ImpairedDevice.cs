using IpReassembler.Capture;
using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>A device behind a bad link of our own making: whatever it is itself, packets are lost, doubled, delayed and broken by a seed.</summary>
/// <remarks>Owns the device inside.</remarks>
/// <param name="inner">The device that really sends and receives.</param>
/// <param name="outgoing">What happens to what is sent.</param>
/// <param name="incoming">What happens to what comes.</param>
public sealed class ImpairedDevice(IPacketDevice inner, ImpairmentOptions outgoing, ImpairmentOptions incoming) : IPacketDevice
{
    private readonly ImpairedPath _outward = new(outgoing);
    private readonly ImpairedPath _inward = new(incoming);

    // A packet that has come out of the path and found no room in the device.
    private readonly byte[] _held = new byte[Ipv4Packet.MaxTotalLength];
    private int _heldLength;

    /// <inheritdoc/>
    public int Mtu => inner.Mtu;

    /// <inheritdoc/>
    public Timestamp Now => inner.Now;

    /// <summary>What happened to what was sent.</summary>
    public ImpairmentCounters OutgoingCounters => _outward.Counters;

    /// <summary>What happened to what came.</summary>
    public ImpairmentCounters IncomingCounters => _inward.Counters;

    /// <inheritdoc/>
    public bool TryReceive(out ReadOnlySpan<byte> packet)
    {
        Forward();
        while (inner.TryReceive(out var arrived) && _inward.TrySend(arrived, Now))
        {
        }

        return _inward.TryReceive(Now, out packet);
    }

    /// <inheritdoc/>
    public bool TrySend(ReadOnlySpan<byte> packet)
    {
        var isTaken = _outward.TrySend(packet, Now);
        Forward();
        return isTaken;
    }

    /// <inheritdoc/>
    public void Wait(Timestamp deadline)
    {
        Forward();
        inner.Wait(Earlier(Earlier(deadline, _outward.NextDue), _inward.NextDue));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        inner.Dispose();
        _outward.Dispose();
        _inward.Dispose();
    }

    private static Timestamp Earlier(Timestamp deadline, Timestamp? due) => due is { } at && at < deadline ? at : deadline;

    // What has come out of the path goes on to the device.
    private void Forward()
    {
        while (true)
        {
            if (_heldLength == 0)
            {
                if (!_outward.TryReceive(Now, out var packet))
                {
                    return;
                }

                packet.CopyTo(_held);
                _heldLength = packet.Length;
            }

            if (!inner.TrySend(_held.AsSpan(0, _heldLength)))
            {
                return;
            }

            _heldLength = 0;
        }
    }
}
