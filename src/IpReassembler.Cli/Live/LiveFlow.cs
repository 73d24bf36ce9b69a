using IpReassembler.Reassembly;
using IpReassembler.Timing;

namespace IpReassembler.Cli;

/// <summary>Sums over the datagrams of one flow since it was first seen.</summary>
internal sealed class LiveFlow(HostPair key)
{
    /// <summary>How many seconds of its course are kept.</summary>
    public const int Course = 61;

    // The average over these many seconds says how fast it is now.
    private const int RateSeconds = 10;

    private readonly SecondRow _decided = new(Course);
    private long _fragments;
    private long _reordered;
    private (int Source, int Destination)? _ports;
    private bool _hasOtherPorts;

    /// <summary>What it is.</summary>
    public HostPair Key => key;

    /// <summary>How long those took from the first fragment to the last that came whole and sound.</summary>
    public DurationHistogram Durations { get; } = new();

    /// <summary>Datagrams of which it is decided what became of them.</summary>
    public long Datagrams { get; private set; }

    /// <summary>Those of them that are not to be trusted, or not there.</summary>
    public long Failed { get; private set; }

    /// <summary>Counts a datagram that was just decided.</summary>
    public void Add(Datagram datagram, bool isFailed, long second)
    {
        Datagrams++;
        Failed += isFailed ? 1 : 0;
        _decided.Add(second, 1);
        _fragments += datagram.FragmentCount;
        _reordered += datagram.ReorderedCount;
        NotePorts(datagram);
    }

    /// <summary>Something was decided otherwise after all.</summary>
    public void Change(bool wasFailed, bool isFailed) => Failed += (isFailed ? 1 : 0) - (wasFailed ? 1 : 0);

    /// <summary>The flow as it stands.</summary>
    public FlowRow Show(long second) => new()
    {
        Key = key,
        Ports = _hasOtherPorts ? null : _ports,
        Datagrams = Datagrams,
        Failed = Failed,
        Rate = _decided.Rate(second, RateSeconds),
        Half = Durations.Percentile(50),
        Most = Durations.Percentile(99),
        Reordered = _fragments > 0 ? (double)_reordered / _fragments : 0,
        Trend = _decided.Finished(second, Course),
    };

    // Only a flow of one pair of ports has them in its name.
    private void NotePorts(Datagram datagram)
    {
        if (datagram is not { SourcePort: { } source, DestinationPort: { } destination })
        {
            return;
        }

        _hasOtherPorts |= _ports is { } known && known != (source, destination);
        _ports ??= (source, destination);
    }
}
