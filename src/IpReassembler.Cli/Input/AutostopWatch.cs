using IpReassembler.Packets;
using IpReassembler.Reassembly;

namespace IpReassembler.Cli;

/// <summary>Watches a live capture from its beginning for what shall end it.</summary>
internal sealed class AutostopWatch(Autostop stop, TimeProvider clock)
{
    // A look at the clock costs as much as a small packet.
    private const int LookEvery = 64;

    private readonly long _began = clock.GetTimestamp();
    private ReassemblyCounters? _counters;
    private int _asked;

    /// <summary>Whose datagrams count. They are looked at when it is asked, so that those inside tunnels have been counted too.</summary>
    public void Watch(ReassemblyCounters counters) => _counters = counters;

    /// <summary>Whether it is time to end.</summary>
    /// <param name="bytes">The bytes captured until now.</param>
    /// <param name="isIdle">Whether nothing came just now, so that there is time to look at the clock.</param>
    public bool IsDue(long bytes, bool isIdle) =>
        bytes >= stop.Bytes
        || _counters?.Delivered >= stop.Datagrams
        || ((isIdle || ++_asked % LookEvery == 0) && new Duration(clock.GetElapsedTime(_began).Ticks * 100) >= stop.Lasting);
}
