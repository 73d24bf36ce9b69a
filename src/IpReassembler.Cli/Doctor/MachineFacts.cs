using IpReassembler.Capture;

namespace IpReassembler.Cli;

/// <summary>What was found on this machine, at one moment. What a system does not have, or does not show, is null.</summary>
internal sealed record MachineFacts
{
    /// <summary>What libpcap says of itself; null where it is not installed.</summary>
    public string? LibraryVersion { get; init; }

    /// <summary>Why a capture that was tried could not begin; null when it could.</summary>
    public CaptureDeviceException? CaptureRefused { get; init; }

    /// <summary>What the times of that capture count in: 10 to the power of minus this, of a second.</summary>
    public byte? TimestampResolution { get; init; }

    /// <summary>The interfaces that are switched on.</summary>
    public IReadOnlyList<InterfaceFacts> Interfaces { get; init; } = [];

    /// <summary>How the kernel reassembles, for each version of IP it tells of.</summary>
    public IReadOnlyList<ReassemblySettings> Reassembly { get; init; } = [];

    /// <summary>How many connections the kernel tracks here; null where it does not track any.</summary>
    public long? TrackedConnections { get; init; }

    /// <summary>What the kernel takes the time from.</summary>
    public ClockFacts? Clock { get; init; }

    /// <summary>Why no private network can be made; null when one can.</summary>
    public Refusal? PrivateNetworkRefused { get; init; }

    /// <summary>What the output goes to.</summary>
    public required TerminalFacts Terminal { get; init; }
}
