using IpReassembler.Packets;
using IpReassembler.Records;

namespace IpReassembler.Cli;

/// <summary>Everything the screen shows, as it stood at one moment.</summary>
internal sealed record LiveSnapshot
{
    /// <summary>Since the first that was heard.</summary>
    public Duration Running { get; init; }

    /// <summary>Frames a second, in the last second that is over.</summary>
    public double PacketRate { get; init; }

    /// <summary>Bits a second on the wire, link-layer headers included.</summary>
    public double BitRate { get; init; }

    /// <summary>Frames the kernel dropped; null where files are played.</summary>
    public long? Dropped { get; init; }

    /// <summary>Records the cache has open, those that only take late evidence included.</summary>
    public long Open { get; init; }

    /// <summary>The most it may have open.</summary>
    public long MaxOpen { get; init; }

    /// <summary>The bytes it holds.</summary>
    public long HeldBytes { get; init; }

    /// <summary>Datagrams decided in each of the last seconds that are over, oldest first.</summary>
    public IReadOnlyList<long> DatagramRates { get; init; } = [];

    /// <summary>Half of the datagrams delivered in each of the last seconds took no longer than this, in nanoseconds; 0 where none was delivered.</summary>
    public IReadOnlyList<long> Halves { get; init; } = [];

    /// <summary>The same for 99 of 100.</summary>
    public IReadOnlyList<long> Mosts { get; init; } = [];

    /// <summary>Half of those delivered in the last minute took no longer than this; null when none was.</summary>
    public Duration? Half { get; init; }

    /// <summary>The same for 99 of 100.</summary>
    public Duration? Most { get; init; }

    /// <summary>What became of datagrams in the last minute; without those that did not occur.</summary>
    public IReadOnlyList<(RecordCategory Category, long Count)> Outcomes { get; init; } = [];

    /// <summary>The flows, in no order.</summary>
    public IReadOnlyList<FlowRow> Flows { get; init; } = [];

    /// <summary>Flows that were forgotten because there were too many.</summary>
    public long ForgottenFlows { get; init; }

    /// <summary>The datagrams that have waited longest, longest first.</summary>
    public IReadOnlyList<WaitingRow> Waiting { get; init; } = [];

    /// <summary>How many wait in all.</summary>
    public int WaitingCount { get; init; }

    /// <summary>Whether even more wait than were counted.</summary>
    public bool WaitingIsMore { get; init; }

    /// <summary>Whether nothing more will come.</summary>
    public bool HasEnded { get; init; }
}
