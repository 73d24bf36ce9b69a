using IpReassembler.Packets;
using IpReassembler.Tcp;

namespace IpReassembler.Cli;

/// <summary>Stands between a host and its device, and brings together what the host tells of a segment and what became of its packet.</summary>
/// <remarks>A host tells that it sends before the device has the packet: that waits until it is known whether the packet was lost on purpose. Owns the device.</remarks>
internal sealed class TracedDevice(IPacketDevice inner, IReadOnlyList<ITraceView> views) : IPacketDevice
{
    private readonly List<TraceEvent> _held = [];
    private readonly ImpairedDevice? _impaired = inner as ImpairedDevice;

    public int Mtu => inner.Mtu;

    public Timestamp Now => inner.Now;

    /// <summary>The host tells of something.</summary>
    public void Note(in TraceEvent happened)
    {
        if (happened.Kind == TraceKind.Sent || _held.Count > 0)
        {
            _held.Add(happened);
            return;
        }

        foreach (var view in views)
        {
            view.Note(happened, isLost: false);
        }
    }

    public bool TryReceive(out ReadOnlySpan<byte> packet)
    {
        // While the device has no room for a packet, what happens waits to be told: nothing more is let in.
        packet = default;
        if (_held.Count > 0 || !inner.TryReceive(out packet))
        {
            return false;
        }

        foreach (var view in views)
        {
            view.Show(packet, Now, isLost: false);
        }

        return true;
    }

    public bool TrySend(ReadOnlySpan<byte> packet)
    {
        var before = _impaired?.OutgoingCounters.Lost;
        if (!inner.TrySend(packet))
        {
            return false;
        }

        var isLost = _impaired?.OutgoingCounters.Lost > before;
        foreach (var view in views)
        {
            view.Show(packet, Now, isLost);
            foreach (var happened in _held)
            {
                view.Note(happened, isLost);
            }
        }

        _held.Clear();
        return true;
    }

    public void Wait(Timestamp deadline) => inner.Wait(deadline);

    public void Dispose() => inner.Dispose();
}
