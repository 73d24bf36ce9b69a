using IpReassembler.Packets;

namespace IpReassembler.Tcp;

/// <summary>How a host behaves, and how far the wire can make it grow.</summary>
public sealed record HostOptions
{
    /// <summary>The addresses that are ours: packets to others are not looked at.</summary>
    public required IReadOnlyList<IpAddress> Addresses { get; init; }

    /// <summary>The secret from which initial sequence numbers are made (RFC 6528): at least 16 bytes nobody else knows; the same for the same numbers in a test.</summary>
    public required ReadOnlyMemory<byte> Secret { get; init; }

    /// <summary>The largest IP packet the link takes, in bytes: 128 to 65,535.</summary>
    public int Mtu { get; init; } = 1_500;

    /// <summary>What every connection begins with.</summary>
    public ConnectionOptions Connection { get; init; } = new();

    /// <summary>The most connections there may be at once, those in TIME-WAIT counted. One costs about 1 KiB and what its buffers hold.</summary>
    public int MaxConnections { get; init; } = 1_024;

    /// <summary>The most connections in SYN-RECEIVED of one listener; the oldest goes when another SYN comes. One costs about 1 KiB.</summary>
    public int MaxHalfOpen { get; init; } = 128;

    /// <summary>The most connections that wait to be accepted by one listener; while they do, SYNs are not answered and no connection gets beyond SYN-RECEIVED.</summary>
    public int MaxAcceptable { get; init; } = 64;

    /// <summary>The most connections in TIME-WAIT; the oldest goes when another one comes. One costs about 1 KiB.</summary>
    public int MaxTimeWaits { get; init; } = 512;

    /// <summary>The most memory for fragments of packets that came in pieces, in bytes: at least 1 MiB.</summary>
    public long MaxFragmentMemory { get; init; } = 4 << 20;

    /// <summary>
    /// Whether a checksum that the sender's kernel left to hardware (<see cref="ChecksumState.Offloaded"/>) is as good as a right one.
    /// On a loopback interface no other is seen; anywhere else it is a broken packet.
    /// </summary>
    public bool AcceptUnfinishedChecksums { get; init; }

    /// <summary>
    /// Whether every port of our addresses is ours. If not, as with a raw socket on an address that the kernel has too, segments to a
    /// port without listener and connection are somebody else's: they are not answered with RST.
    /// </summary>
    public bool OwnsEveryPort { get; init; } = true;

    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Addresses);
        ArgumentNullException.ThrowIfNull(Connection);
        ArgumentOutOfRangeException.ThrowIfZero(Addresses.Count, nameof(Addresses));
        if (Addresses.Any(address => address.Version != IpVersion.V4))
        {
            throw new ArgumentException("The host speaks IPv4 only.", nameof(Addresses));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Secret.Length, 16, nameof(Secret));
        ArgumentOutOfRangeException.ThrowIfLessThan(Mtu, 128, nameof(Mtu));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Mtu, Ipv4Packet.MaxTotalLength, nameof(Mtu));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConnections, 1, nameof(MaxConnections));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxHalfOpen, 1, nameof(MaxHalfOpen));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAcceptable, 1, nameof(MaxAcceptable));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTimeWaits, 1, nameof(MaxTimeWaits));
        Connection.Check();
    }
}
