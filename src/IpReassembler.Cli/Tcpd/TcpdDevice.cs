namespace IpReassembler.Cli;

/// <summary>What <c>tcpd</c> takes its packets from.</summary>
internal enum TcpdDevice
{
    /// <summary>A raw socket on the loopback interface.</summary>
    Raw,

    /// <summary>An interface of its own.</summary>
    Tun,
}
