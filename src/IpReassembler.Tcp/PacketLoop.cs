using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>Carries packets between a device and a host.</summary>
/// <remarks>Owns neither. The application's own work comes between the turns: <c>loop.Turn(); serve(host); loop.Turn(); device.Wait(loop.NextDeadline(limit))</c>.</remarks>
public sealed class PacketLoop(TcpHost host, IPacketDevice device)
{
    // So many packets at most are taken in one turn, so that deadlines and the application are not starved by a flood.
    private const int MaxPackets = 64;

    private readonly byte[] _packet = new byte[Ipv4Packet.MaxTotalLength];

    // A packet the device had no room for.
    private int _waiting;

    /// <summary>When the next turn has to come even if no packet does: no later than <paramref name="limit"/> from now.</summary>
    public Timestamp NextDeadline(Duration limit)
    {
        var latest = device.Now + limit;
        return host.NextDeadline is { } deadline && deadline < latest ? deadline : latest;
    }

    /// <summary>Takes what has come, does what is due, and sends what there is to send, without waiting.</summary>
    /// <returns>Whether a packet came or went: then another turn may find more.</returns>
    public bool Turn()
    {
        var moved = Send(device.Now);
        for (var count = 0; count < MaxPackets && device.TryReceive(out var packet); count++)
        {
            var now = device.Now;
            host.Receive(packet, now);
            // Each packet is answered before the next one is looked at: duplicate acknowledgments count only one by one.
            Send(now);
            moved = true;
        }

        // Only now: when this thread was late itself, the acknowledgment that a timer waits for may have come long ago.
        host.Expire(device.Now);
        return Send(device.Now) || moved;
    }

    private bool Send(Timestamp now)
    {
        var sent = false;
        while (_waiting > 0 || host.TryEmit(_packet, now, out _waiting))
        {
            if (!device.TrySend(_packet.AsSpan(0, _waiting)))
            {
                break;
            }

            _waiting = 0;
            sent = true;
        }

        return sent;
    }
}
