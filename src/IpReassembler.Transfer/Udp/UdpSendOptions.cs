using System.Net;

namespace IpReassembler.Transfer;

/// <summary>What a measurement sends.</summary>
public sealed record UdpSendOptions
{
    /// <summary>Where to.</summary>
    public required IPEndPoint Target { get; init; }

    /// <summary>Bytes of a datagram without the headers of UDP and IP, <see cref="UdpProbe.MinLength"/> to <see cref="UdpProbe.MaxLength"/>.</summary>
    public int Size { get; init; } = 8000;

    /// <summary>Datagrams a second; null for as many as go out.</summary>
    public double? Rate { get; init; } = 1000;

    /// <summary>How many datagrams; null when <see cref="Duration"/> alone decides.</summary>
    public long? Count { get; init; }

    /// <summary>For how long; null when <see cref="Count"/> alone decides.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The differentiated services code point, 0 to 63 (RFC 2474).</summary>
    public int Dscp { get; init; }

    /// <summary>
    /// Whether routers, and this machine, must not fragment. Otherwise every datagram may be fragmented on its way, and the kernel
    /// does not look for the path MTU.
    /// </summary>
    public bool DontFragment { get; init; }
}
