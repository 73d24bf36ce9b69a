using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>Where a host's packets come from and go to: a raw socket, a TUN device, one end of a simulated link.</summary>
/// <remarks>Whole IP packets, without a link-layer header. Used by one thread.</remarks>
public interface IPacketDevice : IDisposable
{
    /// <summary>The largest IP packet it sends, in bytes.</summary>
    int Mtu { get; }

    /// <summary>The time by the device's clock: a steady one, real or simulated. All times that the host is given come from here.</summary>
    Timestamp Now { get; }

    /// <summary>Takes a packet that has come, without waiting.</summary>
    /// <param name="packet">The packet, lent until the next call.</param>
    /// <returns>False when there is none now.</returns>
    bool TryReceive(out ReadOnlySpan<byte> packet);

    /// <summary>Sends a packet, without waiting.</summary>
    /// <param name="packet">The packet; copied, or gone, when the call returns.</param>
    /// <returns>False when there is no room now: the caller offers it again later. A packet that can never be sent is lost, and the call returns true.</returns>
    bool TrySend(ReadOnlySpan<byte> packet);

    /// <summary>Waits until a packet has come, there is room to send after <see cref="TrySend"/> said no, or time has run up to <paramref name="deadline"/>.</summary>
    /// <remarks>May come back early for no reason; never late by more than the clock's grain.</remarks>
    void Wait(Timestamp deadline);
}
