using IpReassembler.Packets;

namespace IpReassembler.Capture;

/// <summary>Where a program of the user's takes the place of the kernel's IP layer: whole IPv4 packets come and go, without a link-layer header.</summary>
/// <remarks>Used by one thread. Everything it makes of the machine's state goes with its file descriptors, however the process ends.</remarks>
public interface IPacketPort : IDisposable
{
    /// <summary>The longest packet it sends, in bytes.</summary>
    int Mtu { get; }

    /// <summary>Takes a packet that has come, without waiting.</summary>
    /// <param name="packet">The packet, lent until the next call.</param>
    /// <returns>False when there is none now.</returns>
    bool TryRead(out ReadOnlySpan<byte> packet);

    /// <summary>Sends a packet, without waiting.</summary>
    /// <returns>False when there is no room now. A packet that the kernel will never take is lost, as on any link.</returns>
    bool TryWrite(ReadOnlySpan<byte> packet);

    /// <summary>Waits until there is a packet to read, or <paramref name="timeout"/> is over.</summary>
    /// <param name="timeout">How long at most; not below zero.</param>
    /// <param name="orForRoom">Whether room to send ends the wait as well.</param>
    void Wait(Duration timeout, bool orForRoom);
}
