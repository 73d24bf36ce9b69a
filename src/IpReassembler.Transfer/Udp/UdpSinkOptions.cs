using System.Net;

namespace IpReassembler.Transfer;

/// <summary>How a sink listens, and what senders may cost it.</summary>
public sealed record UdpSinkOptions
{
    /// <summary>The address and port to listen on; port 0 lets the system choose.</summary>
    public required IPEndPoint Bind { get; init; }

    /// <summary>Measurements at one time. Each costs 9 KiB. Datagrams of one more are counted, and not looked at.</summary>
    public int MaxRuns { get; init; } = 64;

    /// <summary>A measurement of which nothing comes for so long is over.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait for stragglers when the sender has said that it is done.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(300);
}
