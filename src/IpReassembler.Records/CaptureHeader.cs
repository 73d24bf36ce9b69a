using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Records;

/// <summary>What was read and how: the first line of every output.</summary>
public sealed record CaptureHeader
{
    /// <summary>The version of the records. Within it names never change; new ones may appear.</summary>
    public const int Version = 1;

    /// <summary>The file's name as the user gave it, or the interface's.</summary>
    public required string File { get; init; }

    /// <summary>The options that read the same input again, as a shell takes them; empty where it cannot be read again.</summary>
    public string ReadOptions { get; init; } = "";

    /// <summary>The other options that decide what is found, as a shell takes them; empty when none was given.</summary>
    public string EngineOptions { get; init; } = "";

    /// <summary>What kind of file it is: <c>pcap</c>, <c>pcapng</c>, <c>live</c>.</summary>
    public string Format { get; init; } = "pcap";

    /// <summary>The link type; null when there are several.</summary>
    public LinkType? Link { get; init; }

    /// <summary>The step of the capture's clock in nanoseconds: 1,000 for microseconds.</summary>
    public long TickNanoseconds { get; init; } = 1_000;

    /// <summary>The file with the hosts that have a policy and a timeout of their own; null for none. <see cref="Policy"/> and <see cref="Timeout"/> hold for all others.</summary>
    public string? Targets { get; init; }

    /// <summary>The chosen policy's name.</summary>
    public string Policy { get; init; } = "linux";

    /// <summary>What tells datagrams apart beside the fields that always do.</summary>
    public KeyFields Key { get; init; } = KeyFields.Vlans;

    /// <summary>How long an incomplete IPv4 datagram waits for the rest; null for ever.</summary>
    public Duration? Timeout { get; init; } = Duration.FromSeconds(30);

    /// <summary>The same of IPv6 datagrams.</summary>
    public Duration? Ipv6Timeout { get; init; } = Duration.FromSeconds(60);

    /// <summary>The condition that selected datagrams, as the user wrote it; null when there was none. Packets and fragments are counted whether selected or not.</summary>
    public string? Where { get; init; }

    /// <summary>How long an incomplete datagram of a version waits for the rest; <see cref="Duration.Longest"/> where it waits for ever.</summary>
    public Duration TimeoutFor(IpVersion version) => (version == IpVersion.V4 ? Timeout : Ipv6Timeout) ?? Duration.Longest;

    /// <summary>How many digits after the point a time of this capture is worth: 6 or 9.</summary>
    public int TimeDigits => TickNanoseconds >= 1_000 ? 6 : 9;
}
